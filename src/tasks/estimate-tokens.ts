/** Characters that a token has on average in English text and code, for models with vocabularies of 32 to 128 thousand. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * Tokens of a text where no server counts them: a rule of thumb, a tenth to a third off, always marked as estimated.
 * It treats both arms alike, so that ratios are nearer to the truth than counts.
 */
export const estimateTokens = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN);
