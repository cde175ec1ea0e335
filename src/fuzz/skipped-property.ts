/** A property that a campaign skips, because the target or the campaign misses a requirement of it. */
import type { Requirement } from "../../properties/property.ts";

export type SkippedProperty = {
  readonly name: string;
  /** Empty where the profile of the bot is the reason. */
  readonly missing: readonly Requirement[];
  readonly reason?: string | undefined;
};

export function describeSkipped({ missing, reason }: SkippedProperty): string {
  return reason ?? describeMissing(missing);
}

export function describeMissing(missing: readonly Requirement[]): string {
  if (missing.includes("sequences")) return "there are no sequences";
  if (missing.includes("instances")) return "the target has one instance only";
  if (missing.includes("order-updates")) return "the target applies no order updates";
  if (missing.includes("accounts")) return "the target does not declare accounts";
  if (missing.includes("user-stream")) return "the target opens no user stream in its first run";
  return `the target does not report ${missing.join(", ")}`;
}
