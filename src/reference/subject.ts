import { defineSubject } from '../contracts.ts';
import { add, multiply, sum } from './arithmetic.ts';
import { trainBaseline } from './capstone/baseline.ts';
import { deserialize } from './capstone/models.ts';
import { optimize } from './capstone/optimized.ts';
import { linear, relu } from './layers.ts';
import { matmul } from './matmul.ts';
import { type Tensor, tensor } from './tensor.ts';
import { YARDSTICK } from './version.ts';

/** The yardstick as a subject. It is the default export because it is imported the way a user's subject file is. */
export default defineSubject<Tensor>({
  name: YARDSTICK.name,
  tensor,
  values: (a) => a.data,
  add,
  multiply,
  sum,
  matmul,
  linear,
  relu,
  capstone: { baseline: trainBaseline, optimized: optimize },
  deserialize,
});
