import { calleeOf, isCall, lastPart } from '../../parse/calls.ts';
import type { Purpose } from '../../parse/origins.ts';
import type { CallRule } from './rule.ts';

const DATA: Purpose = { id: 'data', cleaners: /^$/ };
const UNPICKLES =
  /^(?:(?:c?[pP]ickle|_pickle|dill|cloudpickle|marshal)\.(?:loads?|Unpickler)|shelve\.open|jsonpickle\.decode|joblib\.load|pandas\.read_pickle|node-serialize\.unserialize|serialize-javascript\.deserialize|funcster\.\w+)$/;

/** Data that runs code when it is read: CWE-502. */
const unpickling: CallRule = ({ name, last, positional, keywords }, view) => {
  const [data] = positional;
  if (UNPICKLES.test(name) && data) {
    const isOwn = isCall(data) && lastPart(view.qualify(calleeOf(data))) === 'dumps';
    if (isOwn || (view.origin(data, DATA).kind === 'literal' && data.type.endsWith('String'))) return null;
    return { cwe: 502, severity: 'high', message: `${name} runs code that its data brings` };
  }
  if (
    /^(?:ruamel\.)?yaml\.(?:load|load_all|unsafe_load|full_load)$/.test(name) &&
    view.syntax.language === 'python'
  ) {
    const loader = keywords.get('Loader') ?? positional[1];
    if (last !== 'unsafe_load' && loader && /Safe|BaseLoader/.test(view.text(loader))) return null;
    return { cwe: 502, severity: 'high', message: `${name} without a safe loader builds any object` };
  }
  const isOff = (option: string, value: RegExp) => value.test(view.text(keywords.get(option) ?? nothing));
  const nothing = { type: '', from: 0, to: 0, parent: null, children: [] };
  if (name === 'torch.load' && !isOff('weights_only', /^True$/)) {
    return {
      cwe: 502,
      severity: 'medium',
      message: 'torch.load without weights_only=True runs code that its data brings',
    };
  }
  if (/^(?:numpy|np)\.load$/.test(name) && isOff('allow_pickle', /^True$/)) {
    return {
      cwe: 502,
      severity: 'medium',
      message: 'numpy.load with allow_pickle=True runs code that its data brings',
    };
  }
  return null;
};

/** External entities of XML: CWE-611. */
const entities: CallRule = ({ name, keywords, positional }, view) => {
  const resolves = keywords.get('resolve_entities');
  const isOn = resolves && /^True$/.test(view.text(resolves));
  const isLibxml =
    /parseXml/.test(name) && positional.some((each) => /\bnoent\s*:\s*true/.test(view.text(each)));
  return isOn || isLibxml
    ? { cwe: 611, severity: 'high', message: 'XML is read with external entities' }
    : null;
};

export const deserialisationRules: readonly CallRule[] = [unpickling, entities];
