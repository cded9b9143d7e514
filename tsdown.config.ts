import { defineConfig } from 'tsdown';
import { cheapBuiltins } from './scripts/cheap-builtins.ts';
import { compactYaml } from './scripts/compact-yaml.ts';
import { configDefaults } from './scripts/config-defaults.ts';
import { drawnWorld } from './scripts/drawn-world.ts';
import { thirdPartyNotices } from './scripts/third-party-notices.ts';
import { writeHelp } from './scripts/write-help.ts';

/** Modules that become one chunk. Declarations (`.d.ts`) go their own way. */
const shared = (name: string, modules: RegExp) => ({
  name,
  test: (id: string) => modules.test(id) && !/\.d\.[cm]?ts$/.test(id),
});

/** What only comparisons, benchmarks of one's own and their history need. */
const COMPARING =
  '[^/]*(?:compar|plan-benchmarks|run-benchmarks|chosen-|program-workloads|single-workload|save-measured|measuring-plan|contender\\.|history)';

/**
 * Every file that is found by its name, or started by its path, is an entry of its own and keeps its place,
 * so that discovery works in `dist` as it does in the repository. What entries share lands in `chunks/`.
 */
export default defineConfig({
  entry: [
    'bin/tito.ts',
    'src/index.ts',
    'src/cli/main.ts',
    'src/commands/**/*.ts',
    'src/reporters/{,documents/}[!_]*.ts',
    'src/analysis/statistics/[!_]*.ts',
    'src/timing/subjects/*.ts',
    'src/tasks/isolates/tool-worker.ts',
    'community/server/{writer,checker}-worker.ts',
    'src/tasks/tools/*.ts',
    'src/timing/isolates/{worker,function-worker,command-runner,spin,models}.ts',
    'src/reference/subject.ts',
    'src/tasks/{providers,tools,graders}/[!_]*.ts',
    'benchmarks/*/*.ts',
  ],
  format: 'esm',
  platform: 'node',
  fixedExtension: false,
  dts: { entry: 'src/index.ts' },
  // An inlined dependency costs a fraction of one that is looked up in node_modules at every start.
  deps: { onlyBundle: false },
  outputOptions: {
    chunkFileNames: 'chunks/[name]-[hash].js',
    // Each file costs about a millisecond of a start, so what is used together is one. The order is that of
    // who takes a shared module first; workers load only `core` and `reference`.
    codeSplitting: {
      groups: [
        shared(
          'core',
          /(?<!node_modules\/postgres)\/(src\/(errors|contracts|task-contracts|tasks\/parse\/by-path|cli\/benchmark-runner|discovery\/|schema\/operations|analysis\/random)|node_modules\/leven\/)/,
        ),
        // What the threads of the tools load; without a group of its own it would lie in the chunk of the whole program.
        shared('parse', /\/(src\/tasks\/parse\/|node_modules\/@lezer\/)/),
        // Both ends of a worker thread that takes turns.
        shared('turns', /\/src\/timing\/isolates\/(turn-|relay-|pin-thread|subject-failure)/),
        // What every command needs that has settings and writes a report, with the small form of zod.
        shared(
          'base',
          /\/src\/(schema\/(config|id)\.ts|config\/(defaults|explain|from-|load-config|merge|read-yaml|tree)|workflows\/(write-report|lay-out)|storage\/(write-atomically|digest)|reporters\/_(figures|[a-z-]*picture))/,
        ),
        // A member's own machine, then the registry as a file. The server, the checker of runs and what needs the driver
        // of Postgres come by themselves: the driver alone takes as long to load as all the rest.
        shared(
          'community',
          /\/src\/(membership\/(?!http|examine|outbox\.ts|admin-token|classes\.ts)|workflows\/community\/(?!serve|migrate|class\/|moderat|admin-token)|reporters\/documents\/_community-parts|schema\/community\/(member|class-code|countries)|cli\/join-form)/,
        ),
        shared(
          'registry',
          /(?<!\/src\/\w+)\/community\/(registry(?!\/(submit|export|compression|class\/|moderation\/))|store\/(?!postgres)|(cohort|contributions|countries|handle|privacy|sha256|store)\.ts)/,
        ),
        shared(
          'schema',
          /\/(src\/schema\/(?!capstone|task|roster|runs|community|comparison|measured)|node_modules\/zod\/)/,
        ),
        shared('reference', /\/src\/reference\/[^/]+\.ts$/),
        shared(
          'shell',
          /\/(src\/cli\/(?!main|plain-sink|asking|task-form|join-form)|node_modules\/commander\/)/,
        ),
        // What a baseline needs before it measures; what only other commands need comes after it.
        shared(
          'run',
          new RegExp(
            `/src/(workflows/(?!community|${COMPARING}|[^/]*(capstone|roster|check-file|report-file|task|keep-|choose-|profiles|next-|template))|config/(?!load-task)|hardware|storage/(?!read-run|run-lock|digit|git-)|timing/(?!comparison|[^/]*-comparison)[^/]+\\.ts$)`,
          ),
        ),
        shared('report', /\/src\/(schema\/(?!community)|analysis|storage\/read-run)/),
        shared('models', /\/src\/reference\//),
        shared('capstone', /\/src\/(timing\/capstone|workflows\/([^/]*capstone|roster|check-file))/),
        shared(
          'compare',
          new RegExp(`/src/(timing/[^/]+\\.ts$|storage/git-|workflows/(?![^/]*task)${COMPARING})`),
        ),
        shared('tasks', /\/src\/(tasks\/[^/]+\.ts$|workflows\/(?!community|report-template))/),
      ],
    },
  },
  copy: [
    {
      from: ['src/timing/isolates/*.py', 'src/commands/*/_group.txt'],
      to: 'dist/src',
      flatten: false,
    },
    { from: 'starters', to: 'dist' },
    { from: 'examples', to: 'dist' },
    { from: 'benchmarks/tasks/_fixture', to: 'dist/benchmarks/tasks' },
  ],
  plugins: [
    cheapBuiltins(),
    compactYaml(['profiles', 'suites', 'benchmarks/tasks']),
    configDefaults(),
    drawnWorld(),
    thirdPartyNotices(['world-atlas']),
  ],
  // Declarations of zod's locales are warned about one by one, though none is used.
  logLevel: 'error',
  publint: true,
  hooks: { 'build:done': writeHelp },
});
