/**
 * The timers and immediates that a target in this process starts, so that those that it leaves behind run
 * before its case is judged. Node has no list of them; a hook reports each as it starts.
 */
import { createHook } from "node:async_hooks";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";

/** The longest wait for the timers of one case, in milliseconds. */
const waitMsMax = 100;

/** A target that starts an immediate in each immediate would never end. */
const turnsMax = 100;

const active = new Set<LeftoverTimers>();
/** While the timers that start are those of a drain: no case waits for the drain of another. */
let isPaused = false;

const hook = createHook({
  init: (_, type, __, resource) => {
    if (type !== "Timeout" && type !== "Immediate") return;
    if (isPaused) return;
    for (const timers of active) timers.add(resource);
  },
});

export class LeftoverTimers {
  #started: object[] = [];

  constructor() {
    active.add(this);
    // Only while it is needed: it makes each promise slower.
    if (active.size === 1) hook.enable();
  }

  add(timer: object): void {
    this.#started.push(timer);
  }

  /**
   * Runs every microtask and immediate, and waits for timers. Timers run in the order of their due times, so
   * a busy machine does not change which of them run before the wait ends.
   */
  async drain(): Promise<void> {
    await untracked(() => setImmediate());
    if (this.#arePending()) await this.#waitForTimers();
    for (let turns = 0; turns < turnsMax && this.#arePending("Immediate"); turns += 1) {
      await untracked(() => setImmediate());
    }
    active.delete(this);
    if (active.size === 0) hook.disable();
  }

  async #waitForTimers(): Promise<void> {
    const wait = { isOver: false };
    const deadline = untracked(() =>
      setTimeout(() => {
        wait.isOver = true;
      }, waitMsMax),
    );
    while (!wait.isOver && this.#arePending()) await untracked(() => sleep(1));
    clearTimeout(deadline);
  }

  #arePending(kind?: "Immediate"): boolean {
    this.#started = this.#started.filter(
      // oxlint-disable-next-line no-underscore-dangle -- the field of Node that is set when it ran or was cleared
      (timer) => !("_destroyed" in timer && timer._destroyed === true),
    );
    return this.#started.some((timer) => kind === undefined || timer.constructor.name === kind);
  }
}

function untracked<Timer>(start: () => Timer): Timer {
  isPaused = true;
  const timer = start();
  isPaused = false;
  return timer;
}
