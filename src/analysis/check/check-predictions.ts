import type { CapstoneRun, ModelId } from '../../schema/capstone-run.ts';
import { type Finding, refuse } from './finding.ts';

/**
 * A capstone's test set and predictions.
 * @param labels of the images that the generator draws from the file's seed; null where they can't be drawn again
 */
export function checkPredictions(run: CapstoneRun, labels: string | null): Finding[] {
  return [...checkLabels(run, labels), ...checkLengths(run), ...checkChanges(run), ...checkCounts(run)];
}

function checkLabels({ plan, test }: CapstoneRun, labels: string | null): Finding[] {
  if (!test) return [];
  const isSeen = plan.data.source === 'generated' && test.test_seed === plan.train_seed;
  const wrong = labels === null ? [] : [...test.labels].filter((label, i) => label !== labels[i]);
  const isDifferent = labels !== null && (wrong.length > 0 || labels.length !== test.labels.length);
  return [
    ...(isSeen
      ? [refuse('tested_on_training', 'test.test_seed', 'the test images are the training images')]
      : []),
    ...(isDifferent
      ? [
          refuse(
            'labels_differ',
            'test.labels',
            `${wrong.length} of ${test.labels.length} labels are not those of the images that the seed ${test.test_seed} draws`,
          ),
        ]
      : []),
  ];
}

/** All predictions with their paths. */
function predictionsOf({ models, blocks }: CapstoneRun) {
  const known = (path: string, id: ModelId, text: string | null) =>
    text === null ? [] : [{ path: `${path}.predictions`, id, text }];
  return [
    ...models.flatMap(({ id, predictions }, i) => known(`models[${i}]`, id, predictions)),
    ...blocks.flatMap(({ contenders }, b) =>
      contenders.flatMap(({ id, predictions }, c) => known(`blocks[${b}].contenders[${c}]`, id, predictions)),
    ),
  ];
}

function checkLengths(run: CapstoneRun): Finding[] {
  const count = run.plan.data.test_count;
  const texts = run.test
    ? [{ path: 'test.labels', text: run.test.labels }, ...predictionsOf(run)]
    : predictionsOf(run);
  return texts
    .filter(({ text }) => text.length !== count)
    .map(({ path, text }) =>
      refuse('wrong_count', path, `it has ${text.length} digits for ${count} test images`),
    );
}

/** What changed after the round trip can't be more than what is different; near ties are different and don't count. */
function checkChanges({ models, blocks }: CapstoneRun): Finding[] {
  return blocks.flatMap(({ contenders }, b) =>
    contenders.flatMap(({ id, predictions, changed }, c) => {
      const before = models.find((model) => model.id === id)?.predictions;
      if (before == null || predictions === null) return [];
      const different = [...predictions].filter((digit, i) => digit !== before[i]).length;
      const path = `blocks[${b}].contenders[${c}].changed`;
      if ((changed ?? 0) <= different) return [];
      return [refuse('wrong_count', path, `it says ${changed}; ${different} predictions are different`)];
    }),
  );
}

/** As many predictions as the slices claim were really compared. */
function checkCounts({ blocks }: CapstoneRun): Finding[] {
  return blocks.flatMap(({ phases }, b) =>
    phases.flatMap(({ batch, coins, contenders }, p) =>
      contenders.flatMap(({ id, calls_per_slice, predicted, changed }, c) => {
        const path = `blocks[${b}].phases[${p}].contenders[${c}]`;
        const claimed = coins.length * calls_per_slice * batch;
        const isModel = id !== 'yardstick';
        return [
          ...(isModel && predicted < claimed
            ? [
                refuse(
                  'wrong_count',
                  `${path}.predicted`,
                  `its slices claim ${claimed} predictions, ${predicted} were made`,
                ),
              ]
            : []),
          ...(changed > predicted
            ? [refuse('wrong_count', `${path}.changed`, `more changed than the ${predicted} that were made`)]
            : []),
        ];
      }),
    ),
  );
}
