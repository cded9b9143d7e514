import { calleeOf } from '../../parse/calls.ts';
import type { Purpose } from '../../parse/origins.ts';
import type { SyntaxNode } from '../../parse/syntax.ts';
import { type CallRule, isInput, severityOf } from './rule.ts';

const PATH: Purpose = {
  id: 'path',
  cleaners:
    /^(?:basename|secure_filename|safe_join|sanitize\w*|sanitise\w*|filenamify|slugify|name|stem|is\w+|safe\w*)$/i,
};

const OPENS =
  /^(?:open|io\.open|codecs\.open|gzip\.open|zipfile\.ZipFile|tarfile\.open|(?:fs|fs\.promises|fs\.extra|fs-extra|graceful-fs)\.(?:promises\.)?(?:readFile|writeFile|appendFile|createReadStream|createWriteStream|unlink|rm|open|copyFile|rename|cp)(?:Sync)?|os\.(?:remove|unlink|rename|open)|shutil\.\w+|(?:flask\.)?send_file|flask\.send_file|.*\.(?:sendFile|send_file|download|read_text|read_bytes|write_text|write_bytes)|numpy\.load|np\.load|pandas\.read_csv|aiofiles\.open|FileResponse|.*\.FileResponse)$/;

/** A file named by input: CWE-22. */
const traversal: CallRule = ({ name, last, positional, node, keywords }, view) => {
  if (!OPENS.test(name)) return null;
  const callee = calleeOf(node);
  const isMethod = /^(?:read|write)_(?:text|bytes)$/.test(last);
  const path = isMethod ? callee?.children[0] : (positional[0] ?? keywords.get('file'));
  if (!path || (last === 'sendFile' && rootedBy(positional[1], view.text))) return null;
  const origin = view.origin(path, PATH);
  if (!isInput(origin) || view.isChecked(node, origin)) return null;
  // A function that is given a whole path may well be meant to use it; one that is given a part below a folder
  // is not meant to leave that.
  if (origin.kind === 'parameter' && !/[\w\uFFFC][^\uFFFD]*\uFFFD/.test(origin.text)) return null;
  return { cwe: 22, severity: severityOf(origin), message: `path of ${last} comes from '${origin.name}'` };
};

const rootedBy = (options: SyntaxNode | undefined, text: (node: SyntaxNode) => string) =>
  options !== undefined && /\broot\b/.test(text(options));

/** Archives whose members may name any path: CWE-22. */
const extraction: CallRule = ({ last, keywords, name }) =>
  last === 'extractall' &&
  !keywords.has('filter') &&
  !keywords.has('members') &&
  /tar|\(\)|archive/i.test(name)
    ? { cwe: 22, severity: 'medium', message: 'archive unpacked without a filter for its paths' }
    : null;

const WRITES =
  /^(?:open|io\.open|(?:fs|fs\.promises)\.(?:promises\.)?(?:writeFile|appendFile|createWriteStream|open)(?:Sync)?)$/;

/** A temporary file whose name can be foreseen: CWE-377. */
const temporary: CallRule = ({ name, positional, keywords }, view) => {
  if (/^(?:tempfile\.mktemp|os\.(?:tempnam|tmpnam))$/.test(name)) {
    return { cwe: 377, severity: 'medium', message: `${name} names a file that anybody may create first` };
  }
  const [path, second] = positional;
  if (!path || !WRITES.test(name)) return null;
  // `x` and `wx` fail where somebody was there first.
  const mode = /(?:^|\.)open/.test(name) ? (second ?? keywords.get('mode')) : undefined;
  const flags = mode ? view.text(mode).slice(1) : '';
  if (/(?:^|\.)open/.test(name) && !/^[wa]/.test(flags)) return null;
  if (flags.startsWith('wx') || positional.some((each) => /flag['"]?\s*:\s*['"]wx/.test(view.text(each))))
    return null;
  const text = view.origin(path, PATH).text;
  const isTemporary =
    /^\/(?:var\/)?tmp\//.test(text) || /\btmpdir\(\)|\bgettempdir\(\)/.test(view.text(path));
  if (!isTemporary) return null;
  return { cwe: 377, severity: 'medium', message: 'temporary file with a name that can be foreseen' };
};

/** Everybody may write: CWE-732. */
const permissions: CallRule = ({ last, positional }, view) =>
  /^(?:chmod|chmodSync|fchmod)$/.test(last) &&
  positional.some((each) => /^0o?\d?[0-7]{2}[2367]$/.test(view.text(each)))
    ? { cwe: 732, severity: 'medium', message: `${last} lets everybody write` }
    : null;

export const pathRules: readonly CallRule[] = [traversal, extraction, temporary, permissions];
