import { defineStatistic } from '../../contracts.ts';
import { pool } from './_pool.ts';

export default defineStatistic({
  title: 'Number of samples',
  source: 'a count',
  compute: (samples) => ({ samples: pool(samples).length }),
});
