/** An implementation under test. The simulation owns the services that it receives. */
import type { ExpectedState } from "../domain/expected-state.ts";
import type { ReportPart, RunReport } from "../domain/run-report.ts";
import type { OrderUpdate } from "../pipeline/order-update.ts";
import { reconcile, type RunInputs } from "../pipeline/run.ts";
import type { RunServices } from "../pipeline/services.ts";

export type Target = {
  readonly name: string;
  /** The parts that it reports of its runs; absent: all. */
  readonly reports?: ReadonlySet<ReportPart>;
  /** Starts a new process without memory of the last one: before a scenario, at restarts and after crashes. */
  readonly start?: () => void | Promise<void>;
  /** Absent: order updates are applied as in the shipped pipeline. */
  readonly applyOrderUpdate?: (expected: ExpectedState, update: OrderUpdate) => ExpectedState;
  /** Whether it can start again within a scenario, which sequences require; absent: yes. */
  readonly supportsSequences?: boolean;
  /** One run. Properties compare its report with the observation. */
  readonly reconcile: (inputs: RunInputs, services: RunServices) => Promise<RunReport>;
  /** Whether it broke so often that it is not run any more; absent: never. */
  readonly isDisabled?: () => boolean;
};

/** The target returned no report that can be judged. The message says what its author has to fix. */
export class TargetError extends Error {
  override readonly name = "TargetError";
}

/** The reference pipeline of this package. */
export const shippedPipeline: Target = { name: "reconcile-harness", reconcile };
