import { existsSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { TitoError } from '../../errors.ts';
import { defineTurnTakerKind } from '../../turn-contracts.ts';
import { FunctionIsolate } from '../isolates/function-isolate.ts';

const ENDINGS = ['.ts', '.js', '.mjs', '.mts'];
const HINT = 'Give a .ts, .js or .mjs file whose default export is defineBenchmark({ title, run, … }).';

export default defineTurnTakerKind({
  title: 'a function: a JavaScript or TypeScript file with defineBenchmark',
  shape: 'function',
  slice_ms: 0.5,
  // V8's last compiler takes calls of a millisecond 65 ms. Contenders warm up at the same time.
  warm_up_ms: 80,
  resolve: (argument, directory) => {
    const file = resolve(directory, argument);
    const refuse = (reason: string) =>
      new TitoError('subject_missing', { spec: `function:${argument}`, reason, hint: HINT });
    if (argument === '' || !existsSync(file)) throw refuse(`there is no file ${file}.`);
    if (!statSync(file).isFile() || !ENDINGS.includes(extname(file)))
      throw refuse(`${file} is no JavaScript or TypeScript file.`);
    return { kind: 'function', argument: file };
  },
  start: (spec, options) => FunctionIsolate.start(spec, options),
});
