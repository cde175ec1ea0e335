/** Applies the steps within a run: some when it begins, and the others after each of its port calls. */
import type { InnerStep } from "../scenario/inner-step.ts";
import type { StepDuringRun } from "../scenario/steps/reconcile.ts";

export class StepsInRun {
  /** Called before each step without an index, and after it with that of the step. */
  onChange: (at: number | null) => void = () => undefined;
  readonly #during: readonly StepDuringRun[];
  readonly #apply: (step: InnerStep, at: number) => void;
  #calls = 0;
  #hasBegun = false;

  /** `apply` gets the index of the step in the list. */
  constructor(during: readonly StepDuringRun[], apply: (step: InnerStep, at: number) => void) {
    this.#during = during;
    this.#apply = apply;
  }

  /** Applies those before the first port call, once. */
  begin(): void {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    this.#applyDue();
  }

  /** A port call has its reply. */
  endCall(): void {
    this.begin();
    this.#calls += 1;
    this.#applyDue();
  }

  #applyDue(): void {
    for (const [at, { afterCall, step }] of this.#during.entries()) {
      if (afterCall !== this.#calls) continue;
      this.onChange(null);
      this.#apply(step, at);
      this.onChange(at);
    }
  }
}
