/** Applies the steps within a run: some when it begins, some after its reads, and the others after each of its port calls. */
import type { InnerStep } from "../scenario/inner-step.ts";
import type { ReadList } from "../domain/snapshot.ts";
import type { StepDuringRun } from "../scenario/steps/reconcile.ts";

export class StepsInRun {
  /** Called before each step without an index, and after it with that of the step. */
  onChange: (at: number | null) => void = () => undefined;
  readonly #during: readonly StepDuringRun[];
  readonly #apply: (step: InnerStep, at: number) => void;
  #calls = 0;
  #hasBegun = false;
  readonly #listsRead = new Set<ReadList>();

  /** `apply` gets the index of the step in the list. */
  constructor(during: readonly StepDuringRun[], apply: (step: InnerStep, at: number) => void) {
    this.#during = during;
    this.#apply = apply;
  }

  /** Applies those at the start, once. */
  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#applyDue();
  }

  /** The bot has read a list. Applies the steps after its first read, unless a port call came before. */
  endRead(list: ReadList): void {
    if (this.#calls > 0 || this.#listsRead.has(list)) return;
    this.#listsRead.add(list);
    this.#applyDue(list);
  }

  /** A port call has its reply. */
  endCall(): void {
    this.begin();
    this.#calls += 1;
    this.#applyDue();
  }

  #applyDue(list?: ReadList): void {
    for (const [at, { afterCall, afterRead, step }] of this.#during.entries()) {
      if (afterCall !== this.#calls || afterRead !== list) continue;
      this.onChange(null);
      this.#apply(step, at);
      this.onChange(at);
    }
  }
}
