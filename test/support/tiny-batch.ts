/** Files of a working directory with a batch that takes a second: one task, twelve samples. */
export const TINY_BATCH = {
  'suites/tiny.yaml': 'kind: tasks\ntitle: Tiny\nsamples: 6\ntasks: [safety_assessment]\n',
  'suites/other.yaml': 'kind: tasks\ntitle: Other\nsamples: 6\ntasks: [safety_assessment]\n',
  'suites/ladder.yaml':
    'kind: tasks\ntitle: Ladder\nsamples: 1\ntasks: [safety_assessment]\nprofiles: [light, medium]\n',
};
