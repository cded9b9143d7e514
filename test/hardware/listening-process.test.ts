import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listeningProcess } from '../../src/hardware/listening-process.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const HEADER =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
/** 11434 is 2CAA; state 0A listens, 01 is a connection. */
const row = (local: string, state: string, inode: number) =>
  `   0: ${local} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0 100 0 0 10 0\n`;

/** Files of a process as /proc has them: ticks of user and system, peak in kB. */
const processFiles = (id: number, parent: number, name: string, ticks: [number, number], peak: number) => ({
  [`${id}/stat`]: `${id} (${name}) S ${parent} 1 1 0 -1 4194560 1 0 0 0 ${ticks.join(' ')} 0 0 20 0 1 0 5 0 0\n`,
  [`${id}/comm`]: `${name}\n`,
  [`${id}/status`]: `Name:\t${name}\nVmHWM:\t${peak} kB\n`,
});

/** A /proc with these files, and sockets held by processes. */
function proc(files: Record<string, string>, held: Record<number, number[]>): string {
  const root = temporaryFolder(files);
  for (const [id, inodes] of Object.entries(held)) {
    mkdirSync(join(root, id, 'fd'), { recursive: true });
    for (const [at, inode] of inodes.entries())
      symlinkSync(`socket:[${inode}]`, join(root, id, 'fd', `${at}`));
  }
  return root;
}

describe('the process that listens on a port', () => {
  it('is found by its socket, with what it has used', () => {
    const files = { 'net/tcp': HEADER + row('0100007F:2CAA', '0A', 77), 'net/tcp6': HEADER };
    const root = proc({ ...files, ...processFiles(9, 1, 'ollama serve', [150, 50], 1000) }, { 9: [3, 77] });
    expect(listeningProcess(11434, root)).toEqual({
      process: 9,
      name: 'ollama serve',
      peak_memory_bytes: 1000 * 1024,
      cpu_s: 2,
    });
  });

  it('counts with the processes that it has started, in which models are loaded', () => {
    const files = {
      'net/tcp': HEADER,
      'net/tcp6': HEADER + row('00000000000000000000000000000000:2CAA', '0A', 77),
      ...processFiles(9, 1, 'ollama', [100, 0], 1000),
      ...processFiles(12, 9, 'runner', [200, 100], 5000),
      ...processFiles(13, 12, 'worker', [50, 50], 500),
      ...processFiles(14, 1, 'other', [900, 900], 9000),
    };
    expect(listeningProcess(11434, proc(files, { 9: [77] }))).toMatchObject({
      name: 'ollama',
      peak_memory_bytes: 6500 * 1024,
      cpu_s: 5,
    });
  });

  it('is found where the system does without IPv6', () => {
    const files = {
      'net/tcp': HEADER + row('0100007F:2CAA', '0A', 77),
      ...processFiles(9, 1, 'x', [0, 0], 1),
    };
    expect(listeningProcess(11434, proc(files, { 9: [77] }))?.process).toBe(9);
  });

  it.each([
    ['a connection to that port', row('0100007F:2CAA', '01', 77), { 9: [77] }],
    ['another port', row('0100007F:2CAB', '0A', 77), { 9: [77] }],
    ["another user's process, whose sockets are not to be seen", row('0100007F:2CAA', '0A', 77), {}],
  ])('is not that of %s', (_, line, held) => {
    const files = { 'net/tcp': HEADER + line, ...processFiles(9, 1, 'x', [0, 0], 1) };
    expect(listeningProcess(11434, proc(files, held))).toBeNull();
  });

  it('is unknown without a /proc', () => {
    expect(listeningProcess(11434, '/no/such/folder')).toBeNull();
  });

  it.runIf(process.platform === 'linux')(
    'is this one for a server of the test, by number and name',
    async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      onTestFinished(() => void server.close());
      const before = listeningProcess(port);
      expect(before).toMatchObject({ process: process.pid, name: expect.stringMatching(/\w/) });
      const child = spawn(process.execPath, [
        '-e',
        'const a = Buffer.alloc(5e7, 1); console.log(a[1]); setInterval(() => {}, 1e6)',
      ]);
      await once(child.stdout, 'data');
      const after = listeningProcess(port);
      child.kill('SIGKILL');
      expect((after?.peak_memory_bytes ?? 0) - (before?.peak_memory_bytes ?? 0)).toBeGreaterThan(5e7);
    },
  );
});
