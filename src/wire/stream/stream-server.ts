/**
 * The WebSocket server of the simulated exchange: user streams, silent market data, and the WebSocket API. It has no
 * timer of its own: its owner calls `tick`.
 */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { isExchangeHost } from "../wire-server.ts";
import { listenKeyExpired, type StreamEvent } from "./events.ts";
import type { OneListenKey } from "./listen-keys.ts";
import { StreamConnection } from "./stream-connection.ts";
import type { StreamFault } from "../../domain/stream-fault.ts";
import { FaultyDelivery, type Delivery } from "./stream-faults.ts";
import { readStreamPath, withoutKey } from "./stream-paths.ts";
import type { PrivateForm, StreamPlace } from "./stream-paths.ts";

/** A handshake, for records. */
export type Handshake = {
  /** Without its query and listenKey. */
  readonly path: string;
  /** How the client names its user stream; null where this is none. */
  readonly form: PrivateForm | null;
  readonly host: string;
  /** 101, or why it was refused: 404 path, 421 host, 503 too many connections or a fault. */
  readonly status: number;
};

export type StreamOptions = {
  readonly listenKeys: OneListenKey;
  /** The clock of the exchange, in milliseconds since 1970. */
  readonly nowMs: () => number;
  readonly faults?: readonly StreamFault[];
  /** The one private form on which events arrive; on others none does. Null: on all. */
  readonly onlyForm?: PrivateForm | null;
  /** A connection to the WebSocket API. Without it there is none. */
  readonly onApi?: (connection: StreamConnection, host: string) => void;
  readonly onHandshake?: (handshake: Handshake) => void;
  /** An event that a stream is open for, with its number and its fault; without an event the stream opens. */
  readonly onEvent?: (event: StreamEvent | null, number: number, fault: FaultKind | null) => void;
  /** The event was sent to a client. A repeated or delayed event is the same object as in `onEvent`. */
  readonly onSent?: (event: StreamEvent) => void;
};
type FaultKind = StreamFault["kind"];

const connectionsMax = 100;
const messageBytesMax = 64 * 1024;

export class StreamServer {
  readonly #options: StreamOptions;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: messageBytesMax });
  #delivery: FaultyDelivery<StreamEvent>;
  readonly #connections = new Set<StreamConnection>();
  #refusesNext = false;
  /** Whether a stream was open under the current faults. */
  #hasOpened = false;

  constructor(options: StreamOptions) {
    this.#options = options;
    this.#delivery = deliveryOf(options.faults ?? []);
    options.listenKeys.onExpired = (key) => {
      this.#deliver(key, listenKeyExpired(key, options.nowMs()));
    };
  }

  /** Open ones. */
  get connections(): number {
    return this.#connections.size;
  }

