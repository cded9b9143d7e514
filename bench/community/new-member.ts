import { randomBytes } from 'node:crypto';
import { requestText } from './http-connection.ts';

/** Somebody who is about to join. */
export interface NewMember {
  id: string;
  token: string;
  request: string;
}

const COUNTRIES = [
  { country: 'United States', country_code: 'US' },
  { country: 'India', country_code: 'IN' },
  { country: 'Brazil', country_code: 'BR' },
];
const INSTITUTIONS = 200;
const POOL_BYTES = 48 * 4096;

let pool = Buffer.alloc(0);
let drawn = 0;

/** Random bytes in hexadecimal, of which many are made at once. */
function hex(bytes: number): string {
  if (drawn + bytes > pool.length) [pool, drawn] = [randomBytes(POOL_BYTES), 0];
  drawn += bytes;
  return pool.toString('hex', drawn - bytes, drawn);
}

/** @param number decides what is not random: country, institution and progress */
export function newMember(number: number): NewMember {
  const [id, token] = [hex(16), hex(32)];
  const body = JSON.stringify({
    anonymous_id: id,
    timestamp: '2026-09-14T10:00:00.000Z',
    location: COUNTRIES[number % COUNTRIES.length],
    institution: { name: `University of Somewhere No. ${1 + (number % INSTITUTIONS)}`, type: 'university' },
    context: { course_type: 'university_course', cohort: 'Fall 2026', experience_level: 'beginner' },
    progress: {
      setup_verified: true,
      milestones_passed: number % 7,
      modules_completed: number % 21,
      capstone_score: null,
    },
    benchmarks: {},
  });
  return { id, token, request: requestText('PUT', '/v1/member', { authorization: `Bearer ${token}` }, body) };
}
