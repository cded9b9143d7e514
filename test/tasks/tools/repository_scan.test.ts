import { describe, expect, it } from 'vitest';
import repositoryScan from '../../../src/tasks/tools/repository_scan.ts';
import { HOSTILE_FILES } from './hostile-files.ts';

const filesOf = (texts: Record<string, string>) =>
  Object.entries(texts).map(([path, text]) => ({ path, text }));
const scan = (texts: Record<string, string>) => repositoryScan.analyse(filesOf(texts));

describe('repository_scan', () => {
  it('follows imports of TypeScript: endings, folders, `.js` for `.ts`, dynamic and re-exporting ones', () => {
    const output = scan({
      'src/main.ts':
        "import './a'; import { b } from './b.js'; await import('../lib'); export * from './c.ts';",
      'src/a.tsx': '',
      'src/b.ts': "import 'react'; import x from '@scope/pack/sub'; import 'node:fs'; import 'fs/promises';",
      'src/c.ts': "const d = require('./d');",
      'src/d.js': '',
      'lib/index.ts': '',
    });
    expect(output).toContain(
      '  src/c.ts -> src/d.js\n  src/main.ts -> lib/index.ts src/a.tsx src/b.ts src/c.ts',
    );
    expect(output).toContain('packages: @scope/pack, react\n');
    expect(output).toContain('dead modules: none');
  });

  it('follows imports of Python: packages, relative ones, modules taken from a package', () => {
    const output = scan({
      'shop/__init__.py': '',
      'shop/cart.py': 'from . import prices\nfrom .prices import VAT\nimport numpy as np, os.path\n',
      'shop/prices.py': 'from shop.deep.rates import RATE\n',
      'shop/deep/__init__.py': '',
      'shop/deep/rates.py': 'from ..cart import total\nfrom shop import missing\n',
      'run.py': 'import shop.cart\nif __name__ == "__main__":\n    shop.cart.main()\n',
    });
    expect(output).toContain(
      [
        '  run.py -> shop/cart.py',
        '  shop/cart.py -> shop/prices.py',
        '  shop/deep/rates.py -> shop/__init__.py shop/cart.py',
        '  shop/prices.py -> shop/deep/rates.py',
      ].join('\n'),
    );
    expect(output).toContain('cycle: shop/cart.py shop/deep/rates.py shop/prices.py');
    expect(output).toContain('packages: numpy\n');
    expect(output).toContain('entry points: run.py');
  });

  it('tells entry points from dead modules', () => {
    const output = scan({
      'server.js': "import './used.js';",
      'used.js': 'export const a = 1;',
      'tool.js': '#!/usr/bin/env node\nexport const b = 1;',
      'named.js': 'export const c = 1;',
      'package.json': '{ "bin": { "x": "./named.js" } }',
      'jobs/nightly.ts': "import { a } from '../used.js'; await run(a);",
      'forgotten.js': 'export const d = 1;',
      'used.test.js': "import './used.js';",
      'vite.config.ts': 'export default {};',
    });
    expect(output).toContain('entry points: jobs/nightly.ts, named.js, server.js, tool.js\n');
    expect(output).toContain('dead modules: forgotten.js\n');
    expect(output).toContain('most imported: used.js by 3');
  });

  it('counts files and lines by language', () => {
    expect(scan({ 'a.py': 'a\nb\n', 'b.py': '', 'c.ts': 'x', 'd.md': '\n\n' })).toContain(
      'languages: markdown 1 file 2 lines, python 2 files 2 lines, typescript 1 file 1 lines',
    );
  });

  it('says the same whatever the order of the files, and survives hostile ones', () => {
    const output = repositoryScan.analyse(HOSTILE_FILES);
    expect(repositoryScan.analyse([...HOSTILE_FILES].reverse())).toBe(output);
    expect(output).toContain('not read: deep.py (nested deeper than');
  });
});
