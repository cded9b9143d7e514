import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { networkFileSystem } from '../../../community/server/network-file-system.ts';
import { lockRegistry } from '../../../community/server/registry-lock.ts';
import { TitoError } from '../../../src/errors.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { ask, joinSomebody, serve } from './_serve.ts';
import { serveInProcess, startTito } from './_serve-process.ts';

const caught = (act: () => unknown): TitoError => {
  try {
    act();
  } catch (error) {
    if (error instanceof TitoError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
};

describe('a registry', () => {
  it('is served once: a second server of another process is refused, and says by whom', {
    timeout: 60_000,
  }, async () => {
    const server = await serve();
    const second = startTito(['--database', server.file]);
    expect(await second.ended).toMatchObject({ code: 5 });
    expect(second.log()).toContain(`Another tito (process ${process.pid}, since `);
    expect(second.log()).toContain(server.file);
    // The one that was refused has not taken the lock away.
    const third = startTito(['--database', server.file]);
    expect(await third.ended).toMatchObject({ code: 5 });
    expect((await joinSomebody(server)).answer.status).toBe(200);
  });

  it('is served once in one process as well, and again after the first has ended', async () => {
    const server = await serve();
    await expect(serve({ file: server.file })).rejects.toMatchObject({ code: 'registry_in_use' });
    await server.close();
    const next = await serve({ file: server.file });
    expect((await ask(next, 'GET', '/readyz')).status).toBe(200);
  });

  it('is taken over from a server that was killed', { timeout: 60_000 }, async () => {
    const file = join(temporaryFolder(), 'registry.sqlite');
    const first = await serveInProcess(['--database', file]);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(existsSync(`${file}.serve.lock`)).toBe(true);
    const next = await serve({ file });
    expect((await ask(next, 'GET', '/readyz')).status).toBe(200);
  });

  it('leaves nothing beside it when its server ends', async () => {
    const server = await serve();
    expect(statSync(`${server.file}.serve.lock`).mode & 0o777).toBe(0o600);
    await server.close();
    expect(readdirSync(join(server.file, '..'))).toEqual(['registry.sqlite']);
  });

  it('whose lock is no longer what it was is locked anew', () => {
    const file = join(temporaryFolder({ 'x.serve.lock': 'this was SQLite'.repeat(100) }), 'x');
    const release = lockRegistry(file, 1, 0);
    expect(caught(() => lockRegistry(file, 2, 0)).details.process).toMatch(/^1, since 1970/);
    release();
    lockRegistry(file, 3, 0)();
  });

  it('that is no registry, or where nothing can be written, is refused and left alone', async () => {
    const folder = temporaryFolder({ 'text.sqlite': 'once upon a time '.repeat(100) });
    await expect(serve({ file: join(folder, 'text.sqlite') })).rejects.toMatchObject({
      code: 'registry_unusable',
    });
    await expect(serve({ file: folder })).rejects.toMatchObject({ code: 'registry_unusable' });
    writeFileSync(join(folder, 'file'), '');
    await expect(serve({ file: join(folder, 'file/x.sqlite') })).rejects.toMatchObject({
      code: 'registry_unusable',
    });
    expect(readdirSync(folder).sort()).toEqual(['file', 'text.sqlite']);
    chmodSync(folder, 0o700);
  });
});

describe('a port', () => {
  it('that is taken is said, and the registry is let go', async () => {
    const first = await serve();
    const file = join(temporaryFolder(), 'other.sqlite');
    await expect(serve({ file, port: first.port })).rejects.toMatchObject({
      code: 'registry_unusable',
      message: expect.stringContaining('another program listens there'),
    });
    expect((await serve({ file })).port).not.toBe(first.port);
  });
});

describe('a network file system', () => {
  const mounts = [
    '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
    '40 22 0:45 / /home/me/far rw shared:9 - fuse.sshfs me@host: rw',
    '41 22 0:46 / /mnt/my\\040disk rw shared:9 - fuseblk /dev/sdb1 rw',
    '42 40 0:47 / /home/me/far/near rw - fuse.bindfs x rw',
  ].join('\n');

  it('is known by its number', () => {
    for (const type of [0x6969, 0x517b, 0xff534d42, 0xff534d42 - 2 ** 32, 0x01021997])
      expect(networkFileSystem(type, mounts, '/x')).not.toBeNull();
    for (const type of [0xef53, 0x9123683e, 0x01021994, 0x794c7630, 0x1a])
      expect(networkFileSystem(type, mounts, '/x')).toBeNull();
  });

  it('in user space is known by its name, of the mount that is nearest', () => {
    const fuse = 0x65735546;
    expect(networkFileSystem(fuse, mounts, '/home/me/far/class')).toBe('fuse.sshfs');
    expect(networkFileSystem(fuse, mounts, '/home/me/far')).toBe('fuse.sshfs');
    expect(networkFileSystem(fuse, mounts, '/home/me/far/near/x')).toBeNull();
    expect(networkFileSystem(fuse, mounts, '/mnt/my disk/x')).toBeNull();
    expect(networkFileSystem(fuse, mounts, '/home/me/farther')).toBeNull();
  });
});
