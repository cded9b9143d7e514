import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeAtomically } from '../../src/storage/write-atomically.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('writeAtomically', () => {
  it('writes all of it and leaves nothing else behind', () => {
    const folder = temporaryFolder();
    const text = '0.125, µ → ∞\n'.repeat(100_000);
    writeAtomically(join(folder, 'run.json'), text);
    expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe(text);
    expect(readdirSync(folder)).toEqual(['run.json']);
  });

  it('replaces a file by a new one, so that whoever reads the old one reads it to its end', () => {
    const file = join(temporaryFolder({ 'run.json': 'old' }), 'run.json');
    const before = statSync(file).ino;
    writeAtomically(file, 'new');
    expect(readFileSync(file, 'utf8')).toBe('new');
    expect(statSync(file).ino).not.toBe(before);
  });

  it('below a file fails and leaves the file as it was', () => {
    const folder = temporaryFolder({ 'run.json': 'old' });
    expect(() => writeAtomically(join(folder, 'run.json', 'new.json'), 'new')).toThrow(/ENOTDIR/);
    expect(readdirSync(folder)).toEqual(['run.json']);
    expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe('old');
  });

  it('onto a folder fails without a trace', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'run.json'));
    expect(() => writeAtomically(join(folder, 'run.json'), 'new')).toThrow(/EISDIR/);
    expect(readdirSync(folder)).toEqual(['run.json']);
  });

  it('writes through a link and keeps it', () => {
    const folder = temporaryFolder({ 'real/run.json': 'old' });
    symlinkSync(join(folder, 'real', 'run.json'), join(folder, 'link.json'));
    writeAtomically(join(folder, 'link.json'), 'new');
    expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real', 'run.json'), 'utf8')).toBe('new');
  });

  it.skipIf(!existsSync('/dev/full'))('writes to a device and never puts a file in its place', () => {
    const folder = temporaryFolder();
    // Through a link, so that a mistake would replace the link and not the device.
    symlinkSync('/dev/full', join(folder, 'device'));
    expect(() => writeAtomically(join(folder, 'device'), 'text')).toThrow(/ENOSPC/);
    expect(lstatSync(join(folder, 'device')).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder)).toEqual(['device']);
  });

  it('leaves the old file alone where the new one can not be begun', () => {
    const folder = temporaryFolder({ 'run.json': 'old' });
    // The temporary file's name is taken by a folder.
    mkdirSync(join(folder, `run.json.${process.pid}.tmp`));
    writeFileSync(join(folder, `run.json.${process.pid}.tmp`, 'inside'), '');
    expect(() => writeAtomically(join(folder, 'run.json'), 'new')).toThrow();
    expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe('old');
  });

  it.skipIf(process.platform === 'win32')(
    'that runs out of space half-way leaves the old file and nothing else',
    () => {
      const folder = temporaryFolder({ 'run.json': 'old' });
      const script = `
      import { writeAtomically } from ${JSON.stringify(join(REPOSITORY, 'src/storage/write-atomically.ts'))};
      try { writeAtomically(${JSON.stringify(join(folder, 'run.json'))}, 'x'.repeat(1e6)); }
      catch (error) { console.log(error.code); }
    `;
      // The shell's limit of file sizes ends the write after some blocks, as a full disk would.
      const limited = spawnSync('sh', [
        '-c',
        'ulimit -f 8; exec "$0" "$@"',
        process.execPath,
        '--input-type=module',
        '-e',
        script,
      ]);
      expect(limited.stdout.toString().trim()).toBe('EFBIG');
      expect(readdirSync(folder)).toEqual(['run.json']);
      expect(readFileSync(join(folder, 'run.json'), 'utf8')).toBe('old');
    },
  );
});
