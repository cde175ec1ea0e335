/** The life of a target's process, which a `kill` step ends somewhere in its next run. Each process has its own. */
import { noReply } from "../exchange/simulated-port.ts";
import type { Reach } from "../exchange/simulated-port.ts";
import type { World } from "../pipeline/services.ts";

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

  /** The process is no more, whatever it still does. */
  end(): void {
    this.#isOver = true;
  }

  /** Asked whenever the process reaches the world. */
  reach(): ReturnType<Reach> {
    if (this.#isOver) return "died_before";
    if (this.#danger === null) return "lives";
    this.#danger.left -= 1;
    if (this.#danger.left >= 0) return "lives";
    this.end();
    this.#die();
    return this.#danger.takesEffect ? "dies_with_it" : "died_before";
  }
}

/** The world as a process has it that may die: from then on it reaches nothing any more. */
export function untilDeath(life: ProcessLife, world: World): World {
  const { nowMs, readSnapshot, newRunId, audit, port } = world;
  const whileAlive = <Answer>(act: () => Answer): Answer => {
    if (life.isOver()) throw processDied;
    return act();
  };
  return {
    nowMs,
    readSnapshot,
    newRunId: () => whileAlive(newRunId),
    audit: { append: (event) => whileAlive(() => audit.append(event)) },
    port: {
      cancelOrder: async (permit, request) =>
        life.isOver() ? noReply() : port.cancelOrder(permit, request),
      placeMarketOrder: async (permit, request) =>
        life.isOver() ? noReply() : port.placeMarketOrder(permit, request),
    },
  };
}
