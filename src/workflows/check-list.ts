import type { DocumentPart, Report } from '../contracts.ts';
import type { Finding } from './doctor-checks.ts';

export interface Check extends Finding {
  id: string;
  title: string;
}

/** The word says in every format and without colour what the icon says on a terminal. */
const LOOKS = {
  ok: { icon: '✔', tone: 'good', word: '' },
  warning: { icon: '!', tone: 'warning', word: ' (warning)' },
  failed: { icon: '✖', tone: 'bad', word: ' (failed)' },
} as const;

function describe({ status, title, detail, hint }: Check): DocumentPart {
  const { icon, tone, word } = LOOKS[status];
  const advice = hint === undefined ? '' : `\n   → ${hint}`;
  return { kind: 'message', icon, tone, text: `${title}${word}: ${detail}${advice}` };
}

/** Checks as a report: one line each, then whether all is ready. @param heading `next`: what to type when it is */
export function layOutChecks(
  checks: readonly Check[],
  heading: { icon: string; title: string; next: string },
): Report {
  const failed = checks.filter(({ status }) => status === 'failed').length;
  const verdict: DocumentPart =
    failed === 0
      ? { kind: 'message', icon: '✔', tone: 'good', text: `Ready: ${heading.next}` }
      : {
          kind: 'message',
          icon: '✖',
          tone: 'bad',
          text: `Not ready: ${failed} of ${checks.length} checks failed.`,
        };
  return {
    data: { schema_version: 1, ready: failed === 0, checks },
    rows: checks.map(({ id, status, detail, hint }) => ({ check: id, status, detail, hint: hint ?? null })),
    parts: [{ kind: 'heading', icon: heading.icon, text: heading.title }, ...checks.map(describe), verdict],
  };
}
