import { defineReporter } from '../contracts.ts';

/** Lists of numbers stand on one line: there are many, and a line for each number helps nobody. */
const NUMBERS = /\[\s+(-?[\d.eE+-]+(?:,\s+-?[\d.eE+-]+)*)\s+\]/g;

export default defineReporter({
  title: 'one JSON document',
  render: ({ data }) => {
    const text = JSON.stringify(data, null, 2);
    return `${text.replace(NUMBERS, (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ')}]`)}\n`;
  },
});
