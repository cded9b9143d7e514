import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startLlmServer } from '../support/llm-server/start-llm-server.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { tito } from '../support/tito.ts';
import { modelAt, PLAIN, PLAIN_FILE, readReport, resultsIn } from './_tasks.ts';

const EMBEDDED = ['--provider', 'embedded'];

describe('a name that is not there', () => {
  it.each([
    ['task', ['tasks', 'run', 'safety_asessment', ...EMBEDDED], 'safety_assessment'],
    ['batch', ['tasks', 'batch', 'standart', ...EMBEDDED], 'standard'],
    ['profile', ['tasks', 'run', '--profile', 'lihgt', ...EMBEDDED], 'light'],
    ['format', ['tasks', 'run', ...EMBEDDED, '--format', 'jsn'], 'json'],
  ])('as a %s is said with the nearest one, before anything is asked', async (kind, words, nearest) => {
    const cwd = temporaryFolder({});
    const { exit, stdout, stderr } = await tito(words, { cwd });
    expect(exit).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(`There is no ${kind} '`);
    expect(stderr).toContain(`Did you mean '${nearest}'`);
    expect(existsSync(join(cwd, 'benchmarks'))).toBe(false);
  });

  it('as a provider is said with the nearest one', async () => {
    const { exit, stderr } = await tito(['tasks', 'run', '--provider', 'olama'], {
      cwd: temporaryFolder({}),
    });
    expect(exit).toBe(2);
    expect(stderr).toContain("'olama' is none of auto, embedded, ollama, openai.\nDid you mean 'ollama'?");
  });

  it.each(['baseline', 'capstone'])(
    'as a batch, though %s is a suite, is said with the batches',
    async (id) => {
      const { exit, stderr } = await tito(['tasks', 'batch', id, ...EMBEDDED], { cwd: temporaryFolder({}) });
      expect(exit).toBe(2);
      expect(stderr).toContain(`There is no batch '${id}'.\nKnown: comprehensive, quick, scaling, standard.`);
    },
  );

  it('as the kind of a batch of the user is said with its line', async () => {
    const cwd = temporaryFolder({ 'suites/mine.yaml': 'title: Mine\nkind: task\nsamples: 1\n' });
    const { exit, stderr } = await tito(['tasks', 'batch', 'mine', ...EMBEDDED], { cwd });
    expect(exit).toBe(3);
    expect(stderr).toContain('suites/mine.yaml:2: kind:');
  });
});

