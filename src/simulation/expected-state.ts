/** The bot's expected state, which order updates, placed orders and restarts change. */
import type { ExpectedState } from "../domain/expected-state.ts";
import type { OrderUpdate } from "../pipeline/order-update.ts";

type ApplyOrderUpdate = (state: ExpectedState, update: OrderUpdate) => ExpectedState;

export class SimulatedExpectedState {
  current: ExpectedState;
  readonly initial: ExpectedState;
  readonly #applyOrderUpdate: ApplyOrderUpdate;

  constructor(initial: ExpectedState, applyOrderUpdate: ApplyOrderUpdate) {
    this.current = initial;
    this.initial = initial;
    this.#applyOrderUpdate = applyOrderUpdate;
  }

  applyUpdate(update: OrderUpdate): void {
    this.current = this.#applyOrderUpdate(this.current, update);
  }
}
