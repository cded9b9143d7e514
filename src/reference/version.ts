/**
 * The yardstick's identity, saved with every run. Ratios of two runs can only be compared where both have the same
 * yardstick: a change to a file of this folder that changes how fast it is needs a new version.
 */
export const YARDSTICK = { name: 'tito-reference', version: '1' } as const;