/** A server that takes connections, and says what it is told to, or nothing. */
async function serverThat(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const PAGE = '<!DOCTYPE html><title>Please sign in</title>';
const html = (socket: Socket) =>
  socket.end(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: ${PAGE.length}\r\n\r\n${PAGE}`);

describe.each(['ollama', 'openai'])('an endpoint, asked by %s,', (provider) => {
  const run = async (url: string, env: Record<string, string> = {}) => {
    const cwd = temporaryFolder({ [PLAIN_FILE]: PLAIN });
    const words = ['tasks', 'run', 'plain', ...modelAt(url, provider), '--connect-limit', '0.3', '-n', '2'];
    return { ...(await tito(words, { cwd, env })), cwd };
  };

  it('that takes connections and never answers ends at the limit with 5', async () => {
    const url = await serverThat(() => undefined);
    const { exit, stderr, cwd } = await run(url);
    expect(exit).toBe(5);
    expect(stderr).toContain(`Nothing answers at ${url}: no answer within 0.3 s`);
    expect(resultsIn(cwd)).toEqual([]);
  });

  it('that is a web page is told by its title', async () => {
    const { exit, stderr } = await run(await serverThat(html));
    expect(exit).toBe(5);
    expect(stderr).toContain("a web page instead of JSON: 'Please sign in'");
  });

  it('that speaks something else says so', async () => {
    const { exit, stderr } = await run(await serverThat((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')));
    expect(exit).toBe(5);
    expect(stderr).toContain('what it says is not HTTP');
  });
});

describe('a wrong key', () => {
  it('ends with 5 and the words of the server, and is shown nowhere', async () => {
    const key = 'sk-live-0123456789abcdef';
    const server = await startLlmServer({ key: 'another' });
    onTestFinished(server.close);
    const cwd = temporaryFolder({ [PLAIN_FILE]: PLAIN });
    const words = ['tasks', 'run', 'plain', ...modelAt(server.url, 'openai'), '--verbose'];
    const { exit, stdout, stderr } = await tito(words, { cwd, env: { OPENAI_API_KEY: key } });
    expect(exit).toBe(5);
    expect(stderr).toContain('401: Incorrect API key provided');
    expect(stderr).toContain('key');
    expect(stdout + stderr).not.toContain(key);
  });
});

describe('a tool of the user', () => {
  const withTool = (command: string, limit_s: number) =>
    temporaryFolder({
      [PLAIN_FILE]: `${PLAIN.replace('Rate that.', 'Rate that. {{tool.mine}}')}tools: [{ id: mine, command: "${command}", limit_s: ${limit_s} }]\ntarget: .\n`,
    });
  const run = async (cwd: string) => {
    const { exit, stdout } = await tito(['tasks', 'run', 'plain', ...EMBEDDED, '-n', '2', '-f', 'json'], {
      cwd,
    });
    return { exit, ...readReport(stdout) };
  };

  it('that hangs is ended, and its samples fail as timeouts; the others are asked', async () => {
    const { exit, run: saved, report } = await run(withTool('sleep 600', 0.2));
    expect(exit).toBe(0);
    expect(report.overall_metrics).toMatchObject({ completed_tasks: 2, failed_tasks: 2, timeout_rate: 0.5 });
    for (const sample of saved.samples.filter(({ arm }) => arm === 'tools')) {
      expect(sample).toMatchObject({ status: 'failed', attempts: [], latency_ms: null });
      expect(sample.error).toEqual({
        kind: 'timeout',
        message: 'mine: the command did not end within 0.2 s',
      });
    }
  });

  it('that prints 50 MB is cut to 1 MiB, which the prompt says', async () => {
    const { exit, run: saved } = await run(withTool('head -c 50000000 /dev/zero | tr \\\\\\\\0 x', 30));
    expect(exit).toBe(0);
    for (const sample of saved.samples.filter(({ arm }) => arm === 'tools')) {
      expect(sample.status).toBe('ok');
      expect(sample.tools[0]?.output_bytes).toBeLessThan(2 ** 20 + 100);
      expect(sample.prompt_characters).toBeGreaterThan(2 ** 20);
      expect(sample.prompt_characters).toBeLessThan(2 ** 20 + 200);
    }
  });

  it('that fails is told with its last words', async () => {
    const { run: saved } = await run(withTool('echo no such rule >&2; exit 3', 5));
    const [failed] = saved.samples.filter(({ status }) => status === 'failed');
    expect(failed?.error).toEqual({
      kind: 'config',
      message: 'mine: the command ended with status 3: no such rule',
    });
  });
});

describe('a journal that is damaged in the middle', () => {
  it('is refused with its line, and left as it is', async () => {
    const server = await startLlmServer({ faults: { html: 1 } });
    onTestFinished(server.close);
    const cwd = temporaryFolder({ [PLAIN_FILE]: PLAIN });
    const words = ['tasks', 'run', 'plain', ...modelAt(server.url), '-n', '20', '--max-error-rate', '5%'];
    await tito(words, { cwd });
    const [name = ''] = readdirSync(join(cwd, 'benchmarks')).filter((each) => each.endsWith('.jsonl'));
    const path = join(cwd, 'benchmarks', name);
    const lines = readFileSync(path, 'utf8').split('\n');
    const damaged = lines.with(3, lines[3]?.slice(0, 40) ?? '').join('\n');
    writeFileSync(path, damaged);
    const { exit, stderr } = await tito(['tasks', 'run', '--resume'], { cwd });
    expect(exit).toBe(3);
    expect(stderr).toContain(`${name}:4`);
    expect(stderr).toContain('this line of the journal is damaged');
    expect(readFileSync(path, 'utf8')).toBe(damaged);
    expect(resultsIn(cwd)).toEqual([name]);
  });
});
