/**
 * What can go wrong between a member and a registry, part of the table in `errors.ts`. A registry that is a server sends
 * the code and the details; the sentences are made where they are read.
 */

type Details = Record<string, string>;
interface Entry {
  exit: number;
  message: (details: Details) => string;
  hint: (details: Details) => string;
}
type Exits = Record<'usage' | 'configuration' | 'gate' | 'environment' | 'interrupted', number>;

export const communityErrors = (EXIT: Exits) =>
  ({
    not_joined: {
      exit: EXIT.usage,
      message: (d) => `You have not joined the community at ${d.registry}.`,
      hint: () => "Join with 'tito community join'. It shows what would be given, and asks.",
    },
    consent_needed: {
      exit: EXIT.usage,
      message: (d) => `Nothing was sent: ${d.reason}.`,
      hint: (d) => `${d.hint}`,
    },
    declined: {
      exit: EXIT.usage,
      message: (d) => d.message ?? 'Nothing was sent and nothing was written.',
      hint: (d) => d.hint ?? "See what would be given with 'tito community join --dry-run'.",
    },
    community_off: {
      exit: EXIT.usage,
      message: (d) => `The community is switched off by ${d.by}.`,
      hint: () => 'Nothing was sent. Take that setting away, or use a registry of your own: --registry FILE.',
    },
    corrupt_membership: {
      exit: EXIT.configuration,
      message: (d) => `${d.file} can't be understood: ${d.reason}`,
      hint: (d) =>
        d.hint ??
        'It was left as it is. Mend it, or move it away and run the command again; your membership is not lost by that.',
    },
    unknown_country: {
      exit: EXIT.usage,
      message: (d) => `There is no country '${d.country}'.`,
      hint: (d) =>
        `${d.suggestion ? `Did you mean '${d.suggestion}'? ` : ''}Give its name in English or its two letters (ISO 3166).`,
    },
    not_a_member: {
      exit: EXIT.usage,
      message: (d) => `${d.registry ?? 'The registry'} knows no member with this token.`,
      hint: () => "Perhaps you left, or it was set up anew. Join again with 'tito community join'.",
    },
    wrong_token: {
      exit: EXIT.usage,
      message: () => 'This membership belongs to another token.',
      hint: () => 'Use the machine that you joined from, or join as a new member.',
    },
    bad_request: {
      exit: EXIT.configuration,
      message: (d) => `The registry can't take this: ${d.field ? `${d.field}: ` : ''}${d.problem}.`,
      hint: (d) => d.hint ?? 'Correct it and try again; nothing was changed.',
    },
    run_refused: {
      exit: EXIT.gate,
      message: (d) => `The run was refused: ${d.reasons}.`,
      hint: (d) => d.hint ?? 'Nothing was ranked, and it does not count against your quota. Measure again.',
    },
    duplicate_run: {
      exit: EXIT.gate,
      message: () => 'These very measurements were submitted by another member.',
      hint: () => 'Submit what was measured on your own machine: tito benchmark capstone.',
    },
    key_reused: {
      exit: EXIT.gate,
      message: () => 'This idempotency key stands for another submission.',
      hint: () => 'Give each submission a key of its own.',
    },
    quota_used: {
      exit: EXIT.gate,
      message: (d) => `Today's ${d.limit} ranked submissions of a ${d.kind} are used up.`,
      hint: (d) => `The next ones count from ${d.resets_at} on. Your best so far stands.`,
    },
    rate_limited: {
      exit: EXIT.environment,
      message: (d) => `${d.registry ?? 'The registry'} asks for a pause: too many requests.`,
      hint: (d) => `Try again in ${d.retry_after_s} s.`,
    },
    busy: {
      exit: EXIT.environment,
      message: (d) => `${d.registry ?? 'The registry'} can't take this now: ${d.reason}.`,
      hint: (d) => `Try again in ${d.retry_after_s} s; a request that is repeated counts once.`,
    },
    too_large: {
      exit: EXIT.configuration,
      message: (d) => `The registry takes at most ${d.limit} in one request.`,
      hint: () => 'Submit a results file that tito wrote, as it is.',
    },
    registry_unreachable: {
      exit: EXIT.environment,
      message: (d) => `The registry ${d.registry} can't be reached: ${d.reason}`,
      hint: (d) => d.hint ?? 'Nothing is lost: try again later, or choose another with --registry FILE|URL.',
    },
    registry_unusable: {
      exit: EXIT.environment,
      message: (d) => `The registry ${d.registry} can't be used: ${d.reason}`,
      hint: (d) => `${d.hint}`,
    },
    registry_newer: {
      exit: EXIT.configuration,
      message: (d) =>
        `The registry ${d.registry} is of a newer tito (schema ${d.found}; this one knows up to ${d.supported}).`,
      hint: () => 'Update tito, then try again; nothing was changed.',
    },
    registry_in_use: {
      exit: EXIT.environment,
      message: (d) => `Another tito (process ${d.process}) serves ${d.registry}.`,
      hint: (d) => `Stop that one first. If no tito is running, remove ${d.lock}.`,
    },
    no_pages: {
      exit: EXIT.usage,
      message: (d) => `The registry ${d.registry} is a file; its pages come from a server.`,
      hint: (d) => `Start one with '${d.command}', then open the address that it prints.`,
    },
    nothing_to_submit: {
      exit: EXIT.usage,
      message: (d) => `There is no finished run to submit in ${d.folder}.`,
      hint: () => "Measure first: 'tito benchmark baseline', or 'tito benchmark capstone' after Module 20.",
    },
    waiting: {
      exit: EXIT.environment,
      message: (d) => d.message ?? `The registry ${d.registry} can't be reached now: ${d.reason}`,
      hint: (d) => `The submission is kept in ${d.file} and sent with your next community command.`,
    },
    admin_token_needed: {
      exit: EXIT.usage,
      message: (d) => `Moderating ${d.registry} takes its admin token.`,
      hint: () =>
        "Give it by --admin-token-file FILE or TITO_ADMIN_TOKEN. Whoever runs it makes one: 'tito community admin-token'.",
    },
    admin_token_unusable: {
      exit: EXIT.usage,
      message: (d) => `There is no admin token in ${d.where}: ${d.problem}.`,
      hint: () => "It is the line that 'tito community admin-token' printed.",
    },
    no_moderator: {
      exit: EXIT.usage,
      message: (d) => `${d.registry ?? 'The registry'} has no admin token yet.`,
      hint: () =>
        "Whoever runs it makes one where its database is: 'tito community admin-token --database FILE|postgres://…'.",
    },
    not_a_moderator: {
      exit: EXIT.usage,
      message: (d) => `This is not the admin token of ${d.registry ?? 'the registry'}.`,
      hint: () =>
        "Give the latest one by --admin-token-file FILE or TITO_ADMIN_TOKEN; 'tito community admin-token' makes a new one.",
    },
    unknown_run: {
      exit: EXIT.usage,
      message: (d) => `There is no run '${d.run}'.`,
      hint: () => "Find its id with 'tito community reviews', or in the address of its page.",
    },
    unknown_class_code: {
      exit: EXIT.usage,
      message: () => 'There is no class with this code.',
      hint: () =>
        'Compare it with what your instructor wrote; an older code may have been replaced by a new one.',
    },
    class_expired: {
      exit: EXIT.gate,
      message: (d) => `The code of the class ${d.name} stopped on ${d.expired_at}.`,
      hint: () => 'Ask your instructor for a new code. Without --class you join all the same.',
    },
    class_frozen: {
      exit: EXIT.environment,
      message: (d) =>
        `The class ${d.name} is frozen until ${d.until?.replace(/T(\d\d:\d\d).*$/, ' $1 UTC')}: it takes no members and no runs.`,
      hint: () => 'Nothing is lost: try again after that. Without --class you join all the same.',
    },
    removed_from_class: {
      exit: EXIT.gate,
      message: (d) => `The instructor took you out of the class ${d.name}: ${d.reason}`,
      hint: () =>
        'Talk to your instructor; a new code lets you in again. You are still a member of the community.',
    },
    not_an_instructor: {
      exit: EXIT.usage,
      message: (d) => `${d.registry ?? 'The registry'} knows no class with this admin token.`,
      hint: () => 'Use the machine that made the class, or make one: tito community class create NAME.',
    },
    class_taken: {
      exit: EXIT.gate,
      message: () => 'There is another class with this id, code or token.',
      hint: () => 'Make it again: another code is drawn.',
    },
    not_in_class: {
      exit: EXIT.usage,
      message: (d) => `Nobody in the class ${d.name} is called ${d.handle}.`,
      hint: () => 'See who is in it: tito community class roster.',
    },
    no_class: {
      exit: EXIT.usage,
      message: (d) => d.message ?? `You have made no class at ${d.registry}.`,
      hint: (d) => d.hint ?? 'Make one: tito community class create "CS249 Fall".',
    },
    unknown_group: {
      exit: EXIT.usage,
      message: (d) => `You belong to no ${d.group}.`,
      hint: (d) => `Say where you learn first: tito community update ${d.option}.`,
    },
  }) satisfies Record<string, Entry>;
