/**
 * Every failure that tito explains to its user, in one table: the sentence, what to do about it, and the exit code.
 * A failure of the code under test is data of a run, not an error of tito.
 */

import { communityErrors } from './community-errors.ts';

/** What a process exit code means; the numbers are part of the command line's contract. */
export const EXIT = {
  done: 0,
  bug: 1,
  usage: 2,
  configuration: 3,
  gate: 4,
  environment: 5,
  interrupted: 130,
} as const;

interface ErrorEntry {
  exit: number;
  message: (details: Record<string, string>) => string;
  hint: (details: Record<string, string>) => string;
}

/** "Did you mean" for a hint; empty when nothing is near. */
const suggest = (suggestion: string | undefined) => (suggestion ? `Did you mean '${suggestion}'? ` : '');
/** Where in a file something is wrong, as `file:line`. */
const at = (d: Record<string, string>) => (d.line ? `${d.file}:${d.line}` : `${d.file}`);

const ERRORS = {
  unknown_command: {
    exit: EXIT.usage,
    message: (d) => `Unknown command '${d.name}'.`,
    hint: (d) => `${suggest(d.suggestion)}Run 'tito --help' to see all commands.`,
  },
  usage: {
    exit: EXIT.usage,
    message: (d) => `${d.message}`,
    hint: (d) => `${suggest(d.suggestion)}Run '${d.command ?? 'tito'} --help' for its options and examples.`,
  },
  unknown_id: {
    exit: EXIT.usage,
    message: (d) => `There is no ${d.kind} '${d.id}'.`,
    hint: (d) => `${suggest(d.suggestion)}Known: ${d.known || 'none'}.`,
  },
  duplicate_id: {
    exit: EXIT.configuration,
    message: (d) => `The ${d.kind} '${d.id}' is defined twice: ${d.first} and ${d.second}.`,
    hint: () => 'Rename or remove one of the two files: the file name is the id.',
  },
  invalid_extension: {
    exit: EXIT.configuration,
    message: (d) => `${d.file} is no ${d.kind}: ${d.reason}`,
    hint: (d) => `Its default export has to be a ${d.kind}; compare it with one that ships with tito.`,
  },
  invalid_config: {
    exit: EXIT.configuration,
    message: (d) => `${at(d)}: ${d.field}: ${d.problem}`,
    hint: (d) => `${suggest(d.suggestion)}Expected ${d.expected}.`,
  },
  unreadable_file: {
    exit: EXIT.configuration,
    message: (d) => `${d.file} can't be read: ${d.reason}`,
    hint: () => 'Check the path and its permissions.',
  },
  invalid_template: {
    exit: EXIT.configuration,
    message: (d) => `${at(d)}: ${d.reason}`,
    hint: (d) =>
      d.hint ??
      "A template is Eta: '<%= it.FIELD %>' for a value, '<% code %>' for a statement, with 'it' as --format json prints it.",
  },
  invalid_data: {
    exit: EXIT.configuration,
    message: (d) => `${at(d)}: ${d.reason}`,
    hint: (d) =>
      d.hint ??
      'Give images of digits and their labels, as numpy.savez(FILE, images=…, labels=…) writes them.',
  },
  file_exists: {
    exit: EXIT.usage,
    message: (d) => `${d.file} is already there.`,
    hint: (d) => `It was left as it is. ${d.hint}`,
  },
  unknown_subject: {
    exit: EXIT.usage,
    message: (d) => `'${d.spec}' names no subject.`,
    hint: (d) => `${suggest(d.suggestion)}Use auto, reference, python:DIR, python:FILE.py or module:FILE.`,
  },
  subject_missing: {
    exit: EXIT.environment,
    message: (d) => `The subject ${d.spec} is not there: ${d.reason}`,
    hint: (d) => `${d.hint}`,
  },
  capstone_missing: {
    exit: EXIT.environment,
    message: (d) => `${d.spec} has no capstone yet: ${d.reason}`,
    hint: () =>
      "Write a starting file with 'tito benchmark capstone --init python' (or ts), or measure tito's own models with --subject reference.",
  },
  subject_unusable: {
    exit: EXIT.environment,
    message: (d) => `The subject ${d.spec} can't be measured: ${d.reason}`,
    hint: (d) => `${d.hint}`,
  },
  python_missing: {
    exit: EXIT.environment,
    message: (d) => `Python (${d.python}) can't be started: ${d.reason}`,
    hint: () =>
      'Install Python 3.9 or newer, or name the program: --python PATH or TITO_BENCHMARK_PYTHON=PATH.',
  },
  python_too_old: {
    exit: EXIT.environment,
    message: (d) => `${d.python} is Python ${d.version}.`,
    hint: () => 'tito needs Python 3.9 or newer: name one with --python PATH or TITO_BENCHMARK_PYTHON=PATH.',
  },
  invalid_target: {
    exit: EXIT.configuration,
    message: (d) => `The target ${d.directory} can't be used: ${d.reason}.`,
    hint: (d) => `${d.hint}`,
  },
  not_a_run: {
    exit: EXIT.configuration,
    message: (d) => `${at(d)} is not a saved run: ${d.reason}`,
    hint: () => "Give a file that 'tito benchmark' saved under benchmarks/.",
  },
  truncated_run: {
    exit: EXIT.configuration,
    message: (d) => `${d.file} ends in the middle (${d.reason}).`,
    hint: (d) => `${d.hint}`,
  },
  newer_schema: {
    exit: EXIT.configuration,
    message: (d) =>
      `${d.file} was written by a newer tito (schema ${d.found}; this one reads up to ${d.supported}).`,
    hint: () => 'Update tito, then try again; the file is left as it is.',
  },
  not_saved: {
    exit: EXIT.environment,
    message: (d) => `${d.what ?? 'The results'} could not be saved to ${d.file}: ${d.reason}`,
    hint: (d) =>
      d.hint ??
      'Free some space or choose a folder you may write to: --output FILE, or output.directory in tito.config.yaml.',
  },
  roster_missing: {
    exit: EXIT.usage,
    message: (d) => `There are no students in ${d.roster}: ${d.reason}`,
    hint: () => 'Give the folder that holds one folder for each student.',
  },
  roster_interrupted: {
    exit: EXIT.interrupted,
    message: () => 'Interrupted.',
    hint: (d) => `Go on with the others: tito benchmark capstone --roster ${d.roster} --resume`,
  },
  provider_unreachable: {
    exit: EXIT.environment,
    message: (d) => `Nothing answers at ${d.endpoint}: ${d.reason}`,
    hint: (d) => `${d.hint}`,
  },
  model_missing: {
    exit: EXIT.environment,
    message: (d) => `${d.endpoint} has no model '${d.model}'.`,
    hint: (d) => `${suggest(d.suggestion)}${d.hint}`,
  },
  nothing_to_resume: {
    exit: EXIT.usage,
    message: (d) => `There is no interrupted run to go on with in ${d.folder}.`,
    hint: () => "Start one with 'tito tasks batch standard', or name its journal: --resume FILE.jsonl.",
  },
  run_in_use: {
    exit: EXIT.environment,
    message: (d) => `Another tito (process ${d.process}) is going on with ${d.file}.`,
    hint: (d) => `Wait for it, or start a new run. If no tito is running, remove ${d.lock}.`,
  },
  no_history: {
    exit: EXIT.usage,
    message: (d) =>
      `There are no saved runs to look back on in ${d.folder}${d.reason ? `: ${d.reason}` : ''}.`,
    hint: () =>
      "Measure first, again after each change: 'tito benchmark baseline' for your framework, 'tito benchmark run ID' for anything else.",
  },
  nothing_in_common: {
    exit: EXIT.configuration,
    message: (d) => `${d.before} and ${d.after} have no ${d.what} in common.`,
    hint: (d) => d.hint ?? 'Compare runs of the same tasks and models.',
  },
  not_comparable: {
    exit: EXIT.configuration,
    message: (d) => `${d.a} and ${d.b} can't be compared: ${d.reason}.`,
    hint: () => 'Both sides have to do the same work: give them one unit and one number of units per call.',
  },
  wrong_shape: { exit: EXIT.usage, message: (d) => `${d.message}`, hint: (d) => `${d.hint}` },
  not_submittable: {
    exit: EXIT.configuration,
    message: (d) => `${d.file} holds a ${d.kind}, and only baselines and capstones can be submitted.`,
    hint: (d) => `Look at it: tito report ${d.file}`,
  },
  no_repository: {
    exit: EXIT.usage,
    message: (d) => `--against needs a git repository, and ${d.directory} lies in none: ${d.reason}.`,
    hint: () => "Give both sides yourself: 'tito benchmark compare OLD NEW'.",
  },
  unknown_commit: {
    exit: EXIT.usage,
    message: (d) => `'${d.ref}' names no commit of ${d.repository}.`,
    hint: () => "Give a branch, a tag or a commit, such as HEAD~1; 'git log --oneline' lists them.",
  },
  not_checked_out: {
    exit: EXIT.environment,
    message: (d) => `'${d.ref}' can't be checked out beside the working tree: ${d.reason}`,
    hint: () => "Try it yourself: 'git worktree add --detach /tmp/old COMMIT'.",
  },
  not_in_commit: {
    exit: EXIT.configuration,
    message: (d) => `'${d.spec}' can't be measured at ${d.ref}: ${d.reason}`,
    hint: () => 'Name a commit that has it, by a path that lies in the repository.',
  },
  other_batch: {
    exit: EXIT.configuration,
    message: (d) => `The baseline ${d.file} is ${d.before}, and this run is ${d.after}.`,
    hint: (d) => `${d.hint}`,
  },
  regression: {
    exit: EXIT.gate,
    message: (d) => `Worse than ${d.file}: ${d.reasons}.`,
    hint: () =>
      'The report says how sure that is. Where the change is wanted, make the new run the baseline from now on.',
  },
  tasks_interrupted: {
    exit: EXIT.interrupted,
    message: () => 'Interrupted.',
    hint: (d) => (d.file ? `Go on with it: tito tasks run --resume ${d.file}` : 'Nothing was kept.'),
  },
  tasks_stopped: {
    exit: EXIT.environment,
    message: (d) => `Stopped before the end: ${d.reason}.`,
    hint: (d) =>
      d.file ? `When that is mended, go on: tito tasks run --resume ${d.file}` : 'Nothing was kept.',
  },
  no_answers: {
    exit: EXIT.environment,
    message: (d) => `Not one sample was answered: ${d.reason}.`,
    hint: () => "See what is wrong with 'tito tasks validate'.",
  },
  nothing_measured: {
    exit: EXIT.environment,
    message: (d) => `Nothing of ${d.spec} could be measured: ${d.reason}`,
    hint: (d) => `${d.hint}`,
  },
  ...communityErrors(EXIT),
  interrupted: {
    exit: EXIT.interrupted,
    message: () => 'Interrupted.',
    hint: (d) => (d.file ? `What was finished is saved: tito report ${d.file}` : 'Nothing was finished yet.'),
  },
  bug: {
    exit: EXIT.bug,
    message: (d) => `This is a bug in tito: ${d.message}`,
    hint: () => 'Run again with --verbose and report what it prints, please.',
  },
} satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERRORS;

/** The system's reason without the call and the path, which may be those of a temporary file. */
export const systemReason = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).replace(/, \w+ '.*'$/, '');

/** As the `file` of what could not be printed. */
export const STDOUT = 'standard output';

/** The one error that tito throws on purpose: a code of the table above and what fills its sentences. */
export class TitoError extends Error {
  readonly code: ErrorCode;
  /** What fills the sentences, so that they can be made again where the error is read. */
  readonly details: Readonly<Record<string, string>>;
  readonly hint: string;
  readonly exit: number;

  constructor(code: ErrorCode, details: Record<string, string | undefined> = {}, cause?: unknown) {
    const given = Object.fromEntries(
      Object.entries(details).filter((entry) => entry[1] !== undefined),
    ) as Record<string, string>;
    const entry: ErrorEntry = ERRORS[code];
    super(entry.message(given), { cause });
    this.name = 'TitoError';
    this.code = code;
    this.details = given;
    this.hint = entry.hint(given);
    this.exit = entry.exit;
  }
}
