/** The user stream of a bot in its runs: the changes of the account as events, with the faults of the scenario. */
import {
  isStreamEnd,
  type RecordedStreamEvent,
  type StreamedUpdate,
} from "../../domain/stream-fault.ts";
import { AccountChanges, type AccountNow } from "../../wire/stream/account-changes.ts";
import type { StreamEvent } from "../../wire/stream/events.ts";
import { OneListenKey } from "../../wire/stream/listen-keys.ts";
import type { StreamOptions, StreamServer } from "../../wire/stream/stream-server.ts";
import type { RunVenue } from "./run-venue.ts";

type Server = Pick<StreamServer, "publish" | "startFaults" | "endStreams" | "isOpen" | "cut">;

export class RunStream {
  readonly listenKeys = new OneListenKey({ nowMs: Date.now });
  server: Server | null = null;
  /** Of the scenario. */
  #changes: AccountChanges | null = null;
  #account: AccountNow | null = null;
  /** The run that goes on, if any. */
  #run: { readonly index: number; readonly venue: RunVenue } | null = null;
  #events: RecordedStreamEvent[] = [];
  /** Whether the process of the bot has opened a stream of this account, also one that has ended since. */
  #wasOpened = false;

  /** Shows also what changed since the last run of the scenario. */
  startRun(index: number, venue: RunVenue | null): void {
    if (venue === null) return;
    this.#run = { index, venue };
    if (this.#wasOpened && this.server?.isOpen() !== true) {
      this.#record(0, "the stream of an earlier run has ended", null);
    }
    this.server?.startFaults(venue.streamFaults);
    venue.onStep(() => this.publishChanges());
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
    const taken = this.#events;
    this.#events = [];
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
    const isLost = fault !== null && (fault === "drop" || isStreamEnd(fault));
    const update = event === null || isLost ? null : this.#updateOf(event);
    this.#record(number, event === null ? "the stream is open" : textOf(event), fault, update);
  };

  #record(
    event: number,
    text: string,
    fault: RecordedStreamEvent["fault"],
    update: StreamedUpdate | null = null,
  ): void {
    if (this.#run === null) return;
    const { index: run, venue } = this.#run;
    const portCallsBefore = venue.callsInRun();
    this.#events.push({ run, event, text, fault, portCallsBefore, update });
  }

  /** The order as it is now. */
  #updateOf({ e, o }: StreamEvent): StreamedUpdate | null {
    if (e !== "ORDER_TRADE_UPDATE" || typeof o !== "object" || o === null) return null;
    const { s, c } = o as { readonly s?: unknown; readonly c?: unknown };
    const order = this.#account?.orders.findLast(
      ({ symbol, clientOrderId }) => symbol === s && clientOrderId === c,
    );
    if (order === undefined || this.#run === null) return null;
    const { clientOrderId, symbol, orderId, status, filledQuantity, updatedAtMs } = order;
    const atMs = updatedAtMs - this.#run.venue.shiftMs;
    return { clientOrderId, symbol, orderId, status, filledQuantity, updatedAtMs: atMs };
  }
}

/** Such as `ORDER_TRADE_UPDATE BTCUSDT id FILLED`. */
function textOf(event: StreamEvent): string {
  const { e, s, c, o } = event;
  const order = typeof o === "object" && o !== null ? { ...o } : { s, c };
  const { s: symbol, c: id, caid, X: status } = order as Readonly<Record<string, unknown>>;
  return [e, symbol, id ?? caid, status].filter((part) => typeof part === "string").join(" ");
}
