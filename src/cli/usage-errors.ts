import type { CommanderError } from 'commander';
import { TitoError } from '../errors.ts';

/**
 * Words commander's finding as an error of tito: "error: unknown option '--sede'\n(Did you mean --seed?)"
 * has the fact, the mistaken word and the suggestion in one text.
 *
 * @param command words of the command that was parsed, for the hint
 */
export function usageError(error: CommanderError, command: string): TitoError {
  const [fact = ''] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = error.message.match(/\(Did you mean (?:one of )?([^,?]+)/)?.[1];
  if (error.code === 'commander.unknownCommand') {
    const parent = command.split(' ').slice(1);
    const full = (name: string | undefined) => name && [...parent, name].join(' ');
    return new TitoError('unknown_command', {
      name: full(fact.match(/'(.*)'/)?.[1]),
      suggestion: full(suggestion),
    });
  }
  const message = `${fact.charAt(0).toUpperCase()}${fact.slice(1).replace(/\.$/, '')}.`;
  return new TitoError('usage', { message, suggestion, command });
}
