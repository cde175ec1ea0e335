/** simmer-sdk#345: a dry run left its marks in the book, and the next one went by them. */
import { shippedPipeline } from "../../src/simulation/target.ts";
import type { RunServices } from "../../src/pipeline/services.ts";
import { plantBug } from "./planted-bug.ts";

const rehearsals = new WeakMap<RunServices, number>();

export const countsADryRunAsDone = plantBug({
  name: "counts-a-dry-run-as-done",
  source: "simmer-sdk#345",
  expectedFailure: "repeating-a-dry-run-changes-nothing/different-plan",
  minimalSize: 3,
  reconcile: async (inputs, services) => {
    const rehearsedAtMs = rehearsals.get(services) ?? null;
    const lastPortCallAtMs = inputs.lastPortCallAtMs ?? rehearsedAtMs;
    const report = await shippedPipeline.reconcile({ ...inputs, lastPortCallAtMs }, services);
    if (report.mode === "dry_run") rehearsals.set(services, services.nowMs());
    return report;
  },
});
