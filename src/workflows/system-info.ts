import { resolve } from 'node:path';
import type { Context } from '../cli/context.ts';
import { type LoadedConfig, loadConfig } from '../config/load-config.ts';
import { selectProfile } from '../config/select-profile.ts';
import { leaves, valueAt } from '../config/tree.ts';
import type { DocumentFact, DocumentPart, Report } from '../contracts.ts';
import { EXIT } from '../errors.ts';
import { inspectSystem } from '../hardware/system-info.ts';
import { timerResolution } from '../hardware/timer.ts';
import { writeReport } from './write-report.ts';

export interface SystemInfoOptions {
  /** Flags by setting, undefined where not given. */
  flags: Record<string, unknown>;
  /** Whether every setting is listed with its origin. */
  config: boolean;
  output?: string;
}

/**
 * Shows the hardware, the chosen profile and why, and where tito reads and writes.
 * @returns the exit code
 */
export async function systemInfo(context: Context, options: SystemInfoOptions): Promise<number> {
  const { cwd, env } = context;
  const config = await loadConfig({ cwd, env, flags: options.flags });
  const { output } = options;
  const report = await describeSystem(context, config, options.config);
  const { format } = config.values;
  await writeReport(context, report, output === undefined ? { format } : { format, output });
  return EXIT.done;
}

async function describeSystem(context: Context, config: LoadedConfig, withConfig: boolean): Promise<Report> {
  const system_info = await inspectSystem();
  const { root, cwd: directory } = context;
  const { profile, reason } = await selectProfile(config, system_info, { root, directory });
  const timer_resolution_ms = timerResolution();
  const paths = {
    working_directory: directory,
    results: resolve(directory, config.values.output.directory),
    profile: profile.file,
    tito: root,
  };
  const settings = withConfig ? listSettings(config) : {};
  const parts: DocumentPart[] = [
    { kind: 'heading', icon: '🖥', text: 'System' },
    {
      kind: 'facts',
      icon: '⚙',
      title: 'Hardware',
      facts: [
        { label: 'Processor', value: system_info.cpu },
        { label: 'Cores', value: `${system_info.cores}`, note: 'that tito may use' },
        { label: 'Memory', value: gib(system_info.memory_bytes), note: 'that tito may use' },
        { label: 'System', value: `${system_info.os}, ${system_info.arch}` },
        { label: 'Node', value: system_info.node },
        { label: 'Power', value: system_info.power },
        { label: 'Container', value: system_info.container ?? 'none' },
        { label: 'Virtual machine', value: system_info.virtual_machine ?? 'none seen' },
        { label: 'Timer step', value: `${(timer_resolution_ms * 1e6).toFixed(0)} ns` },
      ],
    },
    {
      kind: 'facts',
      icon: '🎚',
      title: 'Profile',
      facts: [
        { label: 'Profile', value: profile.id, note: profile.title },
        { label: 'Reason', value: reason },
      ],
    },
    { kind: 'facts', icon: '📁', title: 'Paths', facts: pathFacts(paths) },
    ...(withConfig ? [settingsPart(settings)] : []),
  ];
  const chosen = { id: profile.id, title: profile.title, reason, file: profile.file };
  const data = { schema_version: 1, system_info, timer_resolution_ms, profile: chosen, paths };
  return { data: withConfig ? { ...data, config: settings } : data, rows: rowsOf(parts), parts };
}

type Settings = Record<string, { value: unknown; origin: string }>;

function listSettings({ values, origins }: LoadedConfig): Settings {
  const entries = leaves(values).map((path) => {
    const name = path.join('.');
    return [name, { value: valueAt(values, path), origin: origins[name] ?? 'default' }] as const;
  });
  return Object.fromEntries(entries);
}

const settingsPart = (settings: Settings): DocumentPart => ({
  kind: 'facts',
  icon: '🔧',
  title: 'Configuration',
  facts: Object.entries(settings).map(([label, { value, origin }]) => ({
    label,
    value: `${value}`,
    note: origin,
  })),
});

const pathFacts = (paths: Record<string, string>): DocumentFact[] =>
  Object.entries(paths).map(([name, value]) => ({ label: name.replaceAll('_', ' '), value }));

/** The same facts as a table. */
const rowsOf = (parts: readonly DocumentPart[]): Report['rows'] =>
  parts.flatMap((part) =>
    part.kind === 'facts'
      ? part.facts.map(({ label, value, note }) => ({
          section: part.title,
          name: label,
          value,
          note: note ?? null,
        }))
      : [],
  );

const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
