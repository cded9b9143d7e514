import { readFileSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { TitoError } from '../../src/errors.ts';

/**
 * Kinds of file systems that are somewhere else, by the number that Linux gives them (statfs(2), linux/magic.h).
 * SQLite's WAL needs memory that is shared between processes, and locks that hold; over a network neither is sure
 * (https://sqlite.org/wal.html).
 */
const ELSEWHERE: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB 2',
  16914839: '9P',
  1397113167: 'AFS',
  1799439955: 'AFS',
  12805120: 'Ceph',
  198183888: 'Lustre',
  1196443219: 'GPFS',
  1937076805: 'Coda',
  22092: 'NCP',
  428016422: 'BeeGFS',
};

/** FUSE is one number for many; what it is stands in the list of mounts. Disks of NTFS come that way too. */
const FUSE = 0x65735546;
const FUSE_ELSEWHERE =
  /^fuse\.(?:sshfs|rclone|s3fs|gcsfuse|goofys|mount-s3|glusterfs|curlftpfs|davfs2?|gvfsd-fuse|cephfs|ceph|juicefs|smbnetfs)$/;

/**
 * What network file system a file is on; null where it is on none that is known.
 *
 * @param type of statfs(2)
 * @param mounts text of `/proc/self/mountinfo`
 */
export function networkFileSystem(type: number, mounts: string, path: string): string | null {
  // The type is a signed number on some systems.
  const kind = type >>> 0;
  if (kind !== FUSE) return ELSEWHERE[kind] ?? null;
  const mount = mountOf(mounts, path);
  return FUSE_ELSEWHERE.test(mount) ? mount : null;
}

/** Type of the mount that a path is below: the one with the longest mount point, of these the last (proc(5)). */
function mountOf(mounts: string, path: string): string {
  let longest = '';
  let type = '';
  for (const line of mounts.split('\n')) {
    const [before = '', after = ''] = line.split(' - ');
    const point = (before.split(' ')[4] ?? '').replaceAll(/\\(\d{3})/g, (_, octal) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const isAbove = point === '/' || path === point || path.startsWith(`${point}/`);
    if (point !== '' && isAbove && point.length >= longest.length) {
      longest = point;
      type = after.split(' ')[0] ?? '';
    }
  }
  return type;
}

/**
 * @param file path of the registry, which need not be there yet; its folder has to
 * @throws TitoError `registry_unusable` where it is on a network file system
 */
export function refuseNetworkFileSystem(file: string): void {
  const folder = dirname(file);
  const found = networkFileSystem(statfsSync(folder).type, mountInfo(), folder);
  if (found === null) return;
  throw new TitoError('registry_unusable', {
    registry: file,
    reason: `it is on a network file system (${found}), where its locks are not sure`,
    hint: 'Keep the file on a disk of the machine that serves it: --database FILE.',
  });
}

/** Empty where the system is none that has it; its network file systems are not recognised. */
function mountInfo(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch {
    return '';
  }
}
