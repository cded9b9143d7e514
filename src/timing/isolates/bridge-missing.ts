import { existsSync, readdirSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import * as z from 'zod';
import { isBelow } from './is-below.ts';

/** Why an operation of a Python subject is not there, as the bridge reports it. */
export const missingReason = z.object({
  /** File that should hold it, below the subject's folder. */
  file: z.string(),
  /** Name that the file lacks, where the file itself could be imported. */
  symbol: z.string().optional(),
  /** Module that could not be found. */
  absent: z.string().nullish(),
  /** `Type: text` of the exception. */
  message: z.string().optional(),
  /** Files and lines that led to it, innermost last. */
  frames: z.array(z.tuple([z.string(), z.number().nullable()])).optional(),
});
export type MissingReason = z.infer<typeof missingReason>;

const PACKAGE = 'tinytorch';

/** Whether the code is there but raises when it is loaded, rather than not being built yet. */
export const isBroken = ({ symbol, absent, message = '' }: MissingReason): boolean =>
  !symbol && !absent && !message.startsWith('NotImplementedError');

/**
 * A sentence on why an operation is not there and what to do: build a module of the course, or install something.
 *
 * @param root the subject's folder
 * @param python the program that would need an absent package
 */
export function missingSentence(reason: MissingReason, root: string, python: string): string {
  const { file, symbol, absent } = reason;
  const inPackage = file.startsWith(`${PACKAGE}/`);
  if (symbol) {
    const build = inPackage ? ` yet: build ${courseModule(file, root)}.` : '.';
    return inPackage ? `${file} has no ${symbol}${build}` : `${file} has no function ${symbol}${build}`;
  }
  if (!absent) return `${innermostPlace(reason, root)} fails: ${reason.message}`;
  const absentFile = `${absent.replaceAll('.', '/')}.py`;
  if (inPackage && (absentFile === file || file.startsWith(`${absent.replaceAll('.', '/')}/`))) {
    return `${file} is not there: build ${courseModule(file, root)}.`;
  }
  if (absent.startsWith(`${PACKAGE}.`)) {
    return `${file} needs ${absentFile}, which is not there: build ${courseModule(absentFile, root)}.`;
  }
  return `${file} needs the Python module ${absent}: install it for ${python}.`;
}

/** The innermost of the subject's own lines that were being executed. */
function innermostPlace({ file, frames = [] }: MissingReason, root: string): string {
  const own = frames.findLast(([path]) => isBelow(path, root));
  if (!own) return file;
  const [path, line] = own;
  return `${relative(root, path).replaceAll(sep, '/')}, line ${line},`;
}

/** What the course calls an area, read from its folders: its generations number their modules differently. */
function courseModule(file: string, root: string): string {
  const area = basename(file, '.py');
  const folders = ['src', 'modules', join('modules', 'source')].map((name) => join(root, name));
  const title = folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).sort())
    .find((name) => /^\d+_/.test(name) && name.replace(/^\d+_/, '') === area);
  return title ? `module ${title.replace('_', ' (')})` : `the ${area} module`;
}
