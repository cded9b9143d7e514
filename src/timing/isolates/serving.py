"""How a process of the subject is talked to: one JSON object per line each way, over what was stdin and stdout.

A request {"id", "do", "limit_ms", ..} is answered by {"id", "ok": {..}} or {"id", "error": text, "line": of generated
source or null}. The end of stdin ends the process.
"""
import base64
import json
import os
import signal
import struct
import traceback

GRACE_S = 5  # how long an orphan may outlive its limit before the system ends it


class Failure(Exception):
    """What the subject did wrong, as a text of our own."""


def describe(error):
    """`Type: text` of an exception, on one line and never long."""
    try:
        text = " ".join(str(error).split())
    except BaseException:  # a subject's own __str__ may fail as well
        text = ""
    if isinstance(error, Failure):
        return text
    return (type(error).__name__ + (f": {text}" if text else ""))[:500]


def encode(values):
    return base64.b64encode(struct.pack(f"<{len(values)}d", *values)).decode("ascii")


def frames_of(error):
    return [[frame.filename, frame.lineno] for frame in traceback.extract_tb(error.__traceback__)]


def arm(seconds):
    """Ends this process by then, should the parent that watches over it be killed; 0 disarms."""
    if hasattr(signal, "alarm"):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(seconds)


def serve(make):
    """Answers requests until nobody asks any more; `make` gets the function that tells of progress meanwhile."""
    # What the subject prints lands on stderr, and input() sees the end of file.
    requests, replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)

    def send(**message):
        replies.write(json.dumps(message).encode() + b"\n")
        replies.flush()

    answers = make(send)
    for line in requests:
        request = json.loads(line)
        identity, do, limit_ms = (request.pop(name) for name in ("id", "do", "limit_ms"))
        arm(int(limit_ms / 1000) + GRACE_S)
        try:
            answer = {"ok": getattr(answers, do)(**request)}
        except BaseException as error:
            answer = answers.failure(error)
        arm(0)
        send(id=identity, **answer)
    os._exit(0)  # a thread of the subject may be running still
