/** One WebSocket of a client: its subscriptions, pings and end. */
import type { WebSocket } from "ws";
import { BadInputError } from "../../input/bad-input-error.ts";
import { parseJsonDocument } from "../../input/json-document.ts";
import { Digits, writeJson } from "../reply.ts";
import type { StreamEvent } from "./events.ts";
import type { StreamPlace } from "./stream-paths.ts";

const minuteMs = 60_000;
const lifeMs = 24 * 60 * minuteMs;
const pingMs = 3 * minuteMs;
const pongMs = 10 * minuteMs;
/** A client that does not read is cut off. */
const waitingBytesMax = 4 * 1024 * 1024;

export class StreamConnection {
  /** A fault: no event is sent, but pings are. */
  isSilenced = false;
  readonly socket: WebSocket;
  /** Whether it is one of a user stream. */
  readonly isPrivate: boolean;
  readonly #place: StreamPlace;
  readonly #openedAtMs: number;
  readonly #names: Set<string>;
  #pingedAtMs: number;
  /** The time of the first ping without an answer; null without one. */
  #waitsSinceMs: number | null = null;

  constructor(socket: WebSocket, place: StreamPlace, nowMs: () => number) {
    this.socket = socket;
    this.#place = place;
    this.isPrivate = place.kind === "private";
    this.#openedAtMs = nowMs();
    this.#pingedAtMs = this.#openedAtMs;
    this.#names = new Set(place.kind === "private" ? place.listenKeys : []);
    socket.on("pong", () => {
      this.#waitsSinceMs = null;
    });
    if (place.kind !== "api") socket.on("message", (data) => this.#receive(textOf(data)));
  }

  /** Sends the event of a stream, if this connection has subscribed to it. Whether it was sent. */
  deliver(listenKey: string, event: StreamEvent): boolean {
    const place = this.#place;
    if (place.kind !== "private" || this.isSilenced || !this.#names.has(listenKey)) return false;
    // The end of the stream is no event that a client can leave out.
    const isWanted = place.events?.has(event.e) ?? true;
    if (!isWanted && event.e !== "listenKeyExpired") return false;
    return this.send(place.isWrapped ? { stream: listenKey, data: event } : event);
  }

  /** Whether it was sent: a connection that is closing sends nothing. */
  send(message: unknown): boolean {
    const { socket } = this;
    if (socket.readyState !== socket.OPEN) return false;
    if (socket.bufferedAmount > waitingBytesMax) {
      socket.terminate();
      return false;
    }
    socket.send(writeJson(message));
    return true;
  }

  tick(nowMs: number): void {
    if (nowMs - this.#openedAtMs >= lifeMs) this.socket.close(1001);
    else if (nowMs - (this.#waitsSinceMs ?? nowMs) >= pongMs) this.socket.terminate();
    else if (nowMs - this.#pingedAtMs >= pingMs) {
      this.#pingedAtMs = nowMs;
      this.#waitsSinceMs ??= nowMs;
      this.socket.ping();
    }
  }

  /** `SUBSCRIBE` and its like. */
  #receive(text: string): void {
    const { id, method, params } = readMessage(text);
    const names = Array.isArray(params) ? params.map(String) : [];
    switch (method) {
      case "SUBSCRIBE":
        for (const name of names) this.#names.add(name);
        this.send({ result: null, id });
        break;
      case "UNSUBSCRIBE":
        for (const name of names) this.#names.delete(name);
        this.send({ result: null, id });
        break;
      case "LIST_SUBSCRIPTIONS":
        this.send({ result: [...this.#names], id });
        break;
      default:
        this.send({ error: { code: 2, msg: "Invalid request: unknown method" }, id });
    }
  }
}

/** `ws` gives each message as one buffer. */
export function textOf(data: WebSocket.RawData): string {
  return Buffer.isBuffer(data) ? data.toString("utf8") : "";
}

/** Without values where the text is no object. `id` has all digits of a large number. */
export function readMessage(text: string): { id: unknown; method: unknown; params: unknown } {
  const none = { id: null, method: undefined, params: undefined };
  try {
    const { value } = parseJsonDocument(text, "message");
    if (typeof value !== "object" || value === null) return none;
    const { id = null, method, params } = value as Partial<typeof none>;
    return { id: typeof id === "bigint" ? new Digits(String(id)) : id, method, params };
  } catch (error) {
    if (error instanceof BadInputError) return none;
    throw error;
  }
}
