import type { Class } from '../../class-writes.ts';
import type { Member, Write } from '../../store.ts';
import type { StoredSubmission } from '../writes/rows.ts';
import { arrayOf, type Statement } from './statement.ts';
import { BEST, CLASS, MEMBER, SUBMISSION } from './tables.ts';
import type { Loaded, Sent, StoredBest, StoredBucket } from './working-set.ts';

type Rows = readonly Record<string, unknown>[];

/** What some writes have to read: the statements, and the rows from their answers. */
export interface Load {
  statements: Statement[];
  rows: (answers: readonly Rows[]) => Loaded;
}

/**
 * What the writes of a transaction are about. Members first, then buckets and classes, each in order and locked: of two servers
 * that write about the same one waits for the other here, and none of them for one that waits for it.
 */
export function loadFor(writes: readonly Write[]): Load {
  const wanted = wantedBy(writes);
  const statements: Statement[] = [];
  const answered = new Map<keyof Loaded, number[]>();
  const ask = (name: keyof Loaded, text: string, ...lists: (readonly string[])[]) => {
    if (lists.every((list) => list.length === 0)) return;
    answered.set(name, [...(answered.get(name) ?? []), statements.length]);
    statements.push({ text, values: lists.map(arrayOf) });
  };
  /** Of members by their ids and, where somebody asks for submissions, those whose they are. */
  const askOf = (name: keyof Loaded, text: (ids: string) => string, ids: readonly string[]) => {
    if (wanted.submissions.length === 0) ask(name, text('$1::text[]'), ids);
    else ask(name, text(OWNERS_TOO), ids, wanted.submissions);
  };
  // Before the members: who joins elsewhere in between would be the owner of a token, and no member.
  ask('owners', OWNERS, wanted.tokens);
  askOf('members', MEMBERS, wanted.members);
  ask('buckets', BUCKETS, wanted.buckets);
  askOf('bests', BESTS, wanted.scored);
  askOf('submissions', SUBMISSIONS, wanted.submitting);
  ask('submissions', SAME_SAMPLES, wanted.samples);
  ask('classes', CLASSES, wanted.classes);
  // Those whose submissions are about to be taken, or who come and go.
  ask('classes', CLASSES_OF, wanted.inClass);
  const { sent } = wanted;
  ask(
    'sent',
    SENT,
    ...(sent.length === 0 ? [] : [sent.map((each) => each.member_id), sent.map(({ key }) => key)]),
  );
  const rows = (answers: readonly Rows[]): Loaded => {
    const of = <T>(name: keyof Loaded) => (answered.get(name) ?? []).flatMap((i) => answers[i] ?? []) as T[];
    return {
      members: of<Member>('members'),
      owners: of('owners'),
      bests: of<StoredBest>('bests'),
      submissions: of<StoredSubmission>('submissions'),
      sent: of<Sent>('sent'),
      buckets: of<StoredBucket>('buckets'),
      classes: of<Class>('classes'),
    };
  };
  return { statements, rows };
}

const OWNERS_TOO = '$1::text[] || ARRAY(SELECT member_id FROM tito.submission WHERE id = ANY ($2::text[]))';
const MEMBERS = (ids: string) =>
  `SELECT ${MEMBER} FROM tito.member WHERE id = ANY (${ids}) ORDER BY id FOR UPDATE`;
const BUCKETS = 'SELECT key, level, at FROM tito.bucket WHERE key = ANY ($1::text[]) ORDER BY key FOR UPDATE';
const OWNERS = `
  SELECT token_sha256, id AS member_id FROM tito.member WHERE token_sha256 = ANY ($1::text[])
  UNION ALL SELECT token_sha256, member_id FROM tito.former_token WHERE token_sha256 = ANY ($1::text[])`;
const BESTS = (ids: string) => `SELECT ${BEST} FROM tito.best WHERE member_id = ANY (${ids})`;
const SUBMISSIONS = (ids: string) =>
  `SELECT ${SUBMISSION}, vouched FROM tito.submission WHERE member_id = ANY (${ids})`;
const SAME_SAMPLES = `
  SELECT ${SUBMISSION}, vouched FROM tito.submission WHERE samples_sha256 = ANY ($1::text[])`;
/** By whatever a class is known by. */
const CLASSES = `
  SELECT ${CLASS} FROM tito.class
  WHERE id = ANY ($1::text[]) OR code_sha256 = ANY ($1::text[]) OR admin_sha256 = ANY ($1::text[])
  ORDER BY id FOR UPDATE`;
const CLASSES_OF = `
  SELECT ${CLASS} FROM tito.class
  WHERE id IN (SELECT class_id FROM tito.member WHERE id = ANY ($1::text[]))`;
const SENT = `
  SELECT stored.member_id, stored.key, stored.request_sha256, stored.submission_id
  FROM tito.idempotency AS stored JOIN unnest($1::text[], $2::text[]) AS sent(member_id, key)
  ON stored.member_id = sent.member_id AND stored.key = sent.key`;

function wantedBy(writes: readonly Write[]) {
  const members = new Set<string>();
  /** Those whose bests and those whose submissions matter. */
  const scored = new Set<string>();
  const submitting = new Set<string>();
  const submissions = new Set<string>();
  const tokens = new Set<string>();
  const samples = new Set<string>();
  const buckets = new Set<string>();
  const classes = new Set<string>();
  const inClass = new Set<string>();
  const sent: { member_id: string; key: string }[] = [];
  for (const write of writes) {
    switch (write.kind) {
      case 'join':
        members.add(write.request.id);
        tokens.add(write.request.token_sha256);
        if (write.request.code_sha256) classes.add(write.request.code_sha256);
        break;
      case 'update':
        members.add(write.request.id);
        scored.add(write.request.id);
        if (write.request.code_sha256) classes.add(write.request.code_sha256);
        break;
      case 'leave':
        members.add(write.request.id);
        scored.add(write.request.id);
        submitting.add(write.request.id);
        break;
      case 'rotate':
        members.add(write.request.id);
        tokens.add(write.request.token_sha256);
        break;
      case 'submit': {
        const { member_id, samples_sha256 } = write.request.submission;
        for (const set of [members, scored, submitting, inClass]) set.add(member_id);
        samples.add(samples_sha256);
        sent.push({ member_id, key: write.request.key });
        break;
      }
      case 'review':
      case 'remove':
        submissions.add(write.request.submission_id);
        break;
      case 'appoint':
        break;
      case 'createClass': {
        const { id, code_sha256, admin_sha256 } = write.request;
        for (const each of [id, code_sha256, admin_sha256]) classes.add(each);
        break;
      }
      case 'changeClass':
        classes.add(write.request.id);
        if (write.request.change.code_sha256) classes.add(write.request.change.code_sha256);
        break;
      case 'expel':
        members.add(write.request.member_id);
        scored.add(write.request.member_id);
        break;
      case 'take':
        buckets.add(write.request.key);
        break;
      case 'purge':
        break;
    }
  }
  return {
    members: [...members],
    scored: [...scored],
    submitting: [...submitting],
    submissions: [...submissions],
    tokens: [...tokens],
    samples: [...samples],
    buckets: [...buckets],
    classes: [...classes],
    inClass: [...inClass],
    sent,
  };
}
