import type { Member } from './store.ts';

/** A class as it is stored: an instructor's own group, which members enter by a code. Times are ms since 1970. */
export interface Class {
  /** Key of its scope. */
  id: string;
  name: string;
  code_sha256: string;
  admin_sha256: string;
  created_at: number;
  /** When the present code was made. */
  code_at: number;
  /** Until when the code lets in; null for always. */
  expires_at: number | null;
  /** Until then nobody enters by the code and no submission of its members is accepted. */
  frozen_until: number | null;
}

/** That somebody was taken out of a class, and why; told to that member. */
export interface ClassRemoval {
  class_id: string;
  reason: string;
  at: number;
}

/**
 * Why a code does not let in. `removed`: the instructor took this member out while the code was the same; a new code
 * lets in again.
 */
export type ClassRefusal =
  | { kind: 'no_class'; why: 'unknown' }
  | { kind: 'no_class'; why: 'expired' | 'frozen' | 'removed'; class: Class; removal: ClassRemoval | null };

/** What changes classes and who is in them, beside `join` and `update`. */
export interface ClassWrites {
  createClass: {
    request: Class;
    /** `present`: the same instructor made it before; nothing is changed. `taken`: id, code or token is another one's. */
    outcome: { kind: 'created' | 'present'; class: Class } | { kind: 'taken' };
  };
  changeClass: {
    request: {
      id: string;
      change: Partial<Pick<Class, 'code_sha256' | 'code_at' | 'expires_at' | 'frozen_until'>>;
    };
    /** `taken`: the code is another class's. The code that the class has already is no new one. */
    outcome: { kind: 'changed'; class: Class } | { kind: 'taken' } | { kind: 'unknown' };
  };
  /** Takes a member out of a class, not out of the registry. */
  expel: {
    request: { class_id: string; member_id: string; reason: string; at: number };
    outcome: { kind: 'expelled'; member: Member } | { kind: 'unknown' };
  };
}
