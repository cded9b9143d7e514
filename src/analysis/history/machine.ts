import type { SystemInfo } from '../../schema/environment.ts';

/** What makes times comparable: the processor, how many of them, and what executes the code. */
const PARTS: readonly { name: string; of: (system: SystemInfo) => string }[] = [
  { name: 'processor', of: ({ cpu }) => cpu },
  { name: 'number of cores', of: ({ cores }) => (cores === 1 ? '1 core' : `${cores} cores`) },
  // Versions of the kernel change with every update of the system.
  { name: 'system', of: ({ os, arch }) => `${os.split(' ')[0]} ${arch}` },
  { name: 'Node', of: ({ node }) => `Node ${node}` },
  { name: 'Python', of: ({ python }) => (python === null ? '' : `Python ${python}`) },
];

/** A machine in short, as a fingerprint that people can read: runs with different ones are not compared. */
export const machineOf = (system: SystemInfo): string =>
  PARTS.map(({ of }) => of(system))
    .filter((part) => part !== '')
    .join(', ');

/** What differs between the machines of two runs, each in a few words; empty where nothing does. */
export const machineDifferences = (a: SystemInfo, b: SystemInfo): string[] =>
  PARTS.flatMap(({ name, of }) => {
    const [before, after] = [of(a), of(b)].map((part) => (part === '' ? 'none' : part));
    return before === after ? [] : [`another ${name} (${before}, then ${after})`];
  });
