import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { discover, YAML } from '../../../src/discovery/discover.ts';
import { load, pick } from '../../../src/discovery/load.ts';
import type { Grader } from '../../../src/task-contracts.ts';
import { findUnknownPlaceholder, knownPlaceholders } from '../../../src/tasks/render-prompt.ts';
import { builtInTask, builtInTasks, FIXTURE, filesOf, fixtureText } from '../../support/built-in-tasks.ts';
import { REPOSITORY } from '../../support/context.ts';

const ids = [...builtInTasks.keys()];
const truth = z
  .object({
    vulnerabilities: z.array(z.object({ file: z.string(), line: z.int(), cwe: z.string() })),
    clone_groups: z.array(
      z.object({
        change: z.string().optional(),
        members: z.array(z.object({ file: z.string(), function: z.string() })),
      }),
    ),
    structure: z.record(z.string(), z.unknown()),
    pipeline: z.record(z.string(), z.unknown()),
    tensorflow: z.record(z.string(), z.unknown()),
  })
  .parse(parse(fixtureText('TRUTH.yaml')));

const graders = discover('grader', 'src/tasks/graders', { root: REPOSITORY });
const graderOf = (id: string) => load<Grader>('grader', pick('grader', id, graders), ['check', 'grade']);

describe('built-in tasks', () => {
  it('are six, and discovery finds them and nothing of the fixture', () => {
    const found = discover('task', 'benchmarks', { root: REPOSITORY }, YAML).map(({ id }) => id);
    expect(found.sort()).toEqual(ids);
    expect(ids).toEqual([
      'context_analysis',
      'pattern_detection',
      'repository_analysis',
      'safety_assessment',
      'systematic_fix',
      'tensorflow_context',
    ]);
  });

  it.each(ids)('%s names files that exist, and no file twice', (id) => {
    const task = builtInTask(id);
    const files = filesOf(task).map(({ path }) => path);
    expect(files.length).toBeGreaterThan(0);
    for (const pattern of task.files) expect(globSync(pattern, { cwd: FIXTURE })).not.toEqual([]);
    expect(new Set(files).size).toBe(files.length);
    expect(files).not.toContain('TRUTH.yaml');
  });

  it.each(ids)('%s asks both arms in the same words how to answer', (id) => {
    const { baseline_prompt, tools_prompt, tools, answer } = builtInTask(id);
    expect(findUnknownPlaceholder(baseline_prompt, knownPlaceholders([]))).toBeNull();
    const names = tools.map((each) => (typeof each === 'string' ? each : each.id));
    expect(findUnknownPlaceholder(tools_prompt, knownPlaceholders(names))).toBeNull();
    expect(baseline_prompt).toContain('{{files}}');
    expect(tools_prompt).toContain('{{tool.output}}');
    for (const prompt of [baseline_prompt, tools_prompt]) expect(prompt.trimEnd()).toMatch(/\{\{answer\}\}$/);
    expect(answer).toMatch(/\{"/);
  });

  it.each(ids)('%s earns 1 for its truth, 0 for nothing', async (id) => {
    const { grader, expected } = builtInTask(id);
    const { check, grade } = await graderOf(grader);
    expect(() => check(expected)).not.toThrow();
    expect(grade(JSON.stringify(expected), expected).quality).toBe(1);
    for (const empty of ['', '{}', '[]', 'I found nothing.']) expect(grade(empty, expected).quality).toBe(0);
  });

  it.each(ids)('%s earns something in between for half of its truth', async (id) => {
    const { grader, expected } = builtInTask(id);
    const { quality } = (await graderOf(grader)).grade(JSON.stringify(halved(expected)), expected);
    expect(quality).toBeGreaterThan(0.2);
    expect(quality).toBeLessThan(1);
  });
});

/** Every other item of each list, the first ones at the top. */
function halved(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, Math.ceil(value.length / 2));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, halved(each)]));
}

describe('what the tasks expect', () => {
  it('is the truth about weaknesses', () => {
    const planted = truth.vulnerabilities.map(({ file, line, cwe }) => ({ file, line, cwe }));
    expect(builtInTask('safety_assessment').expected.findings).toEqual(planted);
  });

  it('is the truth about copies', () => {
    const members = (group: (typeof truth.clone_groups)[number]) =>
      group.members.map(({ file, function: name }) => ({ file, function: name }));
    const groups = truth.clone_groups.map((group) => ({ members: members(group) }));
    expect(builtInTask('pattern_detection').expected.groups).toEqual(groups);
    const changes = truth.clone_groups.flatMap((group) =>
      group.change === undefined ? [] : members(group).map((each) => ({ ...each, change: group.change })),
    );
    expect(builtInTask('systematic_fix').expected.findings).toEqual(changes);
  });

  it('is the truth about structure', () => {
    expect(builtInTask('repository_analysis').expected).toEqual(truth.structure);
    expect(builtInTask('context_analysis').expected).toEqual(truth.pipeline);
    expect(builtInTask('tensorflow_context').expected).toEqual({ ...truth.tensorflow });
  });

  it('lies in the files that the task shows', () => {
    for (const id of ['safety_assessment', 'systematic_fix']) {
      const task = builtInTask(id);
      const shown = new Set(filesOf(task).map(({ path }) => path));
      const wanted = z.array(z.object({ file: z.string() })).parse(task.expected.findings);
      expect(wanted.filter(({ file }) => !shown.has(file))).toEqual([]);
    }
    expect(globSync('**/*.py', { cwd: join(FIXTURE) }).length).toBeGreaterThan(5);
  });
});
