import { type FunctionText, withoutTexts } from './functions.ts';

/** Shorter functions are alike by chance. */
const FEWEST_LINES = 5;
/** Share of two functions' lines that has to be common. */
const ALIKE = 0.8;
/** More pairs than these are not compared line by line. */
const MOST_FUNCTIONS = 400;

const KEYWORDS = new Set(
  'if else elif for while return try except catch finally with as in of new await async throw raise const let def function not and or import from'.split(
    ' ',
  ),
);

/** A line with its names, numbers and texts made alike. */
const shapeOf = (line: string): string =>
  withoutTexts(line)
    .replaceAll(/[A-Za-z_]\w*/g, (word) => (KEYWORDS.has(word) ? word : 'x'))
    .replaceAll(/\b\d[\d_.]*\b/g, '0')
    .replaceAll(/\s+/g, '');

/**
 * Functions of which the lines are the same but for names, numbers and texts, in groups of two and more: twice the
 * common lines, order left out, over the lines of both is 0.8 or more.
 */
export function groupAlike(functions: readonly FunctionText[]): FunctionText[][] {
  const shapes = functions
    .map((each) => ({
      each,
      lines: each.lines
        .slice(1)
        .map(shapeOf)
        .filter((line) => line !== ''),
    }))
    .filter(({ lines }) => lines.length >= FEWEST_LINES)
    .slice(0, MOST_FUNCTIONS);
  const groups: (typeof shapes)[] = [];
  for (const shape of shapes) {
    const group = groups.find((members) =>
      members.some((member) => likeness(member.lines, shape.lines) >= ALIKE),
    );
    if (group) group.push(shape);
    else groups.push([shape]);
  }
  return groups.filter((group) => group.length > 1).map((group) => group.map(({ each }) => each));
}

/** Dice's coefficient of two bags of lines (Dice 1945, "Measures of the amount of ecologic association between species"). */
function likeness(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of a) left.set(line, (left.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of b) {
    const count = left.get(line) ?? 0;
    if (count > 0) common++;
    left.set(line, count - 1);
  }
  return (2 * common) / (a.length + b.length);
}
