/** simmer-sdk#345: a dry run left its marks in the book, and the next one went by them. */
import { shippedPipeline } from "../../src/simulation/target.ts";
import type { World } from "../../src/pipeline/services.ts";
import { plantBug } from "./planted-bug.ts";

const rehearsals = new WeakMap<World, number>();

export const countsADryRunAsDone = plantBug({
  name: "counts-a-dry-run-as-done",
  source: "simmer-sdk#345",
  caughtBy: "repeating-a-dry-run-changes-nothing/the-same-plan",
  smallest: 3,
  reconcile: async (inputs, world) => {
    const rehearsedAtMs = rehearsals.get(world) ?? null;
    const lastPortCallAtMs = inputs.lastPortCallAtMs ?? rehearsedAtMs;
    const report = await shippedPipeline.reconcile({ ...inputs, lastPortCallAtMs }, world);
    if (report.mode === "dry_run") rehearsals.set(world, world.nowMs());
    return report;
  },
});
