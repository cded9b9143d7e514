import { startLlmServerProcess } from '../test/support/llm-server/start-llm-server-process.ts';
import { interleave } from './interleave.ts';
import { figure, type Measurement, type Row } from './row.ts';
import { builtTito } from './run-node.ts';
import { measureBareClient, measureTasks, type TasksLoad } from './run-tasks.ts';

/** How long the server takes for an answer. */
const DELAY_MS = 50;
const ROUNDS = 3;
const idealMs = ({ requests, concurrency }: Omit<TasksLoad, 'endpoint'>) =>
  Math.ceil(requests / concurrency) * DELAY_MS;
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** What asking a model costs besides its answers: a model server that takes 50 ms for each, in a process of its own. */
export const tasks: Measurement = {
  id: 'tasks',
  title: 'Asking a model: tito tasks run',
  needs_python: false,
  measure: async ({ root }) => {
    const tito = builtTito(root);
    return [...(await few(tito)), ...(await latency(tito)), ...(await many(tito))];
  },
};

/** 96 requests, which is what the standard batch has, four at a time. */
async function few(tito: string): Promise<Row[]> {
  const server = await startLlmServerProcess({ delay_ms: DELAY_MS });
  const load = { endpoint: server.url, requests: 96, concurrency: 4 };
  const cpu = { tito: [] as number[], bare: [] as number[] };
  try {
    const walls = await interleave(
      {
        tito: async () => {
          const { cpu_ms, report } = await measureTasks(tito, load);
          cpu.tito.push(cpu_ms);
          return report.overall_metrics.wall_s * 1000;
        },
        bare: async () => {
          const { cpu_ms, process_ms } = await measureBareClient(load);
          cpu.bare.push(cpu_ms);
          return process_ms;
        },
      },
      ROUNDS,
    );
    const about = { unit: 'ms', statistic: 'median' } as const;
    const wall = { ...about, title: '96 requests of 50 ms, 4 at a time' };
    const used = { ...about, title: 'Processor time for 96 requests, start-up and report included' };
    const limited = { ...about, limit: { at_least: null, at_most: 1 } };
    return [
      figure({
        ...wall,
        id: 'tasks_96_wall',
        beside: 'the ideal',
        limit: { at_least: null, at_most: 1.15 },
        samples: { measured: walls('tito'), control: [idealMs(load)] },
      }),
      figure({
        ...wall,
        id: 'tasks_96_wall_bare',
        beside: 'whole process of a bare node:http client',
        limit: null,
        samples: { measured: walls('tito'), control: walls('bare') },
      }),
      figure({
        ...used,
        ...limited,
        id: 'tasks_96_cpu',
        beside: 'what it may take',
        samples: { measured: cpu.tito, control: [600] },
      }),
      figure({
        ...used,
        id: 'tasks_96_cpu_bare',
        beside: 'a bare node:http client',
        limit: null,
        samples: { measured: cpu.tito, control: cpu.bare },
      }),
    ];
  } finally {
    server.close();
  }
}

/** The latency that is reported at concurrency 16, beside the one that the server itself saw. */
async function latency(tito: string): Promise<Row[]> {
  const samples = { measured: [] as number[], control: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const server = await startLlmServerProcess({ delay_ms: DELAY_MS });
    try {
      const load = { endpoint: server.url, requests: 384, concurrency: 16 };
      const { report } = await measureTasks(tito, load);
      const { records } = await server.report();
      samples.measured.push(report.overall_metrics.latency_ms.p50 ?? Number.NaN);
      samples.control.push(median(records.map(({ latency_ms }) => latency_ms ?? Number.NaN)));
    } finally {
      server.close();
    }
  }
  return [
    figure({
      id: 'tasks_latency',
      title: 'Reported median latency, 16 at a time',
      beside: "the server's own",
      unit: 'ms',
      statistic: 'median',
      limit: { at_least: 0.95, at_most: 1.05 },
      samples,
    }),
  ];
}

/** 10,000 requests, 64 at a time. */
async function many(tito: string): Promise<Row[]> {
  const server = await startLlmServerProcess({ delay_ms: DELAY_MS });
  const load = { endpoint: server.url, requests: 10_000, concurrency: 64 };
  try {
    const { report, peak_bytes } = await measureTasks(tito, load);
    const about = { statistic: 'minimum', title: '10,000 requests of 50 ms, 64 at a time' } as const;
    return [
      figure({
        ...about,
        id: 'tasks_10000_wall',
        unit: 'ms',
        beside: 'the ideal',
        limit: { at_least: null, at_most: 1.1 },
        samples: { measured: [report.overall_metrics.wall_s * 1000], control: [idealMs(load)] },
      }),
      figure({
        ...about,
        id: 'tasks_10000_memory',
        title: 'Peak memory of 10,000 requests, report included',
        unit: 'bytes',
        beside: 'what it may take',
        limit: { at_least: null, at_most: 1 },
        samples: { measured: [peak_bytes], control: [200e6] },
      }),
    ];
  } finally {
    server.close();
  }
}
