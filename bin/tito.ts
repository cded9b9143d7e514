#!/usr/bin/env node
import type { Context, Sink } from '../src/cli/context.ts';
import { plainSink } from '../src/cli/plain-sink.ts';

// Up to the version check this has to parse and run on old versions of Node, hence the plain syntax.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 15)) {
  process.stderr.write(
    `tito needs Node.js 24.15 or newer, and this is ${process.version}.\n` +
      'Install a current one from https://nodejs.org (or with nvm, fnm or volta) and try again.\n',
  );
  process.exitCode = 5;
} else {
  void start();
}

async function start() {
  process.getBuiltinModule('node:module').enableCompileCache();
  const { main } = await import('../src/cli/main.ts');
  process.exitCode = await main(createContext());
}

function createContext(): Context {
  const { join } = process.getBuiltinModule('node:path');
  // The repository for bin/tito.ts, `dist` for dist/bin/tito.js.
  const root = join(import.meta.dirname, '..');
  const packageFile = join(root, import.meta.filename.endsWith('.ts') ? '' : '..', 'package.json');
  const { version } = JSON.parse(process.getBuiltinModule('node:fs').readFileSync(packageFile, 'utf8'));
  const streams = new Set<NodeJS.WriteStream>();
  const quiet = (stream: NodeJS.WriteStream) => {
    if (!streams.has(stream)) stream.on('error', remember);
    streams.add(stream);
    return stream;
  };
  let output: Sink | undefined;
  return {
    argv: process.argv.slice(2),
    cwd: process.cwd(),
    env: process.env,
    // Getters, because opening a stream costs milliseconds.
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      output ??= plainSink(1, () => quiet(process.stdout), remember) ?? quiet(process.stdout);
      return output;
    },
    get stderr() {
      return quiet(process.stderr);
    },
    signal: interruption(),
    clock: Date.now,
    random: () => process.getBuiltinModule('node:crypto').randomInt(2 ** 32),
    root,
    version,
  };
}

/** The first Ctrl-C asks for an orderly end, the second ends at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  return controller.signal;
}

/**
 * What could not be printed. `tito … | head -1` is no failure: the reader has seen enough, and what was measured is still
 * to be saved. Any other, such as a full disk, is said at the end, unless the command has said it.
 */
function remember(error: NodeJS.ErrnoException) {
  if (error.code === 'EPIPE') return;
  process.once('exit', (code) => {
    if (code !== 0) return;
    process.exitCode = 5;
    try {
      process
        .getBuiltinModule('node:fs')
        .writeSync(2, `What tito says could not be written: ${error.message}\n`);
    } catch {
      // There is no place left to say it.
    }
  });
}
