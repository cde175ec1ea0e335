/** The time of the last call is kept in memory, and a restart forgets it. */
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import { rebuild } from "./rebuilt-pipeline.ts";
import type { Parts } from "./rebuilt-pipeline.ts";
import { plantBug } from "./planted-bug.ts";

let called = false;

/** It still knows which snapshot is older than the last call. */
const sameEvidence =
  (lastPortCallAtMs: number | null): Parts["checkSnapshotPart"] =>
  (part, snapshot, config, nowMs) =>
    checkSnapshotPart(part, snapshot, config, nowMs, lastPortCallAtMs);

export const coolsDownInMemoryOnly = plantBug({
  name: "cools-down-in-memory-only",
  expectedFailure: "cooldown-holds/call-within-cooldown",
  minimalSize: 5,
  isSequence: true,
  start: () => {
    called = false;
  },
  reconcile: async (inputs, services) => {
    const lastPortCallAtMs = called ? inputs.lastPortCallAtMs : null;
    const report = await rebuild({ checkSnapshotPart: sameEvidence(inputs.lastPortCallAtMs) })(
      { ...inputs, lastPortCallAtMs },
      services,
    );
    called ||= "counts" in report && report.counts.executed + report.counts.failed > 0;
    return report;
  },
});
