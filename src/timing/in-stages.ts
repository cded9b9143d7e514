/** What is done to one thing after the other, in this order of its own. */
export type Stage = (index: number) => Promise<void>;

/**
 * Takes things through stages: all of them through the first, then all through the second, and only one at a time, until
 * somebody is in a hurry. From then on each goes its own way, and waits for nothing but its own stages. Once one fails,
 * nothing more is begun.
 *
 * @param order of the things, by index: what comes first meets another heap and another machine
 * @param isHurried settles, either way, when everything may be done at the same time
 * @throws what the first to fail failed with, after all that was begun has ended
 */
export async function inStages(
  order: readonly number[],
  stages: readonly Stage[],
  isHurried: Promise<unknown>,
): Promise<void> {
  const hurry = Promise.allSettled([isHurried]);
  const ended = stages.map(() => order.map(() => Promise.withResolvers<void>()));
  let failure: { cause: unknown } | undefined;
  const take = async (index: number, place: number) => {
    for (const [s, stage] of stages.entries()) {
      const before = place > 0 ? ended[s]?.[place - 1] : ended[s - 1]?.at(-1);
      await Promise.race([hurry, before?.promise]);
      try {
        if (failure === undefined) await stage(index);
      } catch (cause) {
        failure ??= { cause };
      } finally {
        ended[s]?.[place]?.resolve();
      }
    }
  };
  await Promise.all(order.map(take));
  if (failure !== undefined) throw failure.cause;
}
