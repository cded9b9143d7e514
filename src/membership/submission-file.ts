import { mkdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemReason, TitoError } from '../errors.ts';
import { type MemberDocument, memberDocument } from '../schema/community/member.ts';
import { writeAtomically } from '../storage/write-atomically.ts';
import { parseLoosely } from './parse-loosely.ts';
import { readBounded } from './private-file.ts';

const MOST_BYTES = 1024 * 1024;

/** What the user gives to the community, to be looked at. It holds no secret; the membership does not hang on it. */
export const submissionFile = (cwd: string): string => join(cwd, 'community', 'my_submission.json');

/**
 * The document as it stands in the working directory; null where there is none.
 * @throws TitoError `corrupt_membership`; the file is left as it is
 */
export function readSubmission(cwd: string): MemberDocument | null {
  const file = submissionFile(cwd);
  const corrupt = (reason: string, cause?: unknown) =>
    new TitoError('corrupt_membership', { file, reason }, cause);
  let text: string | null;
  try {
    text = readBounded(file, MOST_BYTES);
  } catch (cause) {
    throw corrupt(systemReason(cause), cause);
  }
  if (text === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw corrupt(`it is no JSON: ${(cause as SyntaxError).message}.`, cause);
  }
  const { data, problem } = parseLoosely(memberDocument, value);
  if (data === null) throw corrupt(`${problem}.`);
  return data;
}

/**
 * Writes the document as a whole or not at all. A folder that can't be written stops nothing: the registry has it.
 * @returns what went wrong, in a sentence; a file that can't be understood is not replaced
 */
export function writeSubmission(cwd: string, document: MemberDocument): string | null {
  const file = submissionFile(cwd);
  try {
    readSubmission(cwd);
    mkdirSync(dirname(file), { recursive: true });
    writeAtomically(file, `${JSON.stringify(document, null, 2)}\n`);
    return null;
  } catch (cause) {
    return cause instanceof TitoError
      ? `${cause.message} It was left as it is.`
      : `${file} could not be written: ${systemReason(cause)}`;
  }
}

/**
 * Removes the document of a member who leaves, and the folder where nothing else is in it.
 * @returns the file, or null where there was none of this member
 * @throws TitoError `corrupt_membership`; the system's error
 */
export function removeSubmission(cwd: string, anonymous_id: string): string | null {
  if (readSubmission(cwd)?.anonymous_id !== anonymous_id) return null;
  const file = submissionFile(cwd);
  rmSync(file, { force: true });
  try {
    rmdirSync(dirname(file));
  } catch {
    // There is more in it.
  }
  return file;
}
