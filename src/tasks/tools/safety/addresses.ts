import { propertyOf } from '../../parse/calls.ts';
import type { Origin, Purpose } from '../../parse/origins.ts';
import type { SyntaxNode } from '../../parse/syntax.ts';
import { type CallRule, isInput, type NodeRule, type Problem, severityOf, type View } from './rule.ts';

const ADDRESS: Purpose = {
  id: 'address',
  cleaners:
    /^(?:url_for|reverse|encodeURIComponent|quote|quote_plus|urlencode|safe\w*|validate\w*|sanitize\w*|sanitise\w*|\w*allowed\w*)$/i,
};

/** Whether the fixed beginning of an address settles its host: `https://host/`, or `/path` on this one. */
const isHostFixed = ({ text }: Origin): boolean =>
  /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+[/?#]/i.test(text.split(/[\uFFFC\uFFFD]/)[0] ?? '') ||
  /^\/(?![/\\]|$)[^\uFFFC\uFFFD]/.test(text);

/** An address that input settles. */
function foreign(
  address: SyntaxNode,
  view: View,
  say: (name: string) => string,
  cwe: number,
): Problem | null {
  const origin = view.origin(address, ADDRESS);
  if (!isInput(origin) || isHostFixed(origin) || view.isChecked(address, origin)) return null;
  return { cwe, severity: severityOf(origin), message: say(origin.name) };
}

const REDIRECTS =
  /^(?:.*\.)?(?:redirect|HttpResponseRedirect|HttpResponsePermanentRedirect|RedirectResponse|sendRedirect)$/;

/** A redirect to where input says: CWE-601. */
const redirect: CallRule = ({ name, last, positional, keywords }, view) => {
  const say = (from: string) => `redirect to an address from '${from}'`;
  if (REDIRECTS.test(name)) {
    const address =
      positional.findLast((each) => !/^(?:Number|ObjectExpression)$/.test(each.type)) ?? keywords.get('url');
    return address ? foreign(address, view, say, 601) : null;
  }
  const [first, second] = positional;
  if (
    /^(?:setHeader|set|header|append)$/.test(last) &&
    first &&
    second &&
    /^['"]location['"]$/i.test(view.text(first))
  ) {
    return foreign(second, view, say, 601);
  }
  if (last === 'writeHead') {
    const headers = positional.at(-1);
    const address =
      propertyOf(view.syntax, headers, 'Location') ?? propertyOf(view.syntax, headers, 'location');
    return address ? foreign(address, view, say, 601) : null;
  }
  const isBrowser = /^(?:window\.|document\.)?location\.(?:assign|replace)$|^window\.open$/.test(name);
  return isBrowser && first ? foreign(first, view, say, 601) : null;
};

/** `location.href = …` */
const location: NodeRule = (node, view) => {
  if (node.type !== 'AssignmentExpression') return null;
  const [target, , value] = node.children;
  const isLocation = target && /^(?:window\.|document\.|self\.)?location(?:\.href)?$/.test(view.text(target));
  return isLocation && value
    ? foreign(value, view, (from) => `redirect to an address from '${from}'`, 601)
    : null;
};

const REQUESTS =
  /^(?:fetch|globalThis\.fetch|node-fetch|undici\.(?:fetch|request|stream)|axios(?:\.(?:get|post|put|patch|delete|head|request))?|got(?:\.\w+)?|(?:follow-redirects\.)?https?\.(?:get|request)|superagent\.\w+|needle(?:\.\w+)?|requests\.(?:get|post|put|patch|delete|head|request)|urllib\.request\.(?:urlopen|urlretrieve|Request)|urllib\.urlopen|urllib2\.urlopen|httpx\.(?:get|post|put|patch|delete|head|request|stream)|(?:aiohttp|httpx|requests)\.\w+\(\)\.\w+|.*\b(?:session|client)\.(?:get|post|request))$/;

/** What names the host: the address itself, or a part of an object of options; undefined where none does. */
function targetOf(address: SyntaxNode, view: View): SyntaxNode | undefined {
  const definition = view.definition(address);
  if (definition.type !== 'ObjectExpression') return address;
  for (const key of ['url', 'uri', 'hostname', 'host', 'baseURL']) {
    const value = propertyOf(view.syntax, definition, key);
    if (value) return value;
  }
  return undefined;
}

/** The server asks where input says: CWE-918. */
const forgery: CallRule = ({ name, last, positional, keywords }, view) => {
  if (!REQUESTS.test(name)) return null;
  const isMethodFirst =
    last === 'request' && positional[1]?.type !== 'ObjectExpression' && view.syntax.language === 'python';
  const address = (isMethodFirst ? positional[1] : positional[0]) ?? keywords.get('url');
  if (!address) return null;
  const target = targetOf(address, view);
  if (!target) return null;
  // A client of its own may be bound to one host.
  if (/\b(?:session|client)\./.test(name) && view.origin(target, ADDRESS).kind !== 'request') return null;
  return foreign(target, view, (from) => `${last} asks an address from '${from}'`, 918);
};

export const addressCalls: readonly CallRule[] = [redirect, forgery];
export const addressNodes: readonly NodeRule[] = [location];
