import { readFile, stat } from 'node:fs/promises';
import { TitoError } from '../errors.ts';

/** Nobody writes more settings by hand. The parser's time grows with the square of the keys: this bounds it to seconds. */
const LARGEST_BYTES = 2 ** 16;

/** The content of a YAML (or JSON) file, and the line on which the value at a path stands. */
export interface YamlFile {
  /** Null where the file is empty. */
  value: unknown;
  /** Line of the deepest part of the path that is written in the file, counted from 1. */
  lineOf: (path: readonly string[]) => number;
}

/**
 * @param shown how messages call the file
 * @throws TitoError `unreadable_file`; `invalid_config` with line and column where the file is no YAML
 */
export async function readYaml(file: string, shown: string): Promise<YamlFile> {
  const text = await readText(file, shown);
  const line = readOneLine(text);
  if (line) return line;
  const { isMap, isScalar, isSeq, LineCounter, parseDocument } = await import('yaml');
  const counter = new LineCounter();
  const broken = (place: string, problem: string) =>
    new TitoError('invalid_config', { file: place, field: 'YAML', problem, expected: 'a well-formed file' });
  try {
    const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
    const [error] = document.errors;
    if (error) {
      const { line, col } = counter.linePos(error.pos[0]);
      throw broken(`${shown}:${line}:${col}`, `${error.message.trim()}.`);
    }
    // Aliases of aliases multiply; a hundred is far more than settings need.
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    const lineOf = (path: readonly string[]): number => {
      let node: unknown = document.contents;
      let offset = 0;
      for (const key of path) {
        if (isMap(node)) {
          const pair = node.items.find((each) => isScalar(each.key) && String(each.key.value) === key);
          if (!pair) break;
          offset = isScalar(pair.key) ? (pair.key.range?.[0] ?? offset) : offset;
          node = pair.value;
        } else if (isSeq(node)) {
          node = node.items[Number(key)];
          offset = isMap(node) || isScalar(node) ? (node.range?.[0] ?? offset) : offset;
        } else break;
      }
      return counter.linePos(offset).line;
    };
    return { value, lineOf };
  } catch (failure) {
    if (failure instanceof TitoError) throw failure;
    // Too many aliases, or nesting deeper than the parser's stack.
    throw broken(shown, `${failure instanceof Error ? failure.message : failure}.`);
  }
}

/**
 * JSON on one line, which is YAML too, without the parser: what ships with tito is built so, because loading the parser
 * takes longer than anything else on the way to a plan.
 */
function readOneLine(text: string): YamlFile | null {
  if (!/^\{[^\n]*\}\s*$/.test(text)) return null;
  try {
    return { value: JSON.parse(text), lineOf: () => 1 };
  } catch {
    return null;
  }
}

async function readText(file: string, shown: string): Promise<string> {
  const refuse = (reason: string, cause?: unknown) =>
    new TitoError('unreadable_file', { file: shown, reason }, cause);
  try {
    const { size } = await stat(file);
    if (size > LARGEST_BYTES) throw refuse(`it has ${size} bytes, more than the ${LARGEST_BYTES} allowed.`);
    return await readFile(file, 'utf8');
  } catch (failure) {
    if (failure instanceof TitoError) throw failure;
    throw refuse(failure instanceof Error ? failure.message : String(failure), failure);
  }
}
