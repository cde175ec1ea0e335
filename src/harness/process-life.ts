/** The life of a target's process, which a `kill` step ends somewhere in its next run. */
import type { Reach } from "../exchange/fake-port.ts";

/** Ends a run from within, as a kill would: whoever catches it can reach nothing any more. */
class ProcessDiedError extends Error {
  override readonly name = "ProcessDiedError";
}

// One for all, as in `FakePort`: a stack costs more than a whole case.
export const processDied = new ProcessDiedError("the process died");

export class ProcessLife {
  /** Resolves when the process dies in a run; one that is not in danger waits for it in vain. */
  death: Promise<void> = Promise.resolve();
  #die: () => void = () => undefined;
  #danger: { left: number; readonly takesEffect: boolean } | null = null;
  #isOver = false;

  threaten(afterInteractions: number, takesEffect: boolean): void {
    this.#danger = { left: afterInteractions, takesEffect };
    this.death = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  isInDanger(): boolean {
    return this.#danger !== null;
  }

  isOver(): boolean {
    return this.#isOver;
  }

  /** Asked whenever the process reaches the world. */
  readonly reach: Reach = () => {
    if (this.#isOver) return "died_before";
    if (this.#danger === null) return "lives";
    this.#danger.left -= 1;
    if (this.#danger.left >= 0) return "lives";
    this.#isOver = true;
    this.#die();
    return this.#danger.takesEffect ? "dies_with_it" : "died_before";
  };

  /** Whether there had to be a new process. */
  startAnew(): boolean {
    const died = this.#danger !== null;
    this.#danger = null;
    this.#isOver = false;
    return died;
  }
}
