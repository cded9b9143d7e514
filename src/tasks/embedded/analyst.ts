import { fillAnswer } from './fill-answer.ts';
import { readMaterial } from './material.ts';

/**
 * Answers from a prompt's text alone, by rules that see one line or one function at a time. The same text gives the
 * same answer; it isn't told which task, arm or truth a prompt belongs to, and it makes the mistakes of its kind.
 */
export const answerPrompt = (prompt: string): string => JSON.stringify(fillAnswer(readMaterial(prompt)));
