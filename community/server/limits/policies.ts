export type Cost = 'read' | 'write';

/** A bucket of tokens: it holds `capacity` and refills steadily; a request takes one. */
export interface Policy {
  capacity: number;
  per_second: number;
}

export interface Policies {
  member: Record<Cost, Policy>;
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

/** @param reads_per_minute requests that read, of one member; the other limits follow from it */
export const policiesFor = (reads_per_minute: number): Policies => ({
  member: {
    read: perMinute(reads_per_minute),
    write: perMinute(reads_per_minute / READS_PER_WRITE),
  },
  address: {
    read: perMinute(reads_per_minute * MEMBERS_PER_ADDRESS),
    write: perMinute((reads_per_minute * MEMBERS_PER_ADDRESS) / READS_PER_WRITE),
  },
});
