/** Points in time and spans, both in whole milliseconds. */
import * as z from "zod";

/** 2286-11-20T17:46:39.999Z: until then seconds have ten digits, and ids have room for ten. */
const timestampMsMax = 9_999_999_999_999;

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const timestampMsSchema = z.int().min(0).max(timestampMsMax);

const units = [
  ["days", 86_400_000],
  ["hours", 3_600_000],
  ["minutes", 60_000],
  ["seconds", 1_000],
] as const;

/** A span for people, in whole units: the largest unit of which there are at least three. */
export function describeSpan(spanMs: number): string {
  const [name, ms] = units.find(([, unitMs]) => spanMs >= 3 * unitMs) ?? ["ms", 1];
  return `${Math.floor(spanMs / ms)} ${name}`;
}

/** A span of time in milliseconds, at most 31 days. */
export const durationMsSchema = z
  .int()
  .min(0)
  .max(31 * 86_400_000);
