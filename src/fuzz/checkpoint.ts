/**
 * The point after each case and each shrink candidate. Signals arrive there, limits are checked, and with a time
 * limit the batches of a thread take turns, so that each phase progresses from the start.
 */
import { setImmediate } from "node:timers/promises";
import type { Phase } from "./batch-result.ts";
import { Limits, monotonicMs, type StopReason } from "./limits.ts";

/** The batches that wait for the target of their thread, in the order of their waiting. */
export class Turns {
  #isTaken = false;
  readonly #waiting: (() => void)[] = [];

  async take(): Promise<void> {
    if (this.#isTaken) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#isTaken = true;
  }

  release(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#isTaken = false;
    else next();
  }
}

/** Cases in one turn. An enumerated case has several follow-ups, and a sequence many runs. */
const casesPerTurn: Readonly<Record<Phase, number>> = {
  regressions: 1,
  enumeration: 1,
  random: 4,
  sequences: 1,
};

const yieldEveryMs = 20;

/** One for each batch. */
export class Checkpoint {
  readonly #limits: Limits;
  readonly #turns: Turns;
  readonly #casesPerTurn: number;
  #cases = 0;
  #yieldedAtMs = monotonicMs();

  constructor(limits: Limits, turns: Turns, phase: Phase) {
    this.#limits = limits;
    this.#turns = turns;
    this.#casesPerTurn = casesPerTurn[phase];
  }

  static unlimited(): Checkpoint {
    return new Checkpoint(Limits.start(), new Turns(), "random");
  }

  get hasDeadline(): boolean {
    return this.#limits.hasDeadline;
  }

  async pass(): Promise<void> {
    this.#cases += 1;
    if (this.hasDeadline && this.#cases % this.#casesPerTurn === 0) {
      this.#turns.release();
      await this.#turns.take();
    }
    // A target that never waits would keep signals from arriving.
    if (monotonicMs() - this.#yieldedAtMs >= yieldEveryMs) {
      await setImmediate();
      this.#yieldedAtMs = monotonicMs();
    }
  }

  stopReason(): StopReason | null {
    return this.#limits.stopReason();
  }

  isStopped(): boolean {
    return this.#limits.stopReason() !== null;
  }

  isAborted(): boolean {
    return this.#limits.isAborted();
  }
}
