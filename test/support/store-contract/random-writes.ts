import type { Outcome, Write } from '../../../community/store.ts';
import type { Random } from '../../../src/analysis/random.ts';
import { codeOf, hex, joining, makingClass, START, submitting } from './requests.ts';

/** Names as people write them, and the one key that the spellings of an institution share. */
const INSTITUTIONS: readonly (readonly [spelling: string, key: string])[] = [
  ['Harvard University', 'harvard university'],
  ['HARVARD UNIVERSITY', 'harvard university'],
  ['harvard  university.', 'harvard university'],
  ['ETH Zürich', 'eth zurich'],
  ['ETH Zurich', 'eth zurich'],
  ['eth-zürich', 'eth zurich'],
  ['東京大学', '東京大学'],
  ['Université de Montréal', 'universite de montreal'],
  ['Universite de Montreal', 'universite de montreal'],
  ["St. John's", 'st john s'],
  ['ST JOHN’S', 'st john s'],
  ...Array.from({ length: 40 }, (_, i) => [`College ${i}`, `college ${i}`] as const),
];
const KEYS = new Map(INSTITUTIONS);

export function keyOfInstitution(spelling: string): string {
  const key = KEYS.get(spelling);
  if (key === undefined) throw new Error(`no member wrote ${spelling}`);
  return key;
}

/** Few, so that codes are taken and classes are full. */
const CLASSES = 12;

/** Draws writes that make sense beside those before, and notes who was ever there. */
export class RandomWrites {
  readonly ids = new Set<string>();
  readonly #random: Random;
  readonly #present: string[] = [];
  readonly #submissions: string[] = [];
  /** Classes that members entered, the last of each. */
  readonly #classes = new Map<string, string>();
  #drawn = 0;
  #last: Write | null = null;

  constructor(random: Random) {
    this.#random = random;
  }

  next(): Write {
    this.#drawn += 1;
    // An answer was lost, and it is sent again.
    if (this.#last && this.#random.integer(40) === 0) return this.#last;
    this.#last = this.#draw();
    return this.#last;
  }

  #draw(): Write {
    const chance = this.#random.integer(100);
    if (chance < 22 || this.#present.length === 0) return this.#join();
    const id = this.#pick(this.#present);
    if (chance < 27) return this.#classWrite(id);
    if (chance < 50) return { kind: 'update', request: { id, at: this.#at(), change: this.#progress() } };
    if (chance < 62) return { kind: 'update', request: { id, at: this.#at(), change: this.#place() } };
    if (chance < 84) return this.#submit();
    if (chance < 94) return { kind: 'leave', request: { id } };
    if (this.#submissions.length === 0) return this.#join();
    const submission_id = this.#pick(this.#submissions);
    if (chance < 96) return { kind: 'remove', request: { submission_id, reason: 'odd', at: this.#at() } };
    const status = this.#random.coin() ? 'flagged' : 'unverified';
    return { kind: 'review', request: { submission_id, status, reason: null, at: this.#at() } };
  }

  /** What came of a write, so that later ones are mostly about what is there. */
  heard({ kind, request }: Write, outcome: Outcome): void {
    if (kind === 'join' && outcome.kind === 'joined') this.#present.push(request.id);
    if ('member' in outcome && outcome.member.class_id !== null)
      this.#classes.set(outcome.member.id, outcome.member.class_id);
    if (kind === 'submit' && outcome.kind === 'accepted') this.#submissions.push(request.submission.id);
    // One of ten stays, so that some writes are about a member who is not there any more.
    if (kind === 'leave' && this.#random.integer(10) > 0) {
      const i = this.#present.indexOf(request.id);
      if (i >= 0) this.#present.splice(i, 1);
    }
  }

  #join(): Write {
    const at = this.#at();
    // Some of them join again.
    const name = `member ${this.#random.integer(20) === 0 ? this.#random.integer(this.#drawn) : this.#drawn}`;
    const season = new Date(at).getUTCMonth() < 9 ? 'Fall 2026' : 'Spring 2027';
    const more = { joined_at: at, cohort: season, ...this.#place(), ...this.#progress() };
    const isOfClass = this.#random.integer(4) === 0;
    const request = joining(name, isOfClass ? { ...more, code_sha256: codeOf(this.#code()) } : more);
    this.ids.add(request.id);
    return { kind: 'join', request };
  }

  /** Classes are made, entered, left, frozen, given new codes; members are taken out of them. */
  #classWrite(id: string): Write {
    const name = `class ${this.#random.integer(CLASSES)}`;
    const code = this.#code();
    const at = this.#at();
    const { id: class_id, ...made } = makingClass(name, { created_at: at, code_at: at });
    const chance = this.#random.integer(20);
    if (chance < 2)
      return { kind: 'createClass', request: { id: class_id, ...made, code_sha256: codeOf(code) } };
    if (chance < 11)
      return { kind: 'update', request: { id, at, change: this.#progress(), code_sha256: codeOf(code) } };
    if (chance < 13) return { kind: 'update', request: { id, at, change: {}, code_sha256: null } };
    if (chance < 16) {
      // Of one who is, or was, in a class.
      const [member_id, of] = this.#pick([...this.#classes, [id, class_id] as const]);
      return { kind: 'expel', request: { class_id: of, member_id, reason: `reason ${at}`, at } };
    }
    const later = () => (this.#random.coin() ? at + this.#random.integer(300) * 6_000_000 : null);
    const change = [
      { code_sha256: codeOf(code), code_at: at },
      { frozen_until: later() },
      { expires_at: later() },
    ];
    return { kind: 'changeClass', request: { id: class_id, change: this.#pick(change) } };
  }

  #submit(): Write {
    const at = this.#at();
    const score = this.#score();
    const kind = this.#random.integer(3) === 0 ? 'baseline' : 'capstone';
    const track = () => (kind === 'capstone' ? this.#score() : null);
    const name = `${this.#random.integer(30) === 0 ? this.#random.integer(this.#drawn) : this.#drawn}`;
    const request = submitting('', name, {
      member_id: this.#pick(this.#present),
      kind,
      received_at: at,
      score,
      score_low: score === null ? null : Math.max(0, score - 3),
      score_high: score === null ? null : Math.min(100, score + 3),
      speed: track(),
      compression: track(),
      accuracy: track(),
      efficiency: track(),
      subject_sha256: hex(`code ${this.#random.integer(2)}`),
    });
    return { kind: 'submit', request: { ...request, quota: 5 } };
  }

  /** Half of them, or so, are some class's. */
  #code(): string {
    return `code ${this.#random.integer(2 * CLASSES)}`;
  }

  /** About two months pass; many things happen at the same moment. */
  #at(): number {
    return START + Math.floor(this.#drawn / 20) * 6_000_000;
  }

  #score(): number | null {
    return this.#random.integer(12) === 0 ? null : this.#random.integer(101);
  }

  #progress() {
    return { modules_completed: this.#random.integer(21), milestones_passed: this.#random.integer(7) };
  }

  #place() {
    const institution = this.#random.integer(4) === 0 ? null : (this.#pick(INSTITUTIONS)[0] ?? null);
    return {
      country: this.#pick(['DE', 'US', 'FR', 'JP', 'IN', null]),
      institution,
      institution_type: institution === null ? null : ('university' as const),
      course_type: this.#pick(['university_course', 'bootcamp', null] as const),
    };
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[this.#random.integer(items.length)];
    if (item === undefined) throw new Error('there is nothing to draw from');
    return item;
  }
}
