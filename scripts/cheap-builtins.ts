import type { Rolldown } from 'tsdown';

const IMPORT = /^import (.+) from "(node:[\w/]+)";$/gm;

/** Modules that cost 2 ms and more, whose functions are often imported and seldom called. Classes are not put off. */
const SELDOM_CALLED = [
  'node:child_process',
  'node:crypto',
  'node:fs/promises',
  'node:timers/promises',
  'node:v8',
];

/**
 * Takes Node's own modules with `process.getBuiltinModule` instead of `import`. An import reads every export of
 * the module, and so runs getters that load other parts of Node: `node:util`, `node:fs` and `node:events`
 * together cost 8 ms that way, a quarter of what an empty program takes; `node:process` opens all three streams.
 */
export function cheapBuiltins(): Rolldown.Plugin {
  return {
    name: 'cheap-builtins',
    renderChunk: (code) => ({ code: code.replace(IMPORT, (_all, names, id) => declarations(names, id)) }),
  };
}

/** What an import statement names (`all, { a, b as c }` or `* as all`), as declarations of constants. */
function declarations(names: string, id: string): string {
  const module = `globalThis.process.getBuiltinModule("${id}")`;
  const isLate = SELDOM_CALLED.includes(id);
  const part = (name: string) =>
    isLate && !/^[A-Z]|^constants$/.test(name)
      ? `(...args) => ${module}.${name}(...args)`
      : `${module}.${name}`;
  const [, all, some = ''] = names.match(/^(?:\* as )?([\w$]+)?(?:, )?(?:\{(.*)\})?$/) ?? [];
  const whole = all === undefined ? [] : [[all, isLate ? lateModule(module) : module]];
  const parts = some.split(',').flatMap((each) => {
    const [name = '', local = name] = each.trim().split(' as ');
    return name === '' ? [] : [[local, part(name)]];
  });
  return [...whole, ...parts].map(([name, value]) => `const ${name} = ${value};`).join(' ');
}

const lateModule = (module: string) => `new Proxy({}, { get: (_, name) => ${module}[name] })`;
