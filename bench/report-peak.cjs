// Loaded before a program: when that ends, writes the peak of its resident memory, in bytes, to file descriptor 3.
const { readFileSync, writeSync } = require('node:fs');

function peakBytes() {
  // Linux carries the peak of the parent's memory over into the child's `maxRSS` (exec keeps the larger of the two);
  // the high-water mark in /proc belongs to this program alone.
  if (process.platform === 'linux') {
    return 1024 * Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  }
  return 1024 * process.resourceUsage().maxRSS;
}

process.on('exit', () => writeSync(3, `${peakBytes()}`));
