import { defineReporter } from '../contracts.ts';

/**
 * Lists of numbers stand on one line: there are many, and a line for each number helps nobody.
 * A string never matches, as JSON writes a line break in a string as `\\n`.
 */
const NUMBERS = /\[\n([-+.,\deE\s]+)\]/g;

export default defineReporter({
  title: 'one JSON document',
  render: ({ data }) => {
    const text = JSON.stringify(data, null, 2);
    return `${text.replace(NUMBERS, (_, numbers: string) => `[${numbers.trim().replace(/\s+/g, ' ')}]`)}\n`;
  },
});
