/** What a subject can be asked to compute; `values` reads a tensor back and is always needed. */
export const OPERATIONS = ['tensor', 'add', 'multiply', 'sum', 'matmul', 'linear', 'relu'] as const;
export type Operation = (typeof OPERATIONS)[number];
