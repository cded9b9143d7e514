import { ProviderFailure } from '../../task-contracts.ts';
import { firstWords } from './server-message.ts';

/** @throws ProviderFailure `parse`, which shows how the text begins */
export function parseJson(text: string): unknown {
  try {
    // A byte order mark stands before the first line of some servers.
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (cause) {
    throw new ProviderFailure('parse', `not JSON: ${firstWords(text)}`, { cause });
  }
}
