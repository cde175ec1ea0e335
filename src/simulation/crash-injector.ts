/** Crashes the target's process at an interaction that a `crash` step chose. Each process has its own injector. */
import type { InteractionEffect } from "../exchange/simulated-port.ts";

/** Ends a run from within. A target that catches it cannot reach the services any more. */
class ProcessCrashedError extends Error {
  override readonly name = "ProcessCrashedError";
}

// One error for all: capturing a stack costs more than running a whole case.
export const processCrashed = Object.freeze(new ProcessCrashedError("the process crashed"));

export class CrashInjector {
  /** Once true, no interaction takes effect. */
  hasCrashed = false;
  #scheduled: { interactionsLeft: number; readonly applied: boolean } | null = null;
  #crashed: Promise<unknown> = Promise.resolve();
  #resolveCrashed: () => void = () => undefined;

  scheduleCrash(afterInteractions: number, applied: boolean): void {
    this.#scheduled = { interactionsLeft: afterInteractions, applied };
    this.#crashed = new Promise<void>((resolve) => {
      this.#resolveCrashed = resolve;
    });
  }

  isCrashScheduled(): boolean {
    return this.#scheduled !== null;
  }

  readonly onInteraction: InteractionEffect = () => {
    if (this.hasCrashed) return "crash-before";
    if (this.#scheduled === null) return "survives";
    this.#scheduled.interactionsLeft -= 1;
    if (this.#scheduled.interactionsLeft >= 0) return "survives";
    this.hasCrashed = true;
    this.#resolveCrashed();
    return this.#scheduled.applied ? "crash-after" : "crash-before";
  };

  /** The run's result, or `onCrash()` when the process crashes in it. A crash must be scheduled. */
  async runUntilCrash<Result>(run: () => Promise<Result>, onCrash: () => Result): Promise<Result> {
    try {
      // The run may throw before it returns a promise, so it is called inside the `try`.
      return await Promise.race([run(), this.#crashed.then(onCrash)]);
    } catch (error) {
      if (this.hasCrashed) return onCrash();
      throw error;
    }
  }
}
