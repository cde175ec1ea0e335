/** A client of the user stream and of the WebSocket API. It waits for messages, and never for time. */
import { EventEmitter, once } from "node:events";
import { WebSocket, type ClientOptions } from "ws";
import { parseJsonDocument } from "../input/json-document.ts";

export class StreamClient {
  readonly socket: WebSocket;
  /** The code of the close frame; 1006 where none came. */
  readonly closed: Promise<number>;
  pings = 0;
  readonly #arrivals = new EventEmitter();
  #messages: string[] = [];

  private constructor(url: string, options: ClientOptions) {
    this.socket = new WebSocket(url, options);
    this.closed = new Promise((resolve) => this.socket.once("close", resolve));
    this.socket.on("ping", () => {
      this.pings += 1;
    });
    this.socket.on("message", (data) => {
      this.#messages.push(Buffer.isBuffer(data) ? data.toString("utf8") : "");
      this.#arrivals.emit("message");
    });
  }

  /** Rejects where the handshake is refused; the message names the status. */
  static async open(url: string, options: ClientOptions = {}): Promise<StreamClient> {
    const client = new StreamClient(url, options);
    await once(client.socket, "open");
    return client;
  }

  /** The next message. Rejects where the connection ends before. */
  async next(): Promise<unknown> {
    while (this.#messages.length === 0) await this.#unlessClosed(once(this.#arrivals, "message"));
    return parsed(this.#messages.shift() ?? "");
  }

  async #unlessClosed(awaited: Promise<unknown>): Promise<void> {
    const failed = this.closed.then((code) => {
      throw new Error(`the connection ended with ${code}`);
    });
    await Promise.race([awaited, failed]);
  }

  /** The messages that were sent before this call: a pong comes after them. Rejects where the connection ends before. */
  async arrived(): Promise<unknown[]> {
    const pong = once(this.socket, "pong");
    this.socket.ping();
    await this.#unlessClosed(pong);
    const messages = this.#messages;
    this.#messages = [];
    return messages.map(parsed);
  }

  /** The reply to one request. */
  async ask(message: unknown): Promise<unknown> {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
    return this.next();
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }
}

function parsed(text: string): unknown {
  return parseJsonDocument(text, "message").value;
}
