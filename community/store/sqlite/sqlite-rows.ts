import { newMember } from '../changed-member.ts';
import type { Bucket } from '../token-bucket.ts';
import type { Rows } from '../writes/rows.ts';
import { classByCode, classByToken, classOf, saveClass } from './classes.ts';
import { bestsOfMember, insertMember, memberOf, ownerOfToken, saveBests, updateMember } from './members.ts';
import { noteModeration, saveAdminToken } from './moderation.ts';
import type { Statements } from './statements.ts';
import {
  deleteSubmission,
  insertSubmission,
  submissionBySamples,
  submissionOf,
  submissionsOfMember,
  submissionsOfSubject,
  usedOn,
} from './submissions.ts';

/** A retry that comes later finds its run by the samples. */
const KEY_AGE_MS = 30 * 86_400_000;

export interface SqliteRows extends Rows {
  /** Writes down how many numbers were given, once for the whole transaction. */
  saveNumbers: () => void;
}

/**
 * The rows as one transaction sees them.
 * @param onDelete hears of what is deleted and must not be found in the file any more
 */
export const sqliteRows = (db: Statements, onDelete: () => void): SqliteRows => ({
  ...numbered(db),
  member: (id) => memberOf(db, id),
  ownerOfToken: (token_sha256) => ownerOfToken(db, token_sha256),
  bests: (member_id) => bestsOfMember(db, member_id),
  submission: (id) => submissionOf(db, id),
  submissionBySamples: (samples_sha256) => submissionBySamples(db, samples_sha256),
  submissionsOf: (member_id) => submissionsOfMember(db, member_id),
  submissionsOfSubject: (subject) => submissionsOfSubject(db, subject),
  usedOn: (member_id, kind, day) => usedOn(db, member_id, kind, day),
  sentWith: (member_id, key) =>
    db.one(
      'SELECT request_sha256, submission_id FROM idempotency WHERE member_id = ? AND key = ?',
      ...[member_id, key],
    ),
  bucket: (key) => db.one<Bucket>('SELECT level, at FROM bucket WHERE key = ?', key),

  classOf: (id) => classOf(db, id),
  classByCode: (code_sha256) => classByCode(db, code_sha256),
  classByToken: (admin_sha256) => classByToken(db, admin_sha256),

  changeMember: (member) => updateMember(db, member),
  removeMember: ({ id }) => {
    onDelete();
    db.run('DELETE FROM member WHERE id = ?', id);
  },
  giveToken: ({ id, token_sha256: former }, token_sha256, former_until) => {
    db.run('DELETE FROM former_token WHERE token_sha256 = ?', token_sha256);
    db.run('UPDATE member SET token_sha256 = ? WHERE id = ?', token_sha256, id);
    db.run(
      'INSERT INTO former_token (token_sha256, member_id, until) VALUES (?, ?, ?)',
      ...[former, id, former_until],
    );
  },
  addSubmission: (submission, { document, key, request_sha256 }) => {
    insertSubmission(db, submission, document);
    db.run(
      'INSERT INTO idempotency (member_id, key, request_sha256, submission_id, at) VALUES (?, ?, ?, ?, ?)',
      ...[submission.member_id, key, request_sha256, submission.id, submission.received_at],
    );
  },
  setStatus: ({ id }, status, word) => {
    if (word === null) db.run('UPDATE submission SET status = ? WHERE id = ?', status, id);
    else
      db.run(
        'UPDATE submission SET status = ?, vouched = ?, reason = ? WHERE id = ?',
        ...[status, Number(word.vouched), word.reason, id],
      );
  },
  removeSubmission: (submission) => {
    onDelete();
    deleteSubmission(db, submission);
  },
  note: (done) => noteModeration(db, done),
  appoint: (admin_sha256) => saveAdminToken(db, admin_sha256),
  saveBests: (member_id, before, after) => saveBests(db, member_id, before, after),
  saveClass: (made) => saveClass(db, made),
  saveBucket: (key, { level, at }, full_at) => {
    db.run(
      `INSERT INTO bucket (key, level, at, full_at) VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET level = excluded.level, at = excluded.at, full_at = excluded.full_at`,
      ...[key, level, at, full_at],
    );
  },
  purge: (at) => {
    db.run('DELETE FROM idempotency WHERE at <= ?', at - KEY_AGE_MS);
    db.run('DELETE FROM former_token WHERE until <= ?', at);
    db.run('DELETE FROM bucket WHERE full_at <= ?', at);
  },
});

function numbered(db: Statements): Pick<SqliteRows, 'addMember' | 'saveNumbers'> {
  let last: number | null = null;
  const readLast = () => {
    const row = db.one<{ value: number }>("SELECT value FROM meta WHERE name = 'last_number'");
    if (!row) throw new Error('the number of the last member is missing');
    return row.value;
  };
  return {
    addMember: (request, class_id) => {
      last = (last ?? readLast()) + 1;
      const member = newMember(request, last, class_id);
      insertMember(db, member);
      return member;
    },
    saveNumbers: () => {
      if (last !== null) db.run("UPDATE meta SET value = ? WHERE name = 'last_number'", last);
    },
  };
}
