/** Content of a string literal as written: prefix and quotes taken off, escapes left as they are. */
export function unquote(literal: string): string {
  const [, quote = '', rest = literal] = /^[a-zA-Z]{0,2}("""|'''|["'`])([\s\S]*)$/.exec(literal) ?? [];
  return quote !== '' && rest.endsWith(quote) ? rest.slice(0, -quote.length) : rest;
}
