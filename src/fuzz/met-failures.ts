/** The failures that a batch meets: each fingerprint once, with the port calls of its case, until it is shrunk. */
import { describePortCalls, type PortCall } from "../domain/port-call.ts";
import type { BatchResult, Failure } from "./batch-result.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { fingerprintOf, type FailedCheck } from "./fingerprint.ts";
import type { CampaignContext, OnFound } from "./run-batch.ts";
import { shrinkFailure } from "./shrink/shrink-failure.ts";

type Met = { readonly failure: Failure; readonly portCalls: readonly PortCall[] };

export class MetFailures {
  readonly #shrunk: Set<string>;
  readonly #isKnown: (fingerprint: string) => boolean;
  readonly #onFound: OnFound;
  readonly #found = new Set<string>();
  readonly #pending = new Map<string, Met>();

  /** Neither those in `shrunk`, which gets what is shrunk here, nor known ones are kept. */
  constructor(shrunk: Set<string>, isKnown: (fingerprint: string) => boolean, onFound: OnFound) {
    this.#shrunk = shrunk;
    this.#isKnown = isKnown;
    this.#onFound = onFound;
  }

  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  keep(
    check: FailedCheck,
    met: Pick<Failure, "scenario" | "batch" | "case">,
    portCalls: readonly PortCall[],
  ): void {
    const fingerprint = fingerprintOf(check);
    const isDone = this.#shrunk.has(fingerprint) || this.#found.has(fingerprint);
    if (isDone || this.#isKnown(fingerprint)) return;
    this.#found.add(fingerprint);
    const { property, variant, violation } = check;
    const named = { property, check: check.check, variant, violation };
    const failure = { ...named, ...met, shrinkPath: "", shrinks: 0, irrelevantFields: [] };
    this.#pending.set(fingerprint, { failure, portCalls });
    this.#onFound(failure);
  }

  /**
   * Shrinks each failure once. One that does not repeat is flaky, and may be shrunk in a later batch. After the
   * end of the time a failure stays as it was found.
   */
  async shrinkAll(
    context: CampaignContext,
    { failures, failureCounts }: BatchResult,
    checkpoint: Checkpoint,
  ): Promise<void> {
    for (const [fingerprint, { failure, portCalls }] of this.#pending) {
      const shrinkCut = checkpoint.stopReason();
      const { failure: smallest, repeats } =
        shrinkCut !== null
          ? { failure: { ...failure, shrinkCut, alsoFound: {} }, repeats: true }
          : await shrinkFailure(failure, { ...context, counted: failureCounts }, checkpoint);
      if (repeats) this.#shrunk.add(fingerprint);
      const flaky = { portCalls: describePortCalls(portCalls) };
      failures[fingerprint] = repeats ? smallest : { ...smallest, flaky };
    }
    this.#pending.clear();
  }
}
