import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from './context.ts';

/**
 * The whole command line: finds the command that the words name, runs it, and explains what went wrong.
 * Everything but the version is imported when it is needed, because start-up is paid on every call.
 *
 * @returns the exit code; never throws
 */
export async function main(context: Context): Promise<number> {
  try {
    const [first, second, third] = context.argv;
    if (first === '--version' || first === '-v') return print(context, [context.version]);
    const help = isHelp(context.argv) && builtHelp(context.root);
    if (help) return print(context, [help]);
    if (first === 'completion' && second === '--candidates' && third === '--') {
      const { candidates } = await import('./candidates.ts');
      return print(context, await candidates(context.argv.slice(3), context));
    }
    const { dispatch } = await import('./dispatch.ts');
    return await dispatch(context);
  } catch (error) {
    const { explain } = await import('./failure.ts');
    return explain(context, error);
  }
}

const isHelp = ([word, ...more]: readonly string[]): boolean =>
  more.length === 0 && (word === undefined || word === '--help' || word === '-h');

/** What `tito help` lays out, kept as a file by the build; null where tito runs from its sources. */
function builtHelp(root: string): string | null {
  const file = join(root, 'help.txt');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd() : null;
}

function print(context: Context, lines: readonly string[]): number {
  context.stdout.write(lines.map((line) => `${line}\n`).join(''));
  return 0;
}
