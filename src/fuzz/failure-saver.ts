/** Saves the failures of a campaign while it runs, so that an end of the process loses none. */
import { rmSync } from "node:fs";
import type { Counterexample } from "./counterexample.ts";
import { findSaved, writeCounterexample } from "./counterexample-files.ts";

export class FailureSaver {
  readonly folder: string;
  /** By fingerprint: the files that this campaign wrote. */
  readonly #written = new Map<string, string>();
  readonly #flaky = new Set<string>();

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Returns the path. The counterexample replaces the one that the campaign saved for its fingerprint before,
   * which is larger. A flaky one replaces each file of its name in the folder, because without its mark `replay`
   * would answer `fixed`. Throws the error of the system.
   */
  save(counterexample: Counterexample): string {
    const { fingerprint, flaky } = counterexample;
    const existing = findSaved(counterexample, this.folder);
    const isKept = existing !== null && flaky === undefined;
    const path = isKept ? existing : writeCounterexample(counterexample, this.folder);
    const earlier = this.#written.get(fingerprint);
    if (earlier === path) return path;
    this.#written.delete(fingerprint);
    if (existing !== path) this.#written.set(fingerprint, path);
    const isShared = [...this.#written.values()].includes(earlier ?? "");
    if (earlier !== undefined && !isShared) rmSync(earlier, { force: true });
    return path;
  }

  /**
   * For a failure that is saved again at the end of the campaign, with a warning. A flaky one stays until then,
   * where a later batch shows it once more and does not know yet whether it repeats.
   */
  trySave(counterexample: Counterexample): void {
    const { fingerprint, flaky, provenance } = counterexample;
    if (flaky !== undefined) this.#flaky.add(fingerprint);
    else if (provenance.shrinks === 0 && this.#flaky.has(fingerprint)) return;
    try {
      this.save(counterexample);
    } catch {
      // The end of the campaign reports it.
    }
  }
}
