"""Resident memory of this process."""
import gc
import os
import sys

try:
    from resource import RUSAGE_SELF, getrusage
except ImportError:  # Windows
    getrusage = None


def status(field, open=open):
    """A field of /proc/self/status in bytes; None where there is no such file."""
    try:
        with open("/proc/self/status", encoding="utf-8") as file:
            for line in file:
                if line.startswith(field + ":"):
                    return 1024 * int(line.split()[1])
    except (OSError, ValueError):
        pass
    return None


def resident():
    found = status("VmRSS")
    if found is None and sys.platform == "darwin":
        import subprocess

        try:
            found = 1024 * int(subprocess.check_output(["ps", "-o", "rss=", "-p", str(os.getpid())]))
        except (OSError, ValueError, subprocess.SubprocessError):
            pass
    return found


def peak():
    # Not ru_maxrss where it can be helped: on Linux it starts at what the parent had when it forked.
    if sys.platform == "darwin" and getrusage:
        return getrusage(RUSAGE_SELF).ru_maxrss
    return status("VmHWM")


def forget_peak(open=open):
    """Collects garbage and lets the peak start anew; False where the system has no way to."""
    gc.collect()
    try:
        with open("/proc/self/clear_refs", "w", encoding="ascii") as file:
            file.write("5")
        return True
    except OSError:
        return False
