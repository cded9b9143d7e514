import { calleeOf, dottedName } from '../../parse/calls.ts';
import type { SyntaxNode } from '../../parse/syntax.ts';
import { ancestors } from '../../parse/walk.ts';
import type { CallRule, NodeRule } from './rule.ts';
import { definitionNames } from './surroundings.ts';

const BROKEN_HASH = /^(?:md[245]|sha-?1|ripemd160?)$/i;
const BROKEN_CIPHER = /^(?:des|des3|3des|rc[24]|arc[24]|blowfish|tripledes)(?:[-_]|$)|[-_]ecb(?:$|[-_])/i;
/** Purposes for which a hash need not withstand an attacker. */
const HARMLESS_USE =
  /etag|cache|checksum|fingerprint|dedup|bucket|shard|content_?hash|file_?hash|revision|integrity|digest_?of/i;
const SECRET = /password|passwd|pwd|secret|token|signature|sign|credential|session|auth|otp|pin\b/i;

/** Hashes and ciphers that are broken: CWE-328 and CWE-327. */
const algorithms: CallRule = ({ name, last, positional, keywords, node }, view) => {
  const [first] = positional;
  const named = first?.type === 'String' ? view.text(first).slice(1, -1) : '';
  const isNamer =
    /^(?:crypto\.(?:createHash|createHmac|createCipher(?:iv)?|createDecipher(?:iv)?|createSign)|hashlib\.new)$/.test(
      name,
    );
  const library =
    /^(?:hashlib|Crypto(?:dome)?\.(?:Hash|Cipher)|cryptography\.hazmat\.\w+\.\w+\.?\w*)\./.test(name) ||
    /^(?:MD5|SHA1|DES3?|ARC4|TripleDES|Blowfish)\b/.test(name);
  const candidates = [isNamer ? named : '', ...(library ? name.split('.') : [])];
  const cipher = candidates.find((each) => BROKEN_CIPHER.test(each));
  if (/(?:^|\.)crypto\.create(?:Cipher|Decipher)$/.test(name) && !cipher) {
    return { cwe: 327, severity: 'medium', message: `${last} derives its key with MD5` };
  }
  if (cipher) return { cwe: 327, severity: 'high', message: `broken cipher ${cipher}` };
  const hash = candidates.find((each) => BROKEN_HASH.test(each));
  const isUnused = keywords.get('usedforsecurity');
  // HMAC withstands what breaks the hash inside of it.
  if (!hash || last === 'createHmac' || (isUnused && view.text(isUnused) === 'False')) return null;
  const around = definitionNames(view.syntax, node);
  const isSecret =
    SECRET.test(around) || SECRET.test(view.text(node)) || chainMentionsSecret(node, view.text);
  if (!isSecret && HARMLESS_USE.test(around)) return null;
  return { cwe: 328, severity: isSecret ? 'high' : 'medium', message: `weak hash ${hash.toLowerCase()}` };
};

/** `createHash('md5').update(password)`: what is hashed stands further along the chain. */
function chainMentionsSecret(node: SyntaxNode, text: (node: SyntaxNode) => string): boolean {
  let chain = node;
  for (const above of ancestors(node)) {
    if (!/^(?:MemberExpression|CallExpression)$/.test(above.type)) break;
    chain = above;
  }
  return SECRET.test(text(chain));
}

/** Modes such as `AES.MODE_ECB` and `modes.ECB()`: CWE-327. */
const modes: NodeRule = (node, view) =>
  node.type === 'MemberExpression' && /(?:^|\.)(?:MODE_ECB|modes\.ECB)$/.test(dottedName(view.syntax, node))
    ? { cwe: 327, severity: 'high', message: 'cipher in ECB mode shows equal blocks' }
    : null;

const GUESSABLE =
  /^(?:Math\.random|random\.(?:random|choice|choices|randint|randrange|getrandbits|sample|uniform|randbytes)|(?:numpy|np)\.random\.\w+)$/;
const NEEDS_CHANCE =
  /token|password|passwd|secret|session|csrf|nonce|salt|otp|api_?key|auth|(?:reset|verification|invite|access|coupon|voucher)_?code|credential|private|(?:^|[^a-z])key(?:$|[^a-z])|iv$/i;

/** Secrets from a generator that can be foreseen: CWE-338. */
const randomness: CallRule = ({ name, node }, view) => {
  if (!GUESSABLE.test(name) || !NEEDS_CHANCE.test(definitionNames(view.syntax, node))) return null;
  return { cwe: 338, severity: 'high', message: `${name} can be foreseen, and makes a secret` };
};

/** Certificates that are not checked: CWE-295; signatures that are not: CWE-347. */
const verification: CallRule = ({ name, keywords, positional }, view) => {
  const verify = keywords.get('verify');
  const isJwt = /\bjwt\.decode$/.test(name);
  const options = keywords.get('options') ?? positional[2];
  if (
    isJwt &&
    ((verify && view.text(verify) === 'False') ||
      (options && /verify_signature['"]?\s*:\s*False/.test(view.text(options))))
  ) {
    return { cwe: 347, severity: 'high', message: 'token is read without checking its signature' };
  }
  if (verify && view.text(verify) === 'False') {
    return { cwe: 295, severity: 'high', message: 'certificate is not checked (verify=False)' };
  }
  if (name === 'ssl._create_unverified_context') {
    return { cwe: 295, severity: 'high', message: 'certificate is not checked (unverified context)' };
  }
  const certificates = keywords.get('cert_reqs') ?? keywords.get('ssl') ?? keywords.get('verify_ssl');
  if (certificates && /CERT_NONE|^False$/.test(view.text(certificates))) {
    return { cwe: 295, severity: 'high', message: 'certificate is not checked' };
  }
  return null;
};

const UNCHECKED =
  /^(?:rejectUnauthorized|strictSSL|check_hostname|verify_mode|NODE_TLS_REJECT_UNAUTHORIZED|verify|_create_default_https_context)$/;

/** Settings that switch the check of certificates off: CWE-295. */
const settings: NodeRule = (node, view) => {
  if (!/^(?:Property|AssignmentExpression|AssignStatement)$/.test(node.type)) return null;
  const [target] = node.children;
  const value = node.children.findLast((child) => child.type !== ';');
  if (!target || !value || target === value) return null;
  const name = view.text(target).replaceAll(/^.*[.[]|['"\]]/g, '');
  const isSession = name === 'verify' && !/session|client/i.test(view.text(target));
  if (!UNCHECKED.test(name) || isSession) return null;
  const isOff = /^(?:false|False|['"]?0['"]?|(?:ssl\.)?CERT_NONE|ssl\._create_unverified_context)$/.test(
    view.text(value),
  );
  return isOff ? { cwe: 295, severity: 'high', message: `certificate is not checked (${name})` } : null;
};

/** `algorithms: ['none']`: CWE-347. */
const unsigned: CallRule = ({ name, node }, view) =>
  /\b(?:jwt|jsonwebtoken)\.(?:verify|decode|sign|encode)$/.test(name) &&
  /algorithms?['"]?\s*[:=]\s*\[?\s*['"]none['"]/i.test(view.text(node)) &&
  calleeOf(node)
    ? { cwe: 347, severity: 'high', message: "token without a signature is taken (algorithm 'none')" }
    : null;

export const cryptographyCalls: readonly CallRule[] = [algorithms, randomness, verification, unsigned];
export const cryptographyNodes: readonly NodeRule[] = [modes, settings];
