/** The time of the last call is kept in memory, and a restart forgets it. */
import { whyUnreadable } from "../../src/pipeline/snapshot-validity.ts";
import { rebuild } from "./rebuilt-pipeline.ts";
import type { Parts } from "./rebuilt-pipeline.ts";
import { plantBug } from "./planted-bug.ts";

let called = false;

/** It still knows which snapshot is older than the last call. */
const sameEvidence =
  (lastPortCallAtMs: number | null): Parts["whyUnreadable"] =>
  (part, snapshot, config, nowMs) =>
    whyUnreadable(part, snapshot, config, nowMs, lastPortCallAtMs);

export const coolsDownInMemoryOnly = plantBug({
  name: "cools-down-in-memory-only",
  caughtBy: "cooldown-holds/nothing-within-it",
  smallest: 5,
  takesHistories: true,
  start: () => {
    called = false;
  },
  reconcile: async (inputs, world) => {
    const lastPortCallAtMs = called ? inputs.lastPortCallAtMs : null;
    const report = await rebuild({ whyUnreadable: sameEvidence(inputs.lastPortCallAtMs) })(
      { ...inputs, lastPortCallAtMs },
      world,
    );
    called ||= "counts" in report && report.counts.executed + report.counts.failed > 0;
    return report;
  },
});
