import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { defineSubjectKind } from '../../contracts.ts';
import { TitoError } from '../../errors.ts';

const PACKAGE = 'tinytorch';
const HINT =
  "Give the folder that contains tinytorch/ (python:DIR), or a file with the operations' functions (python:FILE.py).";

const CAPSTONE = 'capstone.py';
const CAPSTONE_HINT = `Write one with 'tito benchmark capstone --init python', or name a file with baseline(data) and optimized(data, baseline): python:FILE.py.`;

const isPackage = (folder: string) =>
  existsSync(join(folder, '__init__.py')) || existsSync(join(folder, 'core'));

/** The nearest folder, at or above the given one, that contains a TinyTorch package. */
function findPackage(directory: string): string | null {
  if (isPackage(join(directory, PACKAGE))) return directory;
  const parent = dirname(directory);
  return parent === directory ? null : findPackage(parent);
}

/** A capstone beside the nearest package, or in the folder itself. */
function findCapstone(directory: string): string | null {
  const folders = [findPackage(directory), directory].filter((folder) => folder !== null);
  return folders.map((folder) => join(folder, CAPSTONE)).find((file) => existsSync(file)) ?? null;
}

/** @throws TitoError `subject_missing` */
function locateCapstone(argument: string, directory: string): string {
  const path = resolve(directory, argument);
  const refuse = (reason: string) =>
    new TitoError('subject_missing', { spec: `python:${argument}`, reason, hint: CAPSTONE_HINT });
  if (argument === '') throw refuse('no folder and no file is named.');
  if (!existsSync(path)) throw refuse(`${path} does not exist.`);
  if (statSync(path).isFile()) {
    if (path.endsWith('.py')) return path;
    throw refuse(`${path} is not a .py file.`);
  }
  const folder = basename(path) === PACKAGE && isPackage(path) ? dirname(path) : path;
  const file = join(folder, CAPSTONE);
  if (existsSync(file)) return file;
  throw refuse(`${folder} contains no ${CAPSTONE}.`);
}

/** @throws TitoError `subject_missing` */
function locate(argument: string, directory: string): string {
  const path = resolve(directory, argument);
  const refuse = (reason: string) =>
    new TitoError('subject_missing', { spec: `python:${argument}`, reason, hint: HINT });
  if (argument === '') throw refuse('no folder and no file is named.');
  if (!existsSync(path)) throw refuse(`${path} does not exist.`);
  if (statSync(path).isFile()) {
    if (path.endsWith('.py')) return path;
    throw refuse(`${path} is not a .py file.`);
  }
  if (isPackage(join(path, PACKAGE))) return path;
  if (basename(path) === PACKAGE && isPackage(path)) return dirname(path);
  throw refuse(`${path} contains no ${PACKAGE}/ with an __init__.py or a core/ folder.`);
}

export default defineSubjectKind({
  title: 'a TinyTorch package, or a Python file with functions',
  precedence: 10,
  // A turn costs a round trip between processes, about 0.1 ms.
  slice_ms: 2,
  // CPython up to 3.12 does not compile; caches and the specialising interpreter settle within milliseconds.
  warm_up_ms: 30,
  find: (directory) => findPackage(resolve(directory)),
  resolve: (argument, directory) => ({ kind: 'python', argument: locate(argument, directory) }),
  start: async (spec, options) => {
    const { startBridge } = await import('../isolates/bridge-isolate.ts');
    return startBridge(spec, options);
  },
  capstone: {
    find: (directory) => findCapstone(resolve(directory)),
    resolve: (argument, directory) => ({ kind: 'python', argument: locateCapstone(argument, directory) }),
    start: async (spec, options) => {
      const { startPythonModels } = await import('../isolates/python-models.ts');
      return startPythonModels(spec, options);
    },
  },
});
