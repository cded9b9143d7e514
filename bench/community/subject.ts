/** Code to be measured by those who submit: tito's own under another name, since a run of that one holds no rank. */
import reference from '../../src/reference/subject.ts';

export default { ...reference, name: 'bench' };
