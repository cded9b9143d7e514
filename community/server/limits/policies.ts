/** What a request costs: `create` makes something that stays though nobody is a member for it. */
export type Cost = 'read' | 'write' | 'create';

/** A bucket of tokens: it holds `capacity` and refills steadily; a request takes one. */
export interface Policy {
  capacity: number;
  per_second: number;
}

export interface Policies {
  member: Record<Exclude<Cost, 'create'>, Policy>;
  address: Record<Cost, Policy>;
}

/** Requests a minute that read, of one member, where nothing else is said. */
export const READS_PER_MINUTE = 240;

/** Of each four requests one may write: a join, an update, a submission. */
const READS_PER_WRITE = 4;
/** Members who share an address: a class in one room goes out through one. */
const MEMBERS_PER_ADDRESS = 50;

const perMinute = (requests: number): Policy => ({
  capacity: Math.max(1, Math.ceil(requests)),
  per_second: requests / 60,
});

/** Classes that one address may make: a department's instructors in a week, and no flood of them. */
const CREATED_PER_HOUR = 10;
const CREATE: Policy = { capacity: CREATED_PER_HOUR, per_second: CREATED_PER_HOUR / 3600 };

/** @param reads_per_minute requests that read, of one member; the other limits follow from it */
export const policiesFor = (reads_per_minute: number): Policies => ({
  member: {
    read: perMinute(reads_per_minute),
    write: perMinute(reads_per_minute / READS_PER_WRITE),
  },
  address: {
    read: perMinute(reads_per_minute * MEMBERS_PER_ADDRESS),
    write: perMinute((reads_per_minute * MEMBERS_PER_ADDRESS) / READS_PER_WRITE),
    create: CREATE,
  },
});
