/** Labels of time that passes within a run, and of requests that take effect later. */
import type { Case } from "../../properties/property.ts";

const labels = {
  slowReply: "a reply that takes time",
  laterCall: "a port call after a slow reply",
  acceptedLate: "an accepted request that takes effect later",
} as const;

/** The minimum share of random cases. */
export const timesInRuns: Readonly<Record<string, number>> = {
  [labels.slowReply]: 0.01,
  [labels.laterCall]: 0.002,
  [labels.acceptedLate]: 0.003,
};

export function addTimesInRuns({ observation: { portCalls } }: Case, found: Set<string>): void {
  let [run, isLater] = [-1, false];
  for (const call of portCalls) {
    if (call.run !== run) [run, isLater] = [call.run, false];
    if (isLater) found.add(labels.laterCall);
    if (call.repliedAtMs !== call.atMs) {
      isLater = true;
      found.add(labels.slowReply);
    }
    if (call.fault === "delayed" && call.reply.status === "accepted")
      found.add(labels.acceptedLate);
  }
}
