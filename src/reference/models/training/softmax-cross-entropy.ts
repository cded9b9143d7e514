/**
 * Mean cross-entropy of the softmax of logits (count, classes) against labels, and its gradient by the logits, (softmax -
 * one-hot) / count (Goodfellow, Bengio & Courville, Deep Learning, 2016, §6.2.2.3). The greatest logit is taken off first,
 * so that nothing overflows.
 *
 * @param gradient filled, as long as the logits
 * @returns the loss, in nats
 */
export function softmaxCrossEntropy(
  logits: Float32Array,
  labels: Uint8Array,
  classes: number,
  gradient: Float32Array,
): number {
  const count = labels.length;
  let loss = 0;
  for (let i = 0; i < count; i++) {
    loss += lossOfRow(logits, i * classes, classes, labels[i] as number, count, gradient);
  }
  return loss / count;
}

function lossOfRow(
  logits: Float32Array,
  from: number,
  classes: number,
  label: number,
  count: number,
  gradient: Float32Array,
): number {
  let greatest = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < classes; c++) greatest = Math.max(greatest, logits[from + c] as number);
  let total = 0;
  for (let c = 0; c < classes; c++) total += Math.exp((logits[from + c] as number) - greatest);
  for (let c = 0; c < classes; c++) {
    const share = Math.exp((logits[from + c] as number) - greatest) / total;
    gradient[from + c] = (share - (c === label ? 1 : 0)) / count;
  }
  return Math.log(total) + greatest - (logits[from + label] as number);
}
