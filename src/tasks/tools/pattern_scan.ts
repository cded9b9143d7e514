import { defineTool, type SourceFile } from '../../task-contracts.ts';
import { byPath } from '../parse/by-path.ts';
import { definitionsOf } from '../parse/functions.ts';
import { parse, type Syntax, type SyntaxNode } from '../parse/syntax.ts';
import { ancestors } from '../parse/walk.ts';
import { type Candidate, candidatesIn, functionGroups } from './clones/functions.ts';
import { type CloneGroup, withoutNested } from './clones/groups.ts';
import { ShapeNumbers } from './clones/similar-pairs.ts';
import { Windows } from './clones/statements.ts';

/** Name of the nearest named function around a node. */
function functionNames(syntax: Syntax): Map<SyntaxNode, string> {
  return new Map(definitionsOf(syntax).map(({ node, name }) => [node, name]));
}

function render(group: CloneGroup, number: number): string[] {
  const { likeness, unit, members } = group;
  const head = `group ${number}: ${likeness}, ${members.length} ${unit === 'functions' ? 'functions' : 'runs of statements'}`;
  return [head, ...members.map((each) => `  ${each.path}:${each.first_line}-${each.last_line} ${each.name}`)];
}

export default defineTool({
  title: 'Copied code: equal, renamed and nearly equal functions and runs of statements',
  analyse: (files: readonly SourceFile[]) => {
    const numbers = new ShapeNumbers();
    const windows = new Windows();
    const candidates: Candidate[] = [];
    const skipped: string[] = [];
    const names = new Map<Syntax, Map<SyntaxNode, string>>();
    for (const file of byPath(files)) {
      const parsed = parse(file);
      if (!parsed) continue;
      if ('reason' in parsed) {
        skipped.push(`not scanned: ${file.path} (${parsed.reason})`);
        continue;
      }
      const { syntax } = parsed;
      names.set(syntax, functionNames(syntax));
      candidates.push(...candidatesIn(syntax, numbers));
      windows.add(syntax);
    }
    const nameOf = (syntax: Syntax, node: SyntaxNode): string => {
      for (const above of ancestors(node)) {
        const name = names.get(syntax)?.get(above);
        if (name !== undefined) return name;
      }
      return '(top level)';
    };
    const groups = withoutNested([...functionGroups(candidates), ...windows.groups(nameOf)]);
    const head = `${groups.length} groups of copied code in ${names.size} files`;
    return [head, ...groups.flatMap((group, index) => render(group, index + 1)), ...skipped].join('\n');
  },
});
