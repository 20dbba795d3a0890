/** Bytes as people read them: `48 KB`, `3.2 MB`. */
export function bytes(count: number): string {
  if (count < 1000) {
    return `${count} bytes`;
  }
  return count < 999_500 ? `${Math.round(count / 1000)} KB` : `${(count / 1_000_000).toFixed(1)} MB`;
}

/** Milliseconds as people read them: `84 ms`, `1.2 s`. */
export function duration(millis: number): string {
  return millis < 1000 ? `${Math.round(millis)} ms` : `${(millis / 1000).toFixed(1)} s`;
}
