import type { RenderedFile } from '../read-rendered.ts';

export interface Flaw {
  file: string;
  line: number;
  cwe: string;
}

/**
 * What is looked for in single lines, by its number in the Common Weakness Enumeration. A line is all that is seen,
 * as with a search for words: where a value comes from is not, so some hits are wrong and some flaws are missed.
 */
const RULES: readonly (readonly [cwe: number, pattern: RegExp])[] = [
  [89, /\b(?:query|execute|executemany)\(\s*(?:f["']|`[^`]*\$\{|["'][^"']*["']\s*\+|\w+\s*\+)/],
  [89, /["'`][^"'`]*\bSELECT\b[^"'`]*["'`]\s*(?:\+|%|\.format\()/i],
  [78, /\bshell\s*=\s*True|\bos\.system\(|\bexec(?:Sync)?\(\s*(?:`[^`]*\$\{|["'][^"']*["']\s*\+)/],
  [79, /\.innerHTML\s*=|document\.write\(|<\w+[^>]*>\$\{(?!escape)[^}(]*\}/],
  [22, /\b(?:readFile|readFileSync|createReadStream|sendFile|open)\([^)]*\b(?:req|request|params|name)\b/],
  [95, /\beval\(|\bnew Function\(/],
  [502, /\bpickle\.loads?\(|\byaml\.load\((?!.*SafeLoader)|\bunserialize\(/],
  [327, /\bmd5\(|\bsha1\(|createHash\(["'](?:md5|sha1)["']\)|\bDES\b/],
  [798, /\b\w*(?:password|passwd|secret|token|api_?key)\w*["']?\s*[:=]\s*["'`][^"'`\s]{8,}["'`]/i],
  [295, /rejectUnauthorized\s*:\s*false|\bverify\s*=\s*False|_create_unverified_context/],
  [377, /\bmktemp\(|["']\/tmp\/\w+/],
  [601, /\bredirect\([^)]*\b(?:req|request|next|url|target)\b/],
  [918, /\b(?:fetch|axios\.get|requests\.get|urlopen)\(\s*(?!["'`])[a-z]\w*/],
  [
    338,
    /\b(?:token|secret|session|password|nonce)\b.*\bMath\.random\(|\brandom\.(?:random|choice|randint)\(/i,
  ],
  [338, /\bMath\.random\(\)\.toString\(/],
];

/** One hit for each weakness and line. */
export function findFlaws(files: readonly RenderedFile[]): Flaw[] {
  return files.flatMap(({ path, lines }) =>
    lines.flatMap(({ number, text }) => {
      const hits = RULES.filter(([, pattern]) => pattern.test(text)).map(([cwe]) => `CWE-${cwe}`);
      return [...new Set(hits)].map((cwe) => ({ file: path, line: number, cwe }));
    }),
  );
}
