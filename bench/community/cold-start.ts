/** Time of the whole command `tito community stats`, with many members and with none. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { openSqliteStore } from '../../community/store/sqlite-store.ts';
import { interleave } from '../interleave.ts';
import { BARE, builtTito } from '../run-node.ts';
import { median } from './quantile.ts';
import type { RegistryFile } from './registry-files.ts';
import { figure, type Row } from './row.ts';

/** More that the command may take with many members than with none. */
const MOST_MORE_MS = 15;
/** Of a bare Node's time: every command's limit. */
const MOST_RATIO = 3;

/** @param folder an empty one */
export async function coldStart(
  root: string,
  many: RegistryFile,
  folder: string,
  rounds: number,
): Promise<Row[]> {
  const tito = builtTito(root);
  const empty = join(folder, 'empty.sqlite');
  await openSqliteStore(empty).close();
  const asking = (file: string) => [tito, 'community', 'stats', '--registry', file, '--format', 'json'];
  // A data folder of its own, so that nobody's membership is looked up.
  const env = { ...process.env, XDG_DATA_HOME: folder, HOME: folder };
  const time = (args: readonly string[]) => () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
    const taken = performance.now() - start;
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr.trim()}`);
    return taken;
  };
  const samples = await interleave(
    { many: time(asking(many.file)), empty: time(asking(empty)), bare: time(BARE) },
    rounds,
  );
  const members = many.members.toLocaleString('en');
  const common = {
    title: `cold \`tito community stats\`, ${members} members`,
    statistic: `median of ${rounds}, taking turns`,
    unit: 'ms',
    measured: median(samples('many')),
  } as const;
  return [
    figure({
      ...common,
      id: 'cold_stats_beside_empty',
      beside: 'the same with an empty registry',
      control: median(samples('empty')),
      compared: 'difference',
      goal: { difference_at_most: MOST_MORE_MS },
    }),
    figure({
      ...common,
      id: 'cold_stats_beside_node',
      beside: '`node -e 0`',
      control: median(samples('bare')),
      compared: 'ratio',
      goal: { ratio_at_most: MOST_RATIO },
    }),
  ];
}
