/** `--trace`: keeps what goes over the wire while it is recorded. */
import { setImmediate } from "node:timers/promises";
import type { WireLine } from "../../target/stdio/wire-line.ts";

export class WireRecorder {
  #recorded: WireLine[] | null = null;

  readonly onLine = (line: WireLine): void => {
    this.#recorded?.push(line);
  };

  /** The lines while `work` ran. */
  async record(work: () => Promise<unknown>): Promise<readonly WireLine[]> {
    const recorded: WireLine[] = [];
    // What the target logged before an answer is read in the same turn of the event loop, but perhaps after the answer.
    await setImmediate();
    this.#recorded = recorded;
    await work();
    await setImmediate();
    this.#recorded = null;
    return recorded;
  }
}
