/** A process that writes to a store until it has done enough or is killed, and says what was acknowledged. */
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../community/store/sqlite-store.ts';
import type { Write } from '../../community/store.ts';
import { joining, submitting } from './store-contract/requests.ts';

const [file = '', name = '', count = '0'] = process.argv.slice(2);
const store = openSqliteStore(file, { busy_ms: 30_000 });
for (let i = 0; i < Number(count); i++) {
  const who = `${name} ${i}`;
  const { id } = joining(who);
  const writes: Write[] = [
    { kind: 'join', request: joining(who, { institution: `College ${i % 7}`, country: 'DE' }) },
    { kind: 'update', request: { id, at: Date.now(), change: { modules_completed: i % 20 } } },
    { kind: 'submit', request: submitting(who, who, { score: i % 101, speed: 50 }) },
  ];
  // One who joined earlier goes, so that rows are also deleted.
  if (i % 10 === 9) writes.push({ kind: 'leave', request: { id: joining(`${name} ${i - 5}`).id } });
  const outcomes = store.applyBatch(writes);
  writeSync(1, `${JSON.stringify({ who, outcomes: outcomes.map(({ kind }) => kind) })}\n`);
}
await store.close();
