/**
 * Makes a target of a function that reconciles once. The harness holds the port and the live permit, so
 * it records every call.
 */
import type { ReportPart } from "../domain/run-report.ts";
import type { ReportedRun } from "./reported-run.ts";
import { TargetRun } from "./target-run.ts";
import type { ReconcileRequest, TargetPort, TargetTrail } from "./target-run.ts";
import type { Target } from "../simulation/target.ts";

/**
 * A function that reconciles once, and what the harness may ask of it.
 * A target without `start` is judged on single runs, not on sequences. Without `applyOrderUpdate` the
 * harness uses the reference pipeline's, and properties that require `order-updates` are skipped.
 */
export type TargetDefinition = Pick<
  Target,
  "name" | "start" | "applyOrderUpdate" | "replyTimeoutMs" | "profile"
> & {
  /** The parts of a run that it reports, and that are judged. Its port calls are always judged. */
  readonly reports: readonly ReportPart[];
  /** Whether it knows the list of conditional orders; absent: no, and then no case has one. */
  readonly conditionalOrders?: boolean;
  /**
   * Another instance, with a memory of its own: two of them run at once, and only one may remediate. Absent: there is
   * only one instance, and no case has two.
   */
  readonly openInstance?: () =>
    | Pick<TargetDefinition, "start" | "reconcile">
    | Promise<Pick<TargetDefinition, "start" | "reconcile">>;
  /** Whether it asks for single orders; absent: no, and then no case lets the answers mislead. */
  readonly queries?: boolean;
  /**
   * Whether one process can run two accounts; absent: no. Then some requests have `account`, and each audit event of
   * such a run repeats it.
   */
  readonly accounts?: boolean;
  /** One run. After an error in it, only its port calls are judged. */
  readonly reconcile: (
    request: ReconcileRequest,
    port: TargetPort,
    trail: TargetTrail,
  ) => ReportedRun | Promise<ReportedRun>;
};

/**
 * Makes a target of a function that reconciles once. Throws nothing. An error that `reconcile` throws becomes the target
 * error of its scenario. So does a report that does not fit the schema.
 *
 * @param definition The function, and what it reports and supports. Its times are in milliseconds.
 * @returns the target, for `fuzz`, `testTarget`, `judgeCase`, `runScenario` and `replayCounterexample`
 */
export function defineTarget({
  reports,
  reconcile,
  conditionalOrders = false,
  openInstance,
  queries = false,
  accounts = false,
  ...definition
}: TargetDefinition): Target {
  const reported: ReadonlySet<ReportPart> = new Set(reports);
  return {
    ...definition,
    ...(openInstance && {
      openInstance: async () => {
        const other = await openInstance();
        return defineTarget({ ...definition, reports, conditionalOrders, ...other });
      },
    }),
    reports: reported,
    supportsSequences: definition.start !== undefined,
    supportsConditionalOrders: conditionalOrders,
    usesQueries: queries,
    supportsAccounts: accounts,
    reconcile: async (inputs, services) => {
      const run = await TargetRun.start(inputs, services, reported);
      return run.finish(await reconcile(run.request, run.port, run.trail));
    },
  };
}
