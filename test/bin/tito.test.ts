import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, cpSync, existsSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../support/context.ts';
import { BUILT_TITO, DIST, ensureDist } from '../support/dist.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

beforeAll(ensureDist);

const SOURCE_TITO = join(REPOSITORY, 'bin/tito.ts');

describe.each([
  ['from source', SOURCE_TITO],
  ['as built', BUILT_TITO],
])('tito %s', (_how, program) => {
  it('knows its version', () => {
    const { stdout } = spawnSync(process.execPath, [program, '--version'], { encoding: 'utf8' });
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('finds its commands and the files beside them', () => {
    const { stdout } = spawnSync(process.execPath, [program, 'benchmark', 'list'], { encoding: 'utf8' });
    expect(stdout).toContain('forward_pass');
  });

  it('says which Node it needs on an older one, and exits with 5', () => {
    const older = temporaryFolder({
      'older.cjs': `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });
        Object.defineProperty(process, 'version', { value: 'v20.20.2' });`,
    });
    const args = ['--require', join(older, 'older.cjs'), program, '--version'];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stderr).toContain('tito needs Node.js 24.15 or newer, and this is v20.20.2');
    expect(stdout).toBe('');
    expect(status).toBe(5);
  });

  it.each([
    ['a text', ['--help']],
    ['a report', ['system', 'info']],
  ])('ends quietly when nobody reads %s to the end', async (_what, words) => {
    const child = spawn(process.execPath, [program, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    const errors: Buffer[] = [];
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    const [exit] = await once(child, 'close');
    expect(Buffer.concat(errors).toString()).toBe('');
    expect(exit).toBe(0);
  });

  it.skipIf(!existsSync('/dev/full')).each([
    ['a text', ['--help']],
    ['a report', ['system', 'info']],
    ['a document', ['system', 'info', '--format', 'json']],
  ])('says that the disk is full where %s is to be written, and exits with 5', (_what, words) => {
    const full = openSync('/dev/full', 'w');
    const stdio = ['ignore', full, 'pipe'] as const;
    const { status, stderr } = spawnSync(process.execPath, [program, ...words], {
      stdio: [...stdio],
      encoding: 'utf8',
    });
    closeSync(full);
    expect([status, stderr]).toEqual([5, expect.stringMatching(/could not be (written|saved).*space/i)]);
    expect(stderr).not.toContain('    at ');
  });
});

describe('an interruption', () => {
  /** A copy of what was built, with a command that says when it runs and then waits to be interrupted. */
  function startWaiting(whenInterrupted: string) {
    const folder = temporaryFolder({ 'package.json': '{ "version": "1.2.3", "type": "module" }' });
    cpSync(DIST, join(folder, 'dist'), { recursive: true });
    writeFileSync(
      join(folder, 'dist/src/commands/wait.js'),
      `export default { summary: 'Wait', examples: [], run: ({ signal, stdout }) => new Promise((resolve) => {
        const alive = setInterval(() => {}, 1000);
        signal.addEventListener('abort', () => { ${whenInterrupted} });
        stdout.write('ready');
      }) };`,
    );
    return spawn(process.execPath, [join(folder, 'dist/bin/tito.js'), 'wait']);
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('lets the command end in its own way: %s', async (signal) => {
    const child = startWaiting('clearInterval(alive); resolve(7);');
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([7, null]);
  });

  it('ends at once when it comes a second time', async () => {
    const child = startWaiting(`stdout.write('busy');`);
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    expect(await once(child, 'exit')).toEqual([130, null]);
  });
});
