/** How a set of claims meets the truth. */
export interface Accuracy {
  precision: number;
  recall: number;
  f1: number;
}

/**
 * Precision, recall and their harmonic mean F1 = 2 PR / (P + R) = 2 hits / (claimed + wanted).
 * Source: Manning, Raghavan & Schuetze, Introduction to Information Retrieval 2008, section 8.3.
 * All are 0 where nothing was claimed.
 */
export function accuracyOf(hits: number, claimed: number, wanted: number): Accuracy {
  return {
    precision: claimed === 0 ? 0 : hits / claimed,
    recall: wanted === 0 ? 0 : hits / wanted,
    f1: claimed + wanted === 0 ? 0 : (2 * hits) / (claimed + wanted),
  };
}
