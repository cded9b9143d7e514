/** Discounts of the old shop, by the number of items. */
const STEPS = [
  { from: 100, percent: 12 },
  { from: 20, percent: 7 },
  { from: 5, percent: 3 },
];

export class DiscountTable {
  constructor(steps = STEPS) {
    this.steps = steps;
  }

  percentFor(count) {
    const step = this.steps.find((each) => count >= each.from);
    return step === undefined ? 0 : step.percent;
  }
}

export function discounted(cents, count) {
  return Math.round(cents * (1 - new DiscountTable().percentFor(count) / 100));
}
