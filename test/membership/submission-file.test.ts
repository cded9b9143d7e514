import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  readSubmission,
  removeSubmission,
  submissionFile,
  writeSubmission,
} from '../../src/membership/submission-file.ts';
import { asOrdinaryUser } from '../support/ordinary-user.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { memberOf } from './_member.ts';

const PATH = 'community/my_submission.json';

describe('my_submission.json', () => {
  it('comes back as it was written, readable for people', () => {
    const cwd = temporaryFolder();
    expect(writeSubmission(cwd, memberOf())).toBeNull();
    expect(readSubmission(cwd)).toEqual(memberOf());
    expect(readFileSync(join(cwd, PATH), 'utf8')).toMatch(/^\{\n {2}"anonymous_id"/);
  });

  it('may be missing', () => {
    expect(readSubmission(temporaryFolder())).toBeNull();
  });

  it('of a newer tito is read without what is unknown', () => {
    const cwd = temporaryFolder({ [PATH]: JSON.stringify({ ...memberOf(), planet: 'earth' }) });
    expect(readSubmission(cwd)).toEqual(memberOf());
  });

  it.each([
    ['empty', ''],
    ['cut off', JSON.stringify(memberOf()).slice(0, 90)],
    ['of another program', '{"anonymous_id": "abc123..."}'],
    ['a list', '[]'],
    ['huge', ' '.repeat(2 ** 21)],
  ])('that is %s is an error, and is not replaced', (_name, text) => {
    const cwd = temporaryFolder({ [PATH]: text });
    expect(() => readSubmission(cwd)).toThrow(expect.objectContaining({ code: 'corrupt_membership' }));
    expect(writeSubmission(cwd, memberOf())).toMatch(/left as it is/);
    expect(() => removeSubmission(cwd, memberOf().anonymous_id)).toThrow();
    expect(readFileSync(join(cwd, PATH), 'utf8')).toBe(text);
  });

  it('that can not be written is a warning', async () => {
    const cwd = temporaryFolder();
    chmodSync(cwd, 0o555);
    const warning = await asOrdinaryUser([cwd], () => writeSubmission(cwd, memberOf()));
    expect(warning).toMatch(/could not be written: EACCES/);
    chmodSync(cwd, 0o755);
  });

  it('is a warning where a file stands in its folder’s place', () => {
    const cwd = temporaryFolder({ community: 'mine' });
    expect(writeSubmission(cwd, memberOf())).toMatch(/my_submission.json could not be written: E/);
    expect(readFileSync(join(cwd, 'community'), 'utf8')).toBe('mine');
  });
});

describe('leaving', () => {
  it('removes it, and the folder that was made for it', () => {
    const cwd = temporaryFolder();
    writeSubmission(cwd, memberOf());
    expect(removeSubmission(cwd, memberOf().anonymous_id)).toBe(submissionFile(cwd));
    expect(existsSync(join(cwd, 'community'))).toBe(false);
    expect(removeSubmission(cwd, memberOf().anonymous_id)).toBeNull();
  });

  it('keeps what else is in the folder', () => {
    const cwd = temporaryFolder();
    mkdirSync(dirname(submissionFile(cwd)));
    writeFileSync(join(cwd, 'community', 'notes.txt'), 'mine');
    writeSubmission(cwd, memberOf());
    removeSubmission(cwd, memberOf().anonymous_id);
    expect(readFileSync(join(cwd, 'community', 'notes.txt'), 'utf8')).toBe('mine');
  });

  it('keeps that of another member', () => {
    const cwd = temporaryFolder();
    writeSubmission(cwd, memberOf());
    expect(removeSubmission(cwd, 'f'.repeat(32))).toBeNull();
    expect(readSubmission(cwd)).toEqual(memberOf());
  });
});
