import { resolve } from 'node:path';
import { systemReason, TitoError } from '../errors.ts';
import { exposureOf, readBounded } from './private-file.ts';

const MOST_BYTES = 4096;
const TOKEN = /^[0-9a-f]{64}$/;

/** Where a registry's admin token comes from: never a word of the command line, which others can list. */
export interface AdminTokenSource {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Id of the user; null where the system has none (Windows). */
  user: number | null;
  /** A file with the token in its first line; `TITO_ADMIN_TOKEN` where it is not said. */
  file: string | undefined;
}

/**
 * The admin token of a registry, as `tito community admin-token` printed it.
 * @returns null where none is given; a warning where others may read the file
 * @throws TitoError `admin_token_unusable`, which never quotes it
 */
export function readAdminToken({ cwd, env, user, file }: AdminTokenSource): {
  token: string | null;
  warning: string | null;
} {
  if (file === undefined) {
    const given = env.TITO_ADMIN_TOKEN?.trim() ?? '';
    return { token: given === '' ? null : checked(given, 'TITO_ADMIN_TOKEN'), warning: null };
  }
  const path = resolve(cwd, file);
  const text = textOf(path);
  const [line = ''] = text.split(/\r?\n/, 1);
  const warning =
    exposureOf(path, user) === null ? null : `Others on this machine may open ${file}: chmod 600.`;
  return { token: checked(line.trim(), file), warning };
}

function textOf(path: string): string {
  const unusable = (problem: string, cause?: unknown) =>
    new TitoError('admin_token_unusable', { where: path, problem }, cause);
  let text: string | null;
  try {
    text = readBounded(path, MOST_BYTES);
  } catch (cause) {
    throw unusable(systemReason(cause), cause);
  }
  if (text === null) throw unusable('there is no such file');
  return text;
}

function checked(word: string, where: string): string {
  const token = word.toLowerCase();
  if (TOKEN.test(token)) return token;
  throw new TitoError('admin_token_unusable', { where, problem: 'it is not 64 hexadecimal digits' });
}
