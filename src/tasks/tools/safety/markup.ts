import { propertyOf } from '../../parse/calls.ts';
import type { Purpose } from '../../parse/origins.ts';
import type { SyntaxNode } from '../../parse/syntax.ts';
import { type CallRule, isInput, type NodeRule, type Problem, type View } from './rule.ts';

const MARKUP: Purpose = {
  id: 'markup',
  cleaners:
    /escape|sanitiz|sanitis|purify|^clean$|^bleach|encode(?:URI|Html|URIComponent)|^urlencode$|^(?:quote|quote_plus)$|striptags|strip_tags|^h$|^JSON\.stringify$|^e$/i,
};
const TAG = /<\/?[a-z][a-z0-9-]*(?:\s[^<]*)?\/?>/i;

/** Whether unescaped values land in markup that is shown: CWE-79. */
function unescaped(value: SyntaxNode, view: View, needsTag: boolean, where: string): Problem | null {
  const origin = view.origin(value, MARKUP);
  const isMarkup = origin.is_built && TAG.test(origin.text);
  if (needsTag ? !isMarkup : origin.kind === 'literal' || !(isMarkup || isInput(origin) || origin.is_built))
    return null;
  if (needsTag && !isInput(origin)) return null;
  return {
    cwe: 79,
    severity: origin.kind === 'request' || !needsTag ? 'high' : 'medium',
    message: `'${origin.name}' is put unescaped into ${where}`,
  };
}

const WRITES =
  /^(?:document\.write(?:ln)?|.*\.insertAdjacentHTML|(?:\$|jQuery)\(\)\.(?:html|append|prepend|after|before))$/;
const TRUSTS = /^(?:.*\.)?(?:Markup|mark_safe|SafeString|bypassSecurityTrustHtml)$/;
const RESPONDS =
  /^(?:.*\b(?:res|resp|response|reply|ctx|self|h)(?:\(\)|\.(?:status|type|set|code|header)\(\))*\.(?:send|end|write|html)|.*\b(?:HTMLResponse|HttpResponse|make_response|Response))$/;

const call: CallRule = ({ name, last, positional, keywords }, view) => {
  const value = last === 'insertAdjacentHTML' ? positional[1] : positional[0];
  if (WRITES.test(name) && value) return unescaped(value, view, false, `markup by ${last}`);
  if (TRUSTS.test(name) && value) return unescaped(value, view, false, `markup trusted by ${last}`);
  const body = value ?? keywords.get('content');
  return RESPONDS.test(name) && body ? unescaped(body, view, true, 'an HTML answer') : null;
};

/** `element.innerHTML = …`, a returned piece of markup, and React's own way round escaping. */
const node: NodeRule = (node, view) => {
  if (node.type === 'AssignmentExpression') {
    const [target, , value] = node.children;
    const property = target && /\.(innerHTML|outerHTML|srcdoc)$/.exec(view.text(target))?.[1];
    return property && value ? unescaped(value, view, false, property) : null;
  }
  if (node.type === 'ReturnStatement') {
    const value = node.children[1];
    return value && value.type !== ';' ? unescaped(value, view, true, 'the HTML returned') : null;
  }
  if (node.type === 'JSXAttribute' || node.type === 'Property') {
    if (!view.text(node).startsWith('dangerouslySetInnerHTML')) return null;
    const object = node.type === 'Property' ? node.children.at(-1) : node.children.at(-1)?.children[1];
    const html = propertyOf(view.syntax, object, '__html');
    return html ? unescaped(html, view, false, 'dangerouslySetInnerHTML') : null;
  }
  return null;
};

export const markupCalls: readonly CallRule[] = [call];
export const markupNodes: readonly NodeRule[] = [node];
