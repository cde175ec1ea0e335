/** Saves the failures of a campaign while it runs, so that an end of the process loses none. */
import { rmSync } from "node:fs";
import type { Counterexample } from "./counterexample.ts";
import { findSaved, saveCounterexample } from "./counterexample-files.ts";

export class FailureSaver {
  readonly folder: string;
  /** By fingerprint: the files that this campaign wrote. */
  readonly #written = new Map<string, string>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Returns the path. The counterexample replaces the one that the campaign saved for its fingerprint before,
   * which is larger. Throws the error of the system.
   */
  save(counterexample: Counterexample): string {
    const { fingerprint } = counterexample;
    const existing = findSaved(counterexample, this.folder);
    const path = existing ?? saveCounterexample(counterexample, this.folder);
    const earlier = this.#written.get(fingerprint);
    if (earlier === path) return path;
    this.#written.delete(fingerprint);
    if (existing === null) this.#written.set(fingerprint, path);
    const isShared = [...this.#written.values()].includes(earlier ?? "");
    if (earlier !== undefined && !isShared) rmSync(earlier, { force: true });
    return path;
  }

  /** For a failure that is saved again at the end of the campaign, with a warning. */
  trySave(counterexample: Counterexample): void {
    try {
      this.save(counterexample);
    } catch {
      // The end of the campaign reports it.
    }
  }
}
