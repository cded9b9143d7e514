/** Runs inside a worker thread: loads one subject, then computes and times what the parent asks for. */
import type { Subject } from '../../contracts.ts';
import { OPERATIONS } from '../../schema/operations.ts';
import { type Compiled, compile } from './compile.ts';
import { sampleCalls } from './sample.ts';
import { serveTurns } from './serve-turns.ts';

serveTurns(({ now, onStep }) => {
  let subject: Subject = { name: '' };
  let compiled: Compiled | undefined;
  const current = (): Compiled => {
    if (!compiled) throw new Error('nothing was rehearsed');
    return compiled;
  };
  return {
    load: (value) => {
      if (typeof value !== 'object' || value === null)
        throw new TypeError('the file has no default export with functions');
      subject = value as Subject;
      const present = [...OPERATIONS, 'values' as const].filter(
        (name) => typeof subject[name] === 'function',
      );
      return { name: typeof subject.name === 'string' ? subject.name : '', present };
    },
    loop: () => current().loop,
    answer: (request) => {
      if (request.kind === 'rehearse') {
        compiled = compile(request.program, subject, now, onStep);
        return compiled.rehearsal;
      }
      if (request.kind === 'sample') return sampleCalls(current().loop, request.budget_ms);
      if (request.kind === 'result') return Float64Array.from(current().result());
      throw new Error(`a subject has no answer to ${request.kind}`);
    },
  };
});
