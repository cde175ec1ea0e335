/** An implementation under test. The simulation owns the services that it receives. */
import type { ExpectedState } from "../domain/expected-state.ts";
import type { ReportPart, RunReport } from "../domain/run-report.ts";
import type { OrderUpdate } from "../pipeline/order-update.ts";
import type { BotProfile } from "../profile/bot-profile.ts";
import { replyTimeoutMs } from "../pipeline/reply-timeout.ts";
import { reconcile, type RunInputs } from "../pipeline/run.ts";
import type { RunServices } from "../pipeline/services.ts";
import type { RecordedStreamEvent } from "../domain/stream-fault.ts";
import type { RecordedRequest } from "../domain/wire-request.ts";
import type { TakenCall } from "./calls-outside-runs.ts";
import type { ExchangeView } from "./exchange-view.ts";
import type { WrittenEvent } from "./own-trail.ts";

/** An implementation under test. `defineTarget` makes one of a function; `shippedPipeline` is one. */
export type Target = {
  /** The name in reports. */
  readonly name: string;
  /** The parts that it reports of its runs; absent: all. */
  readonly reports?: ReadonlySet<ReportPart>;
  /**
   * Starts a new process without memory of the last one: before a scenario, at restarts and after crashes. The clock is
   * in milliseconds since 1970.
   */
  readonly start?: (nowMs: number) => void | Promise<void>;
  /** Absent: order updates are applied as in the shipped pipeline. */
  readonly applyOrderUpdate?: (
    expected: ExpectedState,
    update: OrderUpdate,
    account?: string,
  ) => ExpectedState;
  /**
   * For how many milliseconds it waits for a reply, by its own time-out; absent: as long as the port does, so that each call gets an
   * answer.
   */
  readonly replyTimeoutMs?: number;
  /** Whether it can start again within a scenario, which sequences require; absent: yes. */
  readonly supportsSequences?: boolean;
  /** Whether it knows the list of conditional orders; absent: yes. Without it no case has one. */
  readonly supportsConditionalOrders?: boolean;
  /**
   * Another instance of this target, with a memory of its own; one without a memory returns itself. Absent: there is
   * only one, and no case has two at once.
   */
  readonly openInstance?: (target: Target) => Target | Promise<Target>;
  /** Whether it asks for single orders (`queryOrder`); absent: no, and then no case lets the answers mislead. */
  readonly usesQueries?: boolean;
  /** Whether one process can run two accounts; absent: yes. Without it no process has two. */
  readonly supportsAccounts?: boolean;
  /**
   * Of a target that writes an audit file of its own, which is read after each run. Absent: it appends its events to
   * the trail of the simulation.
   */
  readonly ownTrail?: {
    /** Whether a run has a line of its own. */
    readonly hasRunEvents: boolean;
    /** The events since the last request for them. Throws `TargetError`, also for a file that is due and missing. */
    readonly take: (isDue: boolean) => readonly WrittenEvent[];
  };
  /** What it is and is not; absent: it has everything. */
  readonly profile?: BotProfile;
  /** One run. Properties compare its report with the observation. */
  readonly reconcile: (
    inputs: RunInputs,
    services: RunServices,
    /** Only for a target on the wire. */
    view?: ExchangeView,
  ) => Promise<RunReport>;
  /** Whether it sends requests to the REST interface of the exchange; absent: no, and then no case has their faults. */
  readonly isOnWire?: boolean;
  /** Whether its first run on the wire opened a user stream. Absent: no. */
  readonly opensUserStream?: boolean;
  /** The requests that arrived since the last request for them. For a target on the wire. */
  readonly takeRequests?: () => readonly RecordedRequest[];
  /** What its user stream showed since the last request for it. For a target on the wire. */
  readonly takeStreamEvents?: () => readonly RecordedStreamEvent[];
  /**
   * The port calls outside runs that it recorded since the last request for them. For a target that owns its
   * connection, such as a process: only it receives them.
   */
  readonly takeCallsOutsideRuns?: () => readonly TakenCall[];
  /** Whether it broke so often that a campaign ends; absent: never. */
  readonly isDisabled?: () => boolean;
};

/**
 * How a target gave no report that can be judged. The property `every-run-answers` has a check for each.
 * `invalid-answer`: its report or an audit event does not fit the schema. `invalid-message`: a message is
 * no JSON-RPC, or answers no open request.
 */
export const targetErrorKinds = [
  "exception",
  "error-answer",
  "invalid-answer",
  "invalid-message",
  "process-exit",
  "time-out",
] as const;

/** `unsupported`: the harness did not ask, because the target cannot be asked this. */
export type TargetErrorKind = (typeof targetErrorKinds)[number] | "unsupported";

/** The target returned no report that can be judged. The message names what its author has to fix. */
export class TargetError extends Error {
  /** Always `TargetError`. */
  override readonly name = "TargetError";
  /** How the target gave no report. */
  readonly kind: TargetErrorKind;

  /** `message` may have several lines. */
  constructor(kind: TargetErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** The reference pipeline of this package. Frozen: campaigns compare other targets with it. */
export const shippedPipeline: Target = Object.freeze({
  name: "reconcile-harness",
  replyTimeoutMs,
  openInstance: (target: Target) => target,
  reconcile,
});
