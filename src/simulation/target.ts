/** An implementation under test. The harness owns the services that it is handed. */
import type { ReportPart, RunReport } from "../domain/run-report.ts";
import type { ExpectedState } from "../domain/expected-state.ts";
import type { OrderUpdate } from "../pipeline/order-update.ts";
import { reconcile } from "../pipeline/run.ts";
import type { RunInputs } from "../pipeline/run.ts";
import type { RunServices } from "../pipeline/services.ts";

export type Target = {
  readonly name: string;
  /** What it says of its runs; absent: all of it. */
  readonly reports?: ReadonlySet<ReportPart>;
  /** A new process: whatever the last one remembered is gone. At the beginning of a scenario, and at restarts. */
  readonly start?: () => void | Promise<void>;
  /** What it makes of news; absent: what our pipeline does. */
  readonly applyOrderUpdate?: (expectedState: ExpectedState, news: OrderUpdate) => ExpectedState;
  /** Whether it can be judged on sequences, which take a process that remembers; absent: yes. */
  readonly supportsSequences?: boolean;
  /** One run. What it says of itself is compared with what the services saw. */
  readonly reconcile: (inputs: RunInputs, services: RunServices) => Promise<RunReport>;
  /** Whether it broke so often that asking it again is of no use; absent: never. */
  readonly isDisabled?: () => boolean;
};

/** Why a target gave no answer that could be judged, in words for the person who has to mend it. */
export class TargetError extends Error {
  override readonly name = "TargetError";
}

/** The pipeline that ships here. */
export const shippedPipeline: Target = { name: "reconcile-harness", reconcile };
