import { groupAlike } from './alike.ts';
import { findFlaws } from './line-rules.ts';
import type { Material } from './material.ts';
import { labelOf } from './notes.ts';
import { findChange } from './smells.ts';
import * as structure from './structure.ts';

type Fields = Readonly<Record<string, unknown>>;
type Skill = (material: Material, example: unknown) => unknown;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const firstItem = (example: unknown): Fields => {
  const first: unknown = Array.isArray(example) ? example[0] : null;
  return isFields(first) ? first : {};
};

/** Weaknesses by line, or changes by function where the example asks for a `change`, whose choices it lists. */
const findings: Skill = (material, example) => {
  const item = firstItem(example);
  if (typeof item.change !== 'string') {
    const { flaws } = material.notes;
    return flaws.length > 0 ? flaws : findFlaws(material.files);
  }
  const changes = item.change.split(/\s*(?:\||,|\bor\b)\s*/);
  return material.functions.flatMap((each) => {
    const change = findChange(each, changes);
    return change === undefined
      ? []
      : [{ file: each.file, function: each.name, line: each.first_line, change }];
  });
};

/** A tool's blocks of functions where it printed some; otherwise what looks alike. */
const groups: Skill = ({ notes, functions }) => {
  const blocks = notes.blocks.filter((block) => block.length > 1);
  const found = blocks.length > 0 ? blocks : groupAlike(functions);
  return found.map((members) => ({ members: members.map(({ file, name }) => ({ file, function: name })) }));
};

const functions: Skill = (material, example) => {
  const names = structure.measured(material).map(({ name }) => name);
  return Array.isArray(example) ? names : names.length;
};

const count = (names: readonly string[], example: unknown): unknown =>
  Array.isArray(example) ? names : names.length;

/** What the analyst has an idea of, by the name of the answer's field. */
const SKILLS = new Map<string, Skill>([
  ['findings', findings],
  ['groups', groups],
  ['functions', functions],
  ['functions_by_file', structure.functionsByFile],
  ['classes', (material, example) => count(structure.classesOf(material), example)],
  ['entry_points', (material) => structure.roots(material).entries],
  ['dead_modules', (material) => structure.roots(material).dead],
  ['cycles', structure.mutualImports],
  ['dependencies', (material) => structure.edgesOf(material).map(({ from, to }) => `${from} -> ${to}`)],
  ['most_imported', structure.mostImported],
  ['files_by_language', structure.filesByLanguage],
  ['most_complex_function', structure.mostComplex],
  ['largest_file', structure.largestFile],
  ['external_packages', ({ packages }) => packages],
  ['graph_functions', structure.decorated],
  ['raises', structure.raising],
  ['numerical_risks', structure.numericalRisks],
  ['risk_level', (material) => (findFlaws(material.files).length > 2 ? 'HIGH' : 'LOW')],
]);

/** The example's value with nothing in it. */
function emptied(example: unknown): unknown {
  if (Array.isArray(example)) return [];
  if (isFields(example)) return {};
  return typeof example === 'number' ? 0 : '';
}

/** A list that the prompt itself gives under the field's name; arrows are read as edges. */
function labelled({ notes }: Material, name: string, example: unknown): unknown {
  const items = Array.isArray(example) ? notes.labelled.get(labelOf(name)) : undefined;
  const isPlain = items?.every((item) => !item.includes('->'));
  return isPlain && items && items.length > 0 ? items : undefined;
}

/** Answers each field of the example: by what the prompt says of it, by what the code looks like, or by nothing. */
export function fillAnswer(material: Material): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(material.example ?? { findings: [] }).map(([name, example]) => [
      name,
      labelled(material, name, example) ?? SKILLS.get(name)?.(material, example) ?? emptied(example),
    ]),
  );
}
