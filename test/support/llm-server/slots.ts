/** Answers are made a few at a time, the others wait in order of arrival. */
export interface Slots {
  /** Resolves with a function that gives the slot back; null where too many wait already. */
  take: () => Promise<() => void> | null;
}

export function openSlots(count: number, longest_queue: number): Slots {
  let taken = 0;
  const waiting: (() => void)[] = [];
  const giveBack = () => {
    const next = waiting.shift();
    if (next) next();
    else taken -= 1;
  };
  const once = () => {
    let isBack = false;
    return () => {
      if (!isBack) giveBack();
      isBack = true;
    };
  };
  return {
    take: () => {
      if (taken < count) {
        taken += 1;
        return Promise.resolve(once());
      }
      if (waiting.length >= longest_queue) return null;
      return new Promise((resolve) => waiting.push(() => resolve(once())));
    },
  };
}
