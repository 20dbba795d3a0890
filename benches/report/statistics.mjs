// The few numbers that a series becomes.

/** The middle of a series, or the mean of the two in the middle; null of nothing. */
export function median(values) {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The least of a series; null of nothing. */
export function least(values) {
  const numbers = values.filter(Number.isFinite);
  return numbers.length ? Math.min(...numbers) : null;
}

/** Rounded to so many digits after the point; null stays null. */
export function round(value, digits) {
  return value === null || !Number.isFinite(value) ? null : Number(value.toFixed(digits));
}
