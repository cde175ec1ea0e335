/**
 * The HTTP server of the simulated exchange, on loopback only. It reads requests whole, sends replies, and breaks them
 * where it is asked to. It never connects to anybody.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { BadInputError } from "../input/bad-input-error.ts";
import type { RawRequest } from "./rest-face.ts";
import { send, type Answer } from "./send-answer.ts";

export type { Answer } from "./send-answer.ts";

export type ArrivedRequest = RawRequest & {
  /** As the request names it. */
  readonly host: string;
  /** Whether the host is one of the exchange. */
  readonly isKnownHost: boolean;
  /** Calls a listener when the reply is sent, or when the client has gone. */
  readonly onClose?: (listener: () => void) => void;
};

export type WireServerOptions = {
  /** 0: any free port. */
  readonly port?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly answer: (request: ArrivedRequest) => Promise<Answer>;
  /** For how long a reply that never comes keeps its connection open, in milliseconds; default 1,000. */
  readonly hangMs?: number;
  /** A request whose body is more than 1 MiB. It is refused, and has no body here. */
  readonly onTooLong?: ((request: ArrivedRequest) => void) | undefined;
  /** A client that made no TLS connection, with the code of the error. */
  readonly onTlsError?: ((code: string) => void) | undefined;
  /** A WebSocket handshake. */
  readonly onUpgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
};

const loopbackHosts = ["127.0.0.1", "localhost", "[::1]"];
/** Only where these names lead to loopback. */
export const venueHosts: readonly string[] = [
  "fapi.binance.com",
  "fstream.binance.com",
  "ws-fapi.binance.com",
  "api.binance.com",
];

/** Whether a request that names this host, with or without a port, is one to the exchange. */
export function isExchangeHost(host: string): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return loopbackHosts.includes(name) || venueHosts.includes(name);
}

const mebibyte = 1024 * 1024;
const bodyLengthMax = mebibyte;
/** What is read of a longer body, so that its client can read the answer. */
const drainedLengthMax = 16 * mebibyte;
const socketsMax = 2_000;
/** A bot that waits longer would make a campaign slow. */
const hangMsDefault = 1_000;
/** A request must be whole in this time, in milliseconds. */
const requestMs = 10_000;
/** Longer than clients keep a connection, so that its end is no fault that a client sees. In milliseconds. */
const keepAliveMs = 120_000;
/** Another program may have a free port of one loopback address on the other one. */
const portsTriedMax = 10;

export class WireServer {
  readonly port: number;
  readonly #listeners: readonly Listener[];

  private constructor(port: number, listeners: readonly Listener[]) {
    this.port = port;
    this.#listeners = listeners;
  }

  /** It listens on 127.0.0.1 and, where the machine has it, on ::1. Throws `BadInputError` where the port is taken. */
  static async start(options: WireServerOptions): Promise<WireServer> {
    const wanted = options.port ?? 0;
    for (let tried = 1; ; tried += 1) {
      const first = new Listener(options);
      const second = new Listener(options);
      try {
        const port = await first.listen(wanted, "127.0.0.1");
        const has = await hasAddress(() => second.listen(port, "::1"));
        return new WireServer(port, has ? [first, second] : [first]);
      } catch (error) {
        await Promise.all([first.close(), second.close()]);
        if (wanted !== 0 || tried === portsTriedMax) throw error;
      }
    }
  }

  /** It listens on a socket in the file system, for a bot that is in another network. */
  static async startAt(path: string, options: WireServerOptions): Promise<WireServer> {
    const listener = new Listener(options);
    await listener.listenAt(path);
    return new WireServer(0, [listener]);
  }

