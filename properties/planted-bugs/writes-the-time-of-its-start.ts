/** Every line carries the time at which the process began, so that no later one can count its cooldown. */
import { shippedPipeline } from "../../src/simulation/target.ts";
import { plantBug } from "./planted-bug.ts";

let startedAtMs: number | null = null;

export const writesTheTimeOfItsStart = plantBug({
  name: "writes-the-time-of-its-start",
  expectedFailure: "audit-equals-effects/wrong-attempt-or-result",
  minimalSize: 3,
  isSequence: true,
  start: () => {
    startedAtMs = null;
  },
  reconcile: (inputs, { nowMs, newRunId, port, readSnapshot, audit }) => {
    const ts_ms = (startedAtMs ??= nowMs());
    return shippedPipeline.reconcile(inputs, {
      nowMs,
      newRunId,
      port,
      readSnapshot,
      audit: { append: (event) => audit.append({ ...event, ts_ms }) },
    });
  },
});
