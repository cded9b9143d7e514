import { propertyOf } from '../../parse/calls.ts';
import type { Purpose } from '../../parse/origins.ts';
import type { CallRule } from './rule.ts';

const LOG: Purpose = { id: 'log', cleaners: /redact|mask|hash|digest|encrypt/i };
const SECRET =
  /(?:^|[._])(?:password|passwd|pwd|secret|api_?key|private_?key|access_?token|auth_?token|credit_?card|card_?number|cvv|ssn)$/i;

/** Secrets in a log: CWE-532. */
const logging: CallRule = ({ name, positional }, view) => {
  if (
    !/^(?:console|.*\blog(?:ger|ging)?)\.(?:log|info|debug|warn|warning|error|exception)$|^print$/.test(name)
  )
    return null;
  const leaked = positional
    .map((each) => view.origin(each, LOG))
    .flatMap((origin) => [origin.name, ...origin.names])
    .find((each) => SECRET.test(each.replaceAll(/([a-z])([A-Z])/g, '$1_$2')));
  return leaked ? { cwe: 532, severity: 'medium', message: `'${leaked}' is written to a log` } : null;
};

/** A debugger open to everybody: CWE-489. */
const debugging: CallRule = ({ last, name, keywords }, view) => {
  const debug = keywords.get('debug');
  return last === 'run' && /\bapp\b/.test(name) && debug && view.text(debug) === 'True'
    ? { cwe: 489, severity: 'medium', message: 'server runs in debug mode' }
    : null;
};

/** Cookies that scripts or plain HTTP may read: CWE-1004, CWE-614. */
const cookies: CallRule = ({ last, positional, keywords }, view) => {
  if (last !== 'cookie' && last !== 'set_cookie') return null;
  const option = (python: string, javascript: string) =>
    keywords.get(python) ?? propertyOf(view.syntax, positional.at(-1), javascript);
  const isOff = (value: ReturnType<typeof option>) =>
    value !== undefined && /^[fF]alse$/.test(view.text(value));
  if (isOff(option('httponly', 'httpOnly'))) {
    return { cwe: 1004, severity: 'medium', message: 'cookie that scripts may read' };
  }
  return isOff(option('secure', 'secure'))
    ? { cwe: 614, severity: 'medium', message: 'cookie that is sent in the clear' }
    : null;
};

export const exposureRules: readonly CallRule[] = [logging, debugging, cookies];