  /** Ends the connections that wait for a reply that never comes. */
  endHanging(): void {
    for (const listener of this.#listeners) listener.endHanging();
  }

  /** Nothing listens afterwards, and no connection is left. */
  async close(): Promise<void> {
    await Promise.all(this.#listeners.map((listener) => listener.close()));
  }
}

/** On one address. */
class Listener {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** By the port of the client: TCP, also where TLS is on top of it. */
  readonly #byPort = new Map<number, Socket>();
  readonly #hanging = new Set<Socket>();
  readonly #options: WireServerOptions;

  constructor(options: WireServerOptions) {
    this.#options = options;
    const { tls, onUpgrade, onTlsError } = options;
    const handler = (request: IncomingMessage, response: ServerResponse) =>
      void this.#handle(request, response);
    const server = tls ? createTlsServer(tls, handler) : createServer(handler);
    server.maxConnections = socketsMax;
    server.requestTimeout = requestMs;
    server.headersTimeout = requestMs;
    server.keepAliveTimeout = keepAliveMs;
    server.on("connection", (socket: Socket) => {
      const { remotePort } = socket;
      this.#sockets.add(socket);
      if (remotePort !== undefined) this.#byPort.set(remotePort, socket);
      socket.once("close", () => {
        this.#sockets.delete(socket);
        if (remotePort !== undefined) this.#byPort.delete(remotePort);
      });
    });
    if (onUpgrade) server.on("upgrade", onUpgrade);
    const onError = ({ code = "" }: NodeJS.ErrnoException) => onTlsError?.(code);
    server.on("tlsClientError", onError);
    // A client that refuses the certificate does so after the handshake.
    server.on("secureConnection", (socket: Socket) => void socket.on("error", onError));
    this.#server = server;
  }

  async listenAt(path: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen({ path, backlog: socketsMax }, resolve);
    });
  }

  /** The port. */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", (error: NodeJS.ErrnoException) => {
        const taken = `--port: ${port} on ${host} is taken by another program; name another port, or leave out --port`;
        reject(error.code === "EADDRINUSE" ? new BadInputError(taken) : error);
      });
      this.#server.listen({ port, host, backlog: socketsMax }, resolve);
    });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
    return (this.#server.address() as AddressInfo).port;
  }

  endHanging(): void {
    for (const socket of this.#hanging) socket.destroy();
    this.#hanging.clear();
  }

  #hang(socket: Socket): void {
    this.#hanging.add(socket);
    const end = setTimeout(() => socket.destroy(), this.#options.hangMs ?? hangMsDefault);
    socket.once("close", () => {
      clearTimeout(end);
      this.#hanging.delete(socket);
    });
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { socket } = request;
    // A connection that ended has none.
    const { remotePort } = socket;
    try {
      const { body, isWhole } = await readBody(request);
      if (body === null) {
        this.#options.onTooLong?.(arrivedRequest(request, ""));
        if (isWhole) response.writeHead(413, { connection: "close" }).end();
        else this.#reset(socket, remotePort);
        return;
      }
      const onClose = (listener: () => void) => void response.once("close", listener);
      const answer = await this.#options.answer({ ...arrivedRequest(request, body), onClose });
      if (answer.isLost === true || answer.form === "reset") this.#reset(socket, remotePort);
      else if (answer.form === "hang") this.#hang(socket);
      else send(response, answer);
    } catch {
      // The client has gone, or the answer is that the connection breaks.
      this.#reset(socket, remotePort);
    }
  }

  /** A connection that is no TCP just ends; the forwarder resets the one of the client. */
  #reset(socket: Socket, remotePort: number | undefined): void {
    if (remotePort === undefined) socket.destroy();
    else this.#byPort.get(remotePort)?.resetAndDestroy();
  }
}

/** False where the machine has no such address. */
async function hasAddress(listen: () => Promise<number>): Promise<boolean> {
  try {
    await listen();
    return true;
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    return false;
  }
}

function arrivedRequest(request: IncomingMessage, body: string): ArrivedRequest {
  const { method = "GET", url = "/", headers } = request;
  const [path, query] = splitOnce(url, "?");
  const host = headers.host ?? "";
  const key = headers["x-mbx-apikey"];
  const apiKey = typeof key === "string" ? key : undefined;
  return { method, path, query, body, apiKey, host, isKnownHost: isExchangeHost(host) };
}

type ReadBody = { readonly body: string | null; readonly isWhole: boolean };

/** The body is null where it is too long. Rejects where the client goes before its end. */
async function readBody(request: IncomingMessage): Promise<ReadBody> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without an encoding
    const buffer = part as Buffer;
    length += buffer.length;
    if (length > drainedLengthMax) return { body: null, isWhole: false };
    if (length <= bodyLengthMax) parts.push(buffer);
  }
  const body = length > bodyLengthMax ? null : Buffer.concat(parts).toString("utf8");
  return { body, isWhole: true };
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
