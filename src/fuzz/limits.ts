/** What ends a campaign before its last case: a time limit, a signal, or a failure with `bail`. */
import { badOption } from "../input/bad-input-error.ts";

export type StopReason = "time" | "interrupted" | "bail";

/** Plain data for worker threads; `signals` lies in shared memory. */
export type SharedLimits = {
  /** The end of the cases and of the shrinking, in the clock of `monotonicMs`; infinite without a time limit. */
  readonly deadlineMs: number;
  /** The end of the whole campaign. */
  readonly endMs: number;
  /** Its first element counts the signals; the second is 1 after a failure with `bail`. */
  readonly signals: Int32Array;
};

/** One clock for all threads of the process. It does not follow changes of the system's time. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** What a time limit leaves for the end of the target and for the report, which shows failures step by step. */
const reserve = { share: 0.1, mostMs: 3_000 } as const;

export class Limits {
  readonly shared: SharedLimits;
  readonly nowMs: () => number;

  constructor(shared: SharedLimits, nowMs = monotonicMs) {
    this.shared = shared;
    this.nowMs = nowMs;
  }

  /** The time starts now. Null: without a limit. */
  static start(maxTimeMs: number | null = null, nowMs = monotonicMs): Limits {
    const endMs = nowMs() + (maxTimeMs ?? Number.POSITIVE_INFINITY);
    const deadlineMs = endMs - Math.min((maxTimeMs ?? 0) * reserve.share, reserve.mostMs);
    const signals = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
    return new Limits({ deadlineMs, endMs, signals }, nowMs);
  }

  get hasDeadline(): boolean {
    return this.shared.deadlineMs !== Number.POSITIVE_INFINITY;
  }

  /** Returns the number of signals, with this one. */
  addSignal(): number {
    return Atomics.add(this.shared.signals, 0, 1) + 1;
  }

  /** Ends the batches in hand, each after its case. */
  bail(): void {
    Atomics.store(this.shared.signals, 1, 1);
  }

  stopReason(): StopReason | null {
    if (Atomics.load(this.shared.signals, 0) > 0) return "interrupted";
    if (this.hasDeadline && this.nowMs() >= this.shared.deadlineMs) return "time";
    return Atomics.load(this.shared.signals, 1) > 0 ? "bail" : null;
  }

  /** Since the end of the whole campaign; negative before it. */
  overdueMs(): number {
    return this.nowMs() - this.shared.endMs;
  }

  /** After a second signal the targets are killed, so the case in hand does not count. */
  isAborted(): boolean {
    return Atomics.load(this.shared.signals, 0) > 1;
  }
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** A time such as `30s` in milliseconds, or null without one. Throws `BadInputError`. */
export function parseDuration(option: string, written: string | undefined): number | null {
  if (written === undefined) return null;
  const [, digits = "", unit = ""] = /^(\d{1,6})(ms|[smh])$/.exec(written) ?? [];
  const value = Number(digits) * (unitMs[unit] ?? 0);
  if (value > 0) return value;
  throw badOption(option, "a time such as 500ms, 30s, 10m or 2h", written);
}
