import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../src/storage/journal.ts';
import { buildRun } from '../support/runs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const run = buildRun({ isolates: 1, pairs: 2, calls: 1 });

describe('a journal', () => {
  it('has each line on disk as soon as it is appended', () => {
    const file = join(temporaryFolder(), 'run.jsonl');
    const journal = openJournal(file);
    for (const [i, block] of run.blocks.entries()) {
      journal.append({ block });
      const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
      expect(lines).toHaveLength(i + 1);
      expect(JSON.parse(lines[i] ?? '')).toEqual({ block });
    }
    expect(journal.failure()).toBeNull();
  });

  it('goes away when it is removed, and removing it twice is no mistake', () => {
    const file = join(temporaryFolder(), 'run.jsonl');
    const journal = openJournal(file);
    journal.append({ subject: run.subject });
    journal.remove();
    journal.remove();
    expect(existsSync(file)).toBe(false);
  });

  it.skipIf(!existsSync('/dev/full'))('on a full disk remembers the failure and lets the run go on', () => {
    const journal = openJournal('/dev/full');
    journal.append({ run });
    journal.append({ subject: run.subject });
    expect(journal.failure()).toMatchObject({ code: 'ENOSPC' });
  });

  it('in a folder that is not there remembers the failure', () => {
    const journal = openJournal(join(temporaryFolder(), 'gone', 'run.jsonl'));
    journal.append({ run });
    expect(journal.failure()).toMatchObject({ code: 'ENOENT' });
  });
});
