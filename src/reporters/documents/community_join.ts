import { type DocumentPart, defineLayout } from '../../contracts.ts';
import type { JoinScreen } from '../../schema/community/screens.ts';
import { builders, courseName, ending, groupFact, whole } from './_community-parts.ts';

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
      {
        kind: 'message',
        icon: '🎖️',
        tone: 'good',
        text: `You're builder #${whole(screen.builder_number)} on the global map!`,
      },
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
  const line = (icon: string, text: string): DocumentPart => ({ kind: 'message', icon, tone: 'hint', text });
  const { location, institution, context } = member;
  return [
    ...(location ? [line('📍', `Location: ${location.country}`)] : []),
    ...(institution ? [line('🏫', `Institution: ${institution.name}`)] : []),
    ...(context.course_type ? [line('📚', `Course type: ${courseName(context.course_type)}`)] : []),
  ];
}

/** From counts that are known only; who is the first is told so. */
function welcome({ groups, member }: JoinScreen): DocumentPart[] {
  const cohort = groups.find(({ kind }) => kind === 'cohort');
  const institution = groups.find(({ kind }) => kind === 'institution');
  const { cohort: label } = member.context;
  const sentences = [`Welcome to the ${label} Cohort!`];
  if (cohort?.members != null) {
    sentences.push(`You're one of ${builders(cohort.members)} who started TinyTorch this semester.`);
  } else sentences.push("You're among the very first who started TinyTorch this semester.");
  if (institution?.members != null) {
    sentences.push(`${builders(institution.members)} are from ${institution.label} (your institution).`);
  }
  return [{ kind: 'message', icon: '👥', tone: 'good', text: sentences.join(' ') }];
}
