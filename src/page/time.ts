/** A short time in ms, a longer one in seconds or minutes. */
export function describeMs(ms: number): string {
  if (Math.abs(ms) < 10_000) return `${ms} ms`;
  const seconds = Math.round(ms / 100) / 10;
  return Math.abs(seconds) < 600 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
