/** The user stream of a bot in its runs: the changes of the account as events, with the faults of the scenario. */
import { decimalSchema } from "../../domain/decimal.ts";
import type { RecordedStreamEvent, SentAt, StreamedUpdate } from "../../domain/stream-fault.ts";
import { orderStatusOf } from "../../wire/rows.ts";
import { AccountChanges, type AccountNow } from "../../wire/stream/account-changes.ts";
import type { StreamEvent } from "../../wire/stream/events.ts";
import { OneListenKey } from "../../wire/stream/listen-keys.ts";
import type { StreamOptions, StreamServer } from "../../wire/stream/stream-server.ts";
import type { RunVenue } from "./run-venue.ts";

type Server = Pick<StreamServer, "publish" | "startFaults" | "endStreams" | "isOpen" | "cut">;

/** A record of an event, before it is certain whether the event is sent. */
type Noted = {
  /** Null for the opening of a stream. */
  readonly event: StreamEvent | null;
  readonly record: Omit<RecordedStreamEvent, "sent">;
};

export class RunStream {
  readonly listenKeys = new OneListenKey({ nowMs: Date.now });
  server: Server | null = null;
  /** Of the scenario. */
  #changes: AccountChanges | null = null;
  #account: AccountNow | null = null;
  /** The run that goes on, if any. */
  #run: { readonly index: number; readonly venue: RunVenue } | null = null;
  #noted: Noted[] = [];
  readonly #sent = new Map<StreamEvent, SentAt>();
  /** The step within the run whose events are published now; null: none. */
  #innerStep: number | null = null;
  /** Whether the process of the bot has opened a stream of this account, also one that has ended since. */
  #wasOpened = false;

  /** Shows also what changed since the last run of the scenario. */
  startRun(index: number, venue: RunVenue | null): void {
    if (venue === null) return;
    this.#run = { index, venue };
    if (this.#wasOpened && this.server?.isOpen() !== true) {
      this.#record(null, 0, "the stream of an earlier run has ended", null);
    }
    this.server?.startFaults(venue.streamFaults);
    venue.onStep((step) => {
      this.#innerStep = step;
      this.publishChanges();
      this.#innerStep = null;
    });
    this.publishChanges();
  }

  endRun(): void {
    this.#run = null;
  }

  /** A process that starts has no stream. */
  startProcess(): void {
    this.server?.cut();
    this.#wasOpened = false;
  }

  /** Of the scenario that has ended. The next one has another account, and no stream. */
  takeEvents(): readonly RecordedStreamEvent[] {
    this.server?.endStreams();
    this.#changes = null;
    this.#wasOpened = false;
    const taken = this.#noted.map(({ event, record }) => {
      const sent = event === null ? null : (this.#sent.get(event) ?? null);
      return { ...record, sent };
    });
    this.#noted = [];
    this.#sent.clear();
    return taken;
  }

  publishChanges(): void {
    const run = this.#run;
    if (run === null) return;
    const account = run.venue.account();
    this.#account = account;
    this.#changes ??= new AccountChanges(account);
    for (const event of this.#changes.take(account)) this.server?.publish(event);
  }

  /** Of the server. */
  readonly noteEvent: NonNullable<StreamOptions["onEvent"]> = (event, number, fault) => {
    if (event === null) this.#wasOpened = true;
    this.#record(event, number, event === null ? "the stream is open" : textOf(event), fault);
  };

  /** Of the server. An event that is sent to two clients, or twice, is sent at once. */
  readonly noteSent: NonNullable<StreamOptions["onSent"]> = (event) => {
    if (this.#run === null) return;
    const { index: run, venue } = this.#run;
    this.#sent.set(event, { run, portCallsBefore: venue.callsInRun() });
  };

  #record(
    event: StreamEvent | null,
    number: number,
    text: string,
    fault: RecordedStreamEvent["fault"],
  ): void {
    if (this.#run === null) return;
    const run = this.#run.index;
    const update = event === null ? null : this.#updateOf(event);
    const record = { run, event: number, text, fault, innerStep: this.#innerStep, update };
    this.#noted.push({ event, record });
  }

  /** The status and the filled quantity of the event: the order may have changed again since. */
  #updateOf({ e, o }: StreamEvent): StreamedUpdate | null {
    if (e !== "ORDER_TRADE_UPDATE" || typeof o !== "object" || o === null) return null;
    const { s, c, X, z } = o as Partial<Readonly<Record<"s" | "c" | "X" | "z", unknown>>>;
    const order = this.#account?.orders.findLast(
      ({ symbol, clientOrderId }) => symbol === s && clientOrderId === c,
    );
    if (order === undefined || this.#run === null) return null;
    const { clientOrderId, symbol, orderId } = order;
    const updatedAtMs = order.updatedAtMs - this.#run.venue.shiftMs;
    const [status, filledQuantity] = [orderStatusOf(X), decimalSchema.parse(z)];
    return { clientOrderId, symbol, orderId, status, filledQuantity, updatedAtMs };
  }
}

/** Such as `ORDER_TRADE_UPDATE BTCUSDT id FILLED`. */
function textOf(event: StreamEvent): string {
  const { e, s, c, o } = event;
  const order = typeof o === "object" && o !== null ? { ...o } : { s, c };
  const { s: symbol, c: id, caid, X: status } = order as Readonly<Record<string, unknown>>;
  return [e, symbol, id ?? caid, status].filter((part) => typeof part === "string").join(" ");
}
