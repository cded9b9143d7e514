import { closeSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import type { Context } from '../cli/context.ts';
import { nearest } from '../discovery/load.ts';
import { EXIT, systemReason, TitoError } from '../errors.ts';
import python from '../timing/subjects/python.ts';

/** A file that a capstone can begin with. It works as it is. */
export interface StartingFile {
  /** Name of its folder in `starters/`: the language that is asked for. */
  id: string;
  file: string;
  /** What it is called beside the user's code, where it is found again by that name. */
  name: string;
}

/** Everything in `starters/<language>/`, one file each. */
export function listStartingFiles(root: string): StartingFile[] {
  const folder = join(root, 'starters');
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: id }) => {
      const files = readdirSync(join(folder, id), { withFileTypes: true }).filter((entry) => entry.isFile());
      const [name] = files.map((entry) => entry.name).filter((each) => !/^[._]/.test(each));
      return name === undefined ? [] : [{ id, name, file: join(folder, id, name) }];
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * `tito benchmark capstone --init`: writes a starting file beside the user's code and says what to type next. Python's
 * goes beside the nearest `tinytorch/`, in the working directory or above; every other one into the working directory.
 *
 * @param choice folder's name in `starters/`
 * @returns exit code 0
 * @throws TitoError `unknown_id`, `file_exists` (nothing is ever overwritten), `not_saved`
 */
export async function initCapstone(context: Context, choice: string): Promise<number> {
  const starting = pick(choice, listStartingFiles(context.root));
  const isPython = extname(starting.name) === '.py';
  const framework = python.find(context.cwd);
  const file = join((isPython ? framework : null) ?? context.cwd, starting.name);
  writeNew(file, starting);
  const lines = [`Wrote ${relative(context.cwd, file)}: a baseline and an optimised model that both work.`];
  if (isPython && framework === null) {
    lines.push('It imports tinytorch, which is neither here nor above: put tinytorch/ beside it.');
  }
  // A framework in Python is taken before a file in TypeScript, unless that is named.
  const isOvershadowed = !isPython && framework !== null;
  const spec = isOvershadowed ? ` --subject module:${starting.name}` : '';
  context.stderr.write(`${lines.join('\n')}\nMeasure them now: tito benchmark capstone${spec}\n`);
  return EXIT.done;
}

function pick(id: string, known: readonly StartingFile[]): StartingFile {
  const hit = known.find((each) => each.id === id);
  if (hit) return hit;
  const ids = known.map((each) => each.id);
  throw new TitoError('unknown_id', {
    kind: 'starting file',
    id,
    suggestion: nearest(id, ids),
    known: ids.join(', '),
  });
}

/** Creates the file as a whole or not at all; the system itself refuses where something of that name is there already. */
function writeNew(file: string, starting: StartingFile): void {
  const text = readFileSync(starting.file, 'utf8');
  const handle = create(file, starting);
  try {
    writeFileSync(handle, text);
  } catch (cause) {
    rmSync(file, { force: true });
    throw notSaved(file, cause);
  } finally {
    closeSync(handle);
  }
}

function create(file: string, starting: StartingFile): number {
  try {
    return openSync(file, 'wx');
  } catch (cause) {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    if (!isThere) throw notSaved(file, cause);
    const hint = `Rename it first, or take what you need from ${starting.file}.`;
    throw new TitoError('file_exists', { file, hint }, cause);
  }
}

const notSaved = (file: string, cause: unknown) =>
  new TitoError(
    'not_saved',
    {
      what: 'The starting file',
      file,
      reason: systemReason(cause),
      hint: 'Free some space, or go to a folder you may write to.',
    },
    cause,
  );
