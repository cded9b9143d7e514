/** Languages whose syntax is read; all others are only counted. */
export type ParsedLanguage = 'typescript' | 'javascript' | 'python';

const BY_ENDING: Readonly<Record<string, string>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'typescript',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  py: 'python',
  pyi: 'python',
  json: 'json',
  yaml: 'yaml',
  yml: 'yaml',
  md: 'markdown',
  html: 'html',
  css: 'css',
  sql: 'sql',
  sh: 'shell',
  toml: 'toml',
  go: 'go',
  rs: 'rust',
  java: 'java',
  c: 'c',
  h: 'c',
  cpp: 'c++',
  rb: 'ruby',
  php: 'php',
};

/** The file's name ending in lower case, without the dot; empty where there is none. */
export const endingOf = (path: string): string => /\.([a-z0-9]+)$/i.exec(path)?.[1]?.toLowerCase() ?? '';

/** Language by the file's ending; `other` for what is not known. */
export const languageOf = (path: string): string => BY_ENDING[endingOf(path)] ?? 'other';

/** The language where its syntax is read, otherwise null. */
export function parsedLanguageOf(path: string): ParsedLanguage | null {
  const language = languageOf(path);
  return language === 'typescript' || language === 'javascript' || language === 'python' ? language : null;
}
