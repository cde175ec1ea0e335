/**
 * Makes a target of any function that reconciles once. It is asked in plain data and answers in plain data;
 * the harness holds the port, and with it the live permit, so every call that it makes is seen.
 */
import type { ReportPart } from "../domain/run-report.ts";
import type { ReportedRun } from "./reported-run.ts";
import { TargetRun } from "./target-run.ts";
import type { ReconcileRequest, TargetPort, TargetTrail } from "./target-run.ts";
import type { Target } from "../simulation/target.ts";

export type TargetDefinition = {
  readonly name: string;
  /** What it says of its runs. It is judged by its calls in any case, and by what it says only here. */
  readonly reports: readonly ReportPart[];
  /**
   * Forgets what it holds in memory, as a new process would: at the beginning of each scenario, and when one
   * restarts it. A target without it is judged on single runs, and not on sequences.
   */
  readonly start?: () => void | Promise<void>;
  /**
   * What it believes after news of an order. A target without it believes what our own pipeline would, and is
   * not judged on that.
   */
  readonly applyOrderUpdate?: NonNullable<Target["applyOrderUpdate"]>;
  /** One run. Whatever it throws is told, and nothing of that run but its calls is judged. */
  readonly reconcile: (
    request: ReconcileRequest,
    port: TargetPort,
    trail: TargetTrail,
  ) => ReportedRun | Promise<ReportedRun>;
};

export function defineTarget({
  name,
  reports,
  start,
  applyOrderUpdate,
  reconcile,
}: TargetDefinition): Target {
  const told: ReadonlySet<ReportPart> = new Set(reports);
  return {
    name,
    reports: told,
    supportsSequences: start !== undefined,
    ...(start !== undefined && { start }),
    ...(applyOrderUpdate !== undefined && { applyOrderUpdate }),
    reconcile: async (inputs, services) => {
      const run = await TargetRun.begin(inputs, services, told);
      return run.end(await reconcile(run.request, run.port, run.trail));
    },
  };
}
