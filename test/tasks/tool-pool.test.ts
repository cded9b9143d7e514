import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ToolFailure } from '../../src/tasks/run-command.ts';
import { ToolPool } from '../../src/tasks/tool-pool.ts';
import { REPOSITORY } from '../support/context.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const pools: ToolPool[] = [];
afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.close())));

/** A root with tools that leave a line in `log` for being loaded and for being run. */
function open(threads: number, ...ids: readonly string[]) {
  const log = join(temporaryFolder({ log: '' }), 'log');
  const tool = (id: string) => `import { appendFileSync } from 'node:fs';
    const say = (what: string) => appendFileSync(${JSON.stringify(log)}, what + ' ${id}\\n');
    say('loaded');
    export default { title: '${id}', analyse: () => { say('ran'); return '${id}'; } };`;
  const worker = `export * from ${JSON.stringify(join(REPOSITORY, 'src/tasks/isolates/tool-worker.ts'))};`;
  const root = temporaryFolder({
    'src/tasks/isolates/tool-worker.ts': worker,
    ...Object.fromEntries(ids.map((id) => [`src/tasks/tools/${id}.ts`, tool(id)])),
  });
  const pool = new ToolPool({ root, threads });
  pools.push(pool);
  return { pool, said: () => readFileSync(log, 'utf8').trimEnd().split('\n') };
}

describe('a pool that is prepared', () => {
  it('has loaded its tools in every thread, and run none', async () => {
    const { pool, said } = open(2, 'first', 'second');
    await pool.prepare(['first', 'second']);
    expect(said().sort()).toEqual(['loaded first', 'loaded first', 'loaded second', 'loaded second']);
    await Promise.all([pool.run('first', []), pool.run('first', [])]);
    expect(said().slice(4)).toEqual(['ran first', 'ran first']);
  });

  it('says what can not be loaded where it is used', async () => {
    const { pool } = open(1, 'first');
    await pool.prepare(['none', 'first']);
    const { output } = await pool.run('none', []);
    expect(output).toBeInstanceOf(ToolFailure);
    expect((await pool.run('first', [])).output).toBe('first');
  });

  it('starts no thread where no tool is needed', async () => {
    const { pool, said } = open(2, 'first');
    await pool.prepare([]);
    expect(said()).toEqual(['']);
  });
});
