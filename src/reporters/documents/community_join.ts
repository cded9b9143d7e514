import { type DocumentPart, defineLayout } from '../../contracts.ts';
import type { JoinScreen } from '../../schema/community/screens.ts';
import { builders, courseName, ending, groupFact, message, whole } from './_community-parts.ts';

export default defineLayout<JoinScreen>({
  layOut: (screen, hint) => ({
    rows: screen.groups.map(({ kind, label, members }) => ({ kind, label, members })),
    parts: [
      {
        kind: 'heading',
        icon: '✅',
        text: screen.created ? "You've joined the TinyTorch Community!" : 'You are a member already.',
      },
      ...about(screen),
      message('🎖️', 'good', `You're builder #${whole(screen.builder_number)} on the global map!`),
      {
        kind: 'facts',
        icon: '👥',
        title: 'Your Cohort',
        facts: screen.groups.filter(({ kind }) => kind !== 'country').map((group) => groupFact(group)),
      },
      ...(screen.created ? welcome(screen) : []),
      ...ending(screen, hint),
    ],
  }),
});

function about({ member }: JoinScreen): DocumentPart[] {
  const { location, institution, context } = member;
  return [
    ...(location ? [message('📍', 'hint', `Location: ${location.country}`)] : []),
    ...(institution ? [message('🏫', 'hint', `Institution: ${institution.name}`)] : []),
    ...(context.course_type
      ? [message('📚', 'hint', `Course type: ${courseName(context.course_type)}`)]
      : []),
  ];
}

/** From counts that are known only; who is among the first is told so. */
function welcome({ groups, member }: JoinScreen): DocumentPart[] {
  const cohort = groups.find(({ kind }) => kind === 'cohort')?.members ?? null;
  const institution = groups.find(({ kind }) => kind === 'institution');
  const { cohort: label } = member.context;
  const who = cohort === null ? 'among the very first builders' : `one of ${builders(cohort)}`;
  return [
    message('👋', 'good', `Welcome to the ${label} Cohort!`),
    message('🌱', 'good', `You're ${who} who started TinyTorch this semester.`),
    ...(institution?.members == null
      ? []
      : [
          message(
            '🏫',
            'good',
            `${builders(institution.members)} are from ${institution.label} (your institution).`,
          ),
        ]),
  ];
}
