/** The life of a target's process, which a `kill` step ends somewhere in its next run. Each process has its own. */
import { neverResolves } from "../exchange/simulated-port.ts";
import type { InteractionEffect } from "../exchange/simulated-port.ts";
import type { RunServices } from "../pipeline/services.ts";

/** Ends a run from within, as a kill would: whoever catches it can reach nothing any more. */
class ProcessCrashedError extends Error {
  override readonly name = "ProcessCrashedError";
}

// One for all, as in `SimulatedPort`: a stack costs more than a whole case.
export const processCrashed = new ProcessCrashedError("the process died");

export class CrashInjector {
  /** Resolves when the process dies in a run; one that is not in danger waits for it in vain. */
  death: Promise<void> = Promise.resolve();
  #die: () => void = () => undefined;
  #danger: { left: number; readonly applied: boolean } | null = null;
  #isOver = false;

  scheduleCrash(afterInteractions: number, applied: boolean): void {
    this.#danger = { left: afterInteractions, applied };
    this.death = new Promise((resolve) => {
      this.#die = resolve;
    });
  }

  isCrashScheduled(): boolean {
    return this.#danger !== null;
  }

  isOver(): boolean {
    return this.#isOver;
  }

  /** The process is no more, whatever it still does. */
  end(): void {
    this.#isOver = true;
  }

  /** Asked whenever the process reaches the services. */
  reach(): ReturnType<InteractionEffect> {
    if (this.#isOver) return "crash-before";
    if (this.#danger === null) return "lives";
    this.#danger.left -= 1;
    if (this.#danger.left >= 0) return "lives";
    this.end();
    this.#die();
    return this.#danger.applied ? "crash-after" : "crash-before";
  }
}

/** The services as a process has it that may die: from then on it reaches nothing any more. */
export function guardedServices(life: CrashInjector, services: RunServices): RunServices {
  const { nowMs, readSnapshot, newRunId, audit, port } = services;
  const whileAlive = <Answer>(act: () => Answer): Answer => {
    if (life.isOver()) throw processCrashed;
    return act();
  };
  return {
    nowMs,
    readSnapshot,
    newRunId: () => whileAlive(newRunId),
    audit: { append: (event) => whileAlive(() => audit.append(event)) },
    port: {
      cancelOrder: async (permit, request) =>
        life.isOver() ? neverResolves() : port.cancelOrder(permit, request),
      placeMarketOrder: async (permit, request) =>
        life.isOver() ? neverResolves() : port.placeMarketOrder(permit, request),
    },
  };
}
