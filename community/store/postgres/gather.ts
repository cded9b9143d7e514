import { busy } from './failures.ts';

/** Answers to many questions of one kind, by the keys that were asked for. */
export type Load<Answer> = (keys: readonly string[]) => Promise<ReadonlyMap<string, Answer>>;

/** Statements of one kind that are under way at once, and the most that one of them asks for. */
const AT_ONCE = 2;
const MOST_KEYS = 500;

interface Asked<Answer> {
  promise: Promise<Answer | null>;
  resolve: (answer: Answer | null) => void;
  reject: (cause: unknown) => void;
}

/**
 * Questions of one kind that come at about the same time, asked together: under load, one statement answers dozens of
 * requests. Nothing is kept: who asks after something was written hears of it, since a question never joins a
 * statement that is under way.
 *
 * @param most_waiting keys that may wait to be asked for; who comes with another one is refused
 * @returns null where there is no answer to a key
 */
export function gathering<Answer>(
  load: Load<Answer>,
  most_waiting: number,
): (key: string) => Promise<Answer | null> {
  let waiting = new Map<string, Asked<Answer>>();
  let running = 0;
  let isScheduled = false;

  const run = async () => {
    isScheduled = false;
    if (running >= AT_ONCE || waiting.size === 0) return;
    const batch = waiting;
    waiting = new Map();
    for (const [key, asked] of [...batch].slice(MOST_KEYS)) {
      batch.delete(key);
      waiting.set(key, asked);
    }
    running++;
    try {
      const answers = await load([...batch.keys()]);
      for (const [key, { resolve }] of batch) resolve(answers.get(key) ?? null);
    } catch (cause) {
      for (const { reject } of batch.values()) reject(cause);
    }
    running--;
    schedule();
  };
  const schedule = () => {
    if (isScheduled || running >= AT_ONCE || waiting.size === 0) return;
    isScheduled = true;
    setImmediate(() => void run());
  };

  return (key) => {
    const present = waiting.get(key);
    if (present) return present.promise;
    if (waiting.size >= most_waiting) return Promise.reject(busy('too many wait for its database', 1));
    const asked = Promise.withResolvers<Answer | null>();
    waiting.set(key, asked);
    schedule();
    return asked.promise;
  };
}