  /** For `WireServer`. */
  readonly onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on("error", () => socket.destroy());
    const { url = "/", headers } = request;
    const host = headers.host ?? "";
    const place = this.#placeOf(url);
    const refusal = this.#refusalOf(host, place);
    const form = place?.kind === "private" ? place.form : null;
    this.#options.onHandshake?.({ path: withoutKey(url), form, host, status: refusal ?? 101 });
    if (refusal !== null || place === null) {
      refuse(socket, refusal ?? 404);
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (accepted) => {
      this.#open(accepted, place, host);
    });
  };

  #placeOf(url: string): StreamPlace | null {
    const place = readStreamPath(url);
    const { onlyForm = null, onApi } = this.#options;
    if (place?.kind === "api" && onApi === undefined) return null;
    const isOtherForm = place?.kind === "private" && onlyForm !== null && place.form !== onlyForm;
    return isOtherForm ? { kind: "silent" } : place;
  }

  #refusalOf(host: string, place: StreamPlace | null): number | null {
    if (!isExchangeHost(host)) return 421;
    if (place === null) return 404;
    if (this.#connections.size >= connectionsMax) return 503;
    if (!this.#refusesNext) return null;
    this.#refusesNext = false;
    return 503;
  }

  #open(socket: WebSocket, place: StreamPlace, host: string): void {
    const connection = new StreamConnection(socket, place, this.#options.nowMs);
    this.#connections.add(connection);
    socket.once("close", () => this.#connections.delete(connection));
    // A frame that is too long or not valid. The close event follows.
    socket.on("error", () => undefined);
    if (place.kind === "api") this.#options.onApi?.(connection, host);
    if (place.kind === "private") this.#opened();
  }

  /** From now on these faults apply, and events count from 1. What has waited is sent. */
  startFaults(faults: readonly StreamFault[]): void {
    const key = this.#options.listenKeys.current();
    const waiting = this.#delivery.takeWaiting();
    if (key !== null) for (const event of waiting) this.#deliver(key, event);
    this.#delivery = deliveryOf(faults);
    this.#hasOpened = false;
    if (this.isOpen()) this.#opened();
  }

  /** Ends the streams, and forgets the listenKey and all faults. */
  endStreams(): void {
    this.#options.listenKeys.close();
    this.#delivery = deliveryOf([]);
    this.#hasOpened = false;
    this.#refusesNext = false;
    for (const connection of this.#connections) {
      if (!connection.isPrivate) continue;
      // It does not count while its client answers.
      this.#connections.delete(connection);
      connection.socket.close(1001);
    }
  }

  /** Whether a client has a connection for its user stream, also one on which nothing arrives. */
  isOpen(): boolean {
    return [...this.#connections].some(({ isPrivate }) => isPrivate);
  }

  #opened(): void {
    const fault = this.#hasOpened ? null : this.#delivery.atOpening;
    this.#hasOpened = true;
    this.#options.onEvent?.(null, 0, fault);
    this.#end(fault);
  }

  /** Sends an event to the stream, with the faults that are due. One that no open stream should get does not count. */
  publish(event: StreamEvent): void {
    const key = this.#options.listenKeys.current();
    if (key === null || !this.isOpen()) return;
    const { fault, first, send } = this.#delivery.next(event);
    // On a silent stream no fault of an event takes place, but the stream may still end.
    const isSilent = [...this.#connections].every((one) => !one.isPrivate || one.isSilenced);
    const met = isSilent ? (first ?? "silence") : fault;
    this.#end(first);
    this.#options.onEvent?.(event, this.#delivery.events, met);
    if (first === "expire") return;
    for (const one of send) this.#deliver(key, one);
  }

  #end(kind: Delivery<StreamEvent>["first"]): void {
    if (kind === "silence") for (const one of this.#connections) one.isSilenced = true;
    if (kind === "expire") this.#options.listenKeys.expire();
    if (kind === "close" || kind === "refuse-reconnect") this.cut();
    if (kind === "refuse-reconnect") this.#refusesNext = true;
  }

  #deliver(key: string, event: StreamEvent): void {
    for (const connection of this.#connections) {
      if (connection.deliver(key, event)) this.#options.onSent?.(event);
    }
  }

  /** Ends every connection. The client sees 1006: no close frame is sent. */
  cut(): void {
    for (const { socket } of this.#connections) socket.terminate();
    this.#connections.clear();
  }

  /** To be called now and then: expiry, pings, and the ends of connections. */
  tick(): void {
    this.#options.listenKeys.tick();
    for (const connection of this.#connections) connection.tick(this.#options.nowMs());
  }

  /** No connection is left afterwards. */
  async close(): Promise<void> {
    // It refuses handshakes from now on.
    this.#server.close();
    const ended = Array.from(
      this.#connections,
      ({ socket }) => new Promise((resolve) => socket.once("close", resolve)),
    );
    this.cut();
    await Promise.all(ended);
  }
}

/** The venue keeps the order within a type of events. */
function deliveryOf(faults: readonly StreamFault[]): FaultyDelivery<StreamEvent> {
  return new FaultyDelivery(faults, (left, right) => left.e === right.e);
}

const reasons: Readonly<Record<number, string>> = {
  404: "Not Found",
  421: "Misdirected Request",
  503: "Service Unavailable",
};

function refuse(socket: Duplex, status: number): void {
  socket.once("finish", () => socket.destroy());
  const reason = reasons[status] ?? "Not Found";
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
