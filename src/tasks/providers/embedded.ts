import { setImmediate } from 'node:timers/promises';
import { defineProvider, type Endpoint } from '../../task-contracts.ts';
import { answerPrompt } from '../embedded/analyst.ts';

const MODEL = 'rules';
/** About a line of an answer, as a server sends it. */
const CHUNK_CHARACTERS = 256;
/** As the engine estimates tokens. */
const CHARACTERS_PER_TOKEN = 4;

/**
 * Nothing is waited for but a turn of the event loop between two chunks, so that other samples, time limits and an
 * interrupt get theirs. Tokens are null: there are none, and the engine estimates them from the text.
 */
const endpoint: Endpoint = {
  inspect: async (signal) => {
    signal.throwIfAborted();
    return { version: null, models: [MODEL] };
  },
  warmUp: async (_, signal) => {
    signal.throwIfAborted();
  },
  ask: async ({ prompt, system, max_output_tokens }, { onConnected, onChunk }, signal) => {
    signal.throwIfAborted();
    onConnected();
    await setImmediate();
    signal.throwIfAborted();
    const answer = answerPrompt(system === null ? prompt : `${system}\n${prompt}`);
    const most = max_output_tokens * CHARACTERS_PER_TOKEN;
    for (let start = 0; start < Math.min(answer.length, most); start += CHUNK_CHARACTERS) {
      await setImmediate();
      signal.throwIfAborted();
      onChunk({ kind: 'content', text: answer.slice(start, Math.min(start + CHUNK_CHARACTERS, most)) });
    }
    return {
      tokens: { input: null, output: null, cached: null },
      finish_reason: answer.length > most ? 'length' : 'stop',
      server: null,
    };
  },
  connections: () => 0,
  close: () => undefined,
};

/** No language model: rules that answer from the prompt's text, to try the whole pipeline where no server is. */
export default defineProvider({
  title: 'Rule-based analyst inside of tito, no language model',
  is_language_model: false,
  open: () => endpoint,
});
