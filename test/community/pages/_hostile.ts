/** Texts that would do something to a page, a spreadsheet or a terminal that is careless with them. */
export const HOSTILE: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></svg><iframe src="https://elsewhere.example">',
  'javascript:alert(1)',
  '=HYPERLINK("https://elsewhere.example")',
  '@SUM(1+1)*cmd|"/c calc"!A0',
  '＋1',
  '\u202Egnp.exe\u2066\u200F',
  'a\u0000b\u001B[31mc\r\nSet-Cookie: a=b',
  '{{1}}<%= 1 %>',
  '&lt;b&gt;',
  `e${'\u0301'.repeat(500)}`,
  'W'.repeat(10_000),
  '\u{1F468}\u200D\u{1F469}\u200D\u{1F467}'.repeat(500),
  '../../etc/passwd',
];

/** Elements, and attributes that may stand in a page; everything else was smuggled in. */
const ELEMENTS =
  /^(?:html|head|meta|title|link|script|body|a|header|p|span|em|nav|ul|ol|li|main|h1|h2|dl|div|dt|dd|section|figure|figcaption|svg|g|path|circle|rect|line|text|table|caption|thead|tbody|tr|th|td|details|summary|form|input|label|select|option|button|footer|strong|bdi|code)$/;

/**
 * What in a page is not as the templates have it: unknown elements, handlers, styles, scripts with text, addresses
 * elsewhere, signs that steer the direction.
 */
export function intruders(page: string): string[] {
  const found: string[] = [];
  for (const [tag, name = '', rest = ''] of page.matchAll(/<\/?([a-z][\w:-]*)((?:\s[^<>]*)?)>/gi)) {
    if (!ELEMENTS.test(name)) found.push(tag);
    const attributes = rest.replaceAll(/"[^"]*"/g, '""');
    if (/\s(?:on\w+|style|srcdoc|formaction)=/i.test(attributes)) found.push(tag);
    if (/(?:href|src|action)="(?:[a-z]+:|\/\/|\/)/i.test(rest)) found.push(tag);
  }
  // Whatever begins like a tag and is none.
  const text = page.replaceAll(/<!doctype html>|<\/?[a-z][\w:-]*(?:\s+[\w:-]+(?:="[^"<>]*")?)*\s*\/?>/gi, '');
  if (/[<>]/.test(text)) found.push(`unescaped: ${/.{0,40}[<>].{0,40}/s.exec(text)?.[0]}`);
  if (/<script[^>]*>[^<]/.test(page)) found.push('a script with text');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
  const invisible = /[\u0000-\u0008\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/.exec(page);
  if (invisible) found.push(`invisible: ${JSON.stringify(invisible[0])}`);
  const longest = Math.max(...[...text.matchAll(/\S+/g)].map(([word]) => word.length));
  if (longest > 600) found.push(`a word of ${longest} letters`);
  return found;
}
