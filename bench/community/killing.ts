/** Whether `tito community serve` keeps what it acknowledged when it is killed. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { openSqliteStore } from '../../community/store/sqlite-store.ts';
import { type Random, seededRandom } from '../../src/analysis/random.ts';
import { builtTito } from '../run-node.ts';
import { ConnectionEnded, HttpConnection, requestText } from './http-connection.ts';
import { newMember } from './new-member.ts';
import { recount } from './recount.ts';
import { figure, type Row } from './row.ts';
import { savedRuns } from './saved-runs.ts';
import { serveTito } from './server-process.ts';

const JOINING = 24;
const SUBMITTING = 8;
const SEED = 3;
/** From the first answer to the kill, at least and at most. */
const DELAY_MS = [50, 500] as const;

/** What the server said it has. */
interface Acknowledged {
  /** Builder numbers by id of the member. */
  members: Map<string, number>;
  /** Ids of submissions. */
  submissions: Set<string>;
}

/**
 * @param folder an empty one
 * @param kills how often the server is killed; it goes on with the same file each time
 */
export async function killing(root: string, folder: string, kills: number): Promise<Row[]> {
  const tito = builtTito(root);
  const nextRun = numbered(await savedRuns(root, tito, folder));
  const file = join(folder, 'killed.sqlite');
  const acknowledged: Acknowledged = { members: new Map(), submissions: new Set() };
  const random = seededRandom(SEED);
  let found = 0;
  let differing = 0;
  for (let kill = 0; kill < kills; kill++) {
    await loadAndKill(tito, file, folder, acknowledged, nextRun, random);
    found = await present(file, acknowledged);
    differing += recount(file).length;
  }
  const { members, submissions } = acknowledged;
  return [
    figure({
      id: 'kill_acknowledged',
      title: `joins and submissions found after kill -9`,
      beside: `acknowledged: ${members.size} joins, ${submissions.size} submissions`,
      statistic: `after ${kills} kills`,
      unit: 'count',
      measured: found,
      control: members.size + submissions.size,
      compared: 'ratio',
      goal: { ratio_at_least: 1, ratio_at_most: 1 },
    }),
    figure({
      id: 'kill_recount',
      title: 'counters that differ from a recount after kill -9',
      beside: 'the same recount after one counter was changed by hand',
      statistic: `sum over ${kills} kills`,
      unit: 'count',
      measured: differing,
      control: recountOfChanged(file, folder),
      compared: 'difference',
      goal: { measured_at_most: 0 },
    }),
  ];
}

const numbered = <T>(make: (number: number) => T) => {
  let number = 0;
  return () => make(number++);
};

async function loadAndKill(
  tito: string,
  file: string,
  folder: string,
  acknowledged: Acknowledged,
  nextRun: () => Record<string, unknown>,
  random: Random,
) {
  const server = await serveTito(tito, file, folder);
  const { members, submissions } = acknowledged;
  const before = [members.size, submissions.size] as const;
  const clients = [
    ...Array.from({ length: JOINING }, () =>
      untilItEnds(server.port, (client) => joinOne(client, acknowledged)),
    ),
    ...Array.from({ length: SUBMITTING }, () =>
      untilItEnds(server.port, (client) => submitOne(client, acknowledged, nextRun())),
    ),
  ];
  // A client that is refused ends the wait as well.
  const all = Promise.all(clients);
  const both = async () => {
    while (members.size === before[0] || submissions.size === before[1]) await pause(2);
  };
  await Promise.race([both(), all]);
  const [least, most] = DELAY_MS;
  await pause(least + random.integer(most - least));
  server.child.kill('SIGKILL');
  await Promise.all([all, server.ended]);
}

/** Does one thing after the other until the server is gone. */
async function untilItEnds(port: number, work: (client: HttpConnection) => Promise<unknown>) {
  const client = await HttpConnection.open(port);
  try {
    for (;;) await work(client);
  } catch (cause) {
    if (!(cause instanceof ConnectionEnded)) throw cause;
  } finally {
    client.close();
  }
}

async function joinOne(client: HttpConnection, { members }: Acknowledged) {
  const { id, token, request } = newMember(members.size);
  const { builder_number } = await answerOf(client, request);
  members.set(id, Number(builder_number));
  return token;
}

/** Somebody joins and submits a run at once: nobody has used up a quota. */
async function submitOne(client: HttpConnection, acknowledged: Acknowledged, run: Record<string, unknown>) {
  const token = await joinOne(client, acknowledged);
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': token.slice(0, 32) };
  const request = requestText('POST', '/v1/submissions', headers, asAscii(JSON.stringify(run)));
  const { submission_id } = await answerOf(client, request);
  acknowledged.submissions.add(String(submission_id));
}

/** JSON allows every character to be written by its number. */
const asAscii = (json: string) =>
  json.replaceAll(/[\u0080-\uffff]/g, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);

async function answerOf(client: HttpConnection, request: string): Promise<Record<string, unknown>> {
  const { status, body } = await client.ask(request);
  if (status !== 200) throw new Error(`a request was answered with ${status}: ${body}`);
  return JSON.parse(body);
}

/** How many of those that were acknowledged are there, with the number and the document that they should have. */
async function present(file: string, { members, submissions }: Acknowledged): Promise<number> {
  const store = openSqliteStore(file);
  try {
    let count = 0;
    for (const [id, number] of members) if ((await store.member(id))?.number === number) count++;
    for (const id of submissions) if ((await store.submission(id)) && (await store.document(id))) count++;
    return count;
  } finally {
    await store.close();
  }
}

/**
 * What a recount finds where something is wrong.
 * @throws Error where it finds nothing
 */
function recountOfChanged(file: string, folder: string): number {
  const copy = join(folder, 'changed.sqlite');
  copyFileSync(file, copy);
  using database = new DatabaseSync(copy);
  database.exec(`UPDATE tally SET n = n + 1
    WHERE tally = 'members' AND scope_id = (SELECT id FROM scope WHERE kind = 'all')`);
  const found = recount(copy).length;
  if (found === 0) throw new Error('a recount does not see that a counter was changed');
  return found;
}
