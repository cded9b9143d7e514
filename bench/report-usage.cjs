// Loaded before a program: when that ends, writes what its process has used to file descriptor 3, as JSON.
const { readFileSync, writeSync } = require('node:fs');
const { isMainThread } = require('node:worker_threads');

// As in report-peak.cjs: the high-water mark in /proc belongs to this program alone, `maxRSS` on Linux does not.
const peakBytes = () =>
  process.platform === 'linux'
    ? 1024 * Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1])
    : 1024 * process.resourceUsage().maxRSS;

// Threads load it as well, and end earlier.
if (isMainThread) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeSync(3, JSON.stringify({ cpu_ms: (user + system) / 1000, peak_bytes: peakBytes() }));
  });
}
