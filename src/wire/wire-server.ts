/**
 * The HTTP server of the simulated exchange, on loopback only. It reads requests whole, sends replies, and breaks them
 * where it is asked to. It never connects to anybody.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { WireFaultKind } from "../domain/wire-request.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import {
  errorBody,
  serviceUnavailable,
  unknownError,
  writeBody,
  type VenueReply,
} from "./reply.ts";
import type { RawRequest } from "./rest-face.ts";

export type ArrivedRequest = RawRequest & {
  /** As the request names it. */
  readonly host: string;
  /** Whether the host is one of the exchange. */
  readonly isKnownHost: boolean;
};

/** `form`: how the reply is broken. `isLost`: the connection breaks instead of a reply. */
export type Answer = {
  readonly reply: VenueReply;
  readonly form?: WireFaultKind | undefined;
  readonly isLost?: boolean;
};

export type WireServerOptions = {
  /** 0: any free port. */
  readonly port?: number;
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly answer: (request: ArrivedRequest) => Promise<Answer>;
  /** For how long a reply that never comes keeps its connection open, in milliseconds; default 1,000. */
  readonly hangMs?: number;
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

const bodyLengthMax = 1024 * 1024;
const socketsMax = 2_000;
/** A bot that waits longer would make a campaign slow. */
const hangMsDefault = 1_000;
/** A request must be whole in this time, in milliseconds. */
const requestMs = 10_000;

export class WireServer {
  readonly port: number;
  readonly #servers: readonly Server[];
  /** Connections that wait for a reply which never comes. */
  readonly #hanging: Set<Socket>;

  private constructor(port: number, servers: readonly Server[], hanging: Set<Socket>) {
    this.port = port;
    this.#servers = servers;
    this.#hanging = hanging;
  }

  /** Throws `BadInputError` where the port is taken. */
  static async start(options: WireServerOptions): Promise<WireServer> {
    const hanging = new Set<Socket>();
    const handler = (request: IncomingMessage, response: ServerResponse) =>
      void handle(request, response, options, (socket) => {
        hanging.add(socket);
        setTimeout(() => socket.destroy(), options.hangMs ?? hangMsDefault).unref();
      });
    const make = () => {
      const server = options.tls ? createTlsServer(options.tls, handler) : createServer(handler);
      server.maxConnections = socketsMax;
      server.requestTimeout = requestMs;
      if (options.onUpgrade) server.on("upgrade", options.onUpgrade);
      return server;
    };
    const first = make();
    await listen(first, options.port ?? 0, "127.0.0.1");
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it listens on a port
    const { port } = first.address() as AddressInfo;
    const second = make();
    const servers = (await hasListened(second, port)) ? [first, second] : [first];
    return new WireServer(port, servers, hanging);
  }

  /** Ends the connections that wait for a reply that never comes. */
  endHanging(): void {
    for (const socket of this.#hanging) socket.destroy();
    this.#hanging.clear();
  }

  /** Nothing listens afterwards, and no connection is left. */
  async close(): Promise<void> {
    this.endHanging();
    const closing = this.#servers.map(
      (server) => new Promise<void>((resolve) => server.close(() => resolve())),
    );
    for (const server of this.#servers) server.closeAllConnections();
    await Promise.all(closing);
  }
}

async function listen(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = `--port: ${port} on ${host} is taken by another program; name another port, or leave out --port`;
      reject(error.code === "EADDRINUSE" ? new BadInputError(taken) : error);
    });
    server.listen(port, host, resolve);
  });
}

/** A machine may have no IPv6, and another program may have the port there. */
async function hasListened(server: Server, port: number): Promise<boolean> {
  try {
    await listen(server, port, "::1");
    return true;
  } catch {
    return false;
  }
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  { answer }: WireServerOptions,
  hang: (socket: Socket) => void,
): Promise<void> {
  const body = await readBody(request);
  if (body === null) {
    response.writeHead(413, { connection: "close" }).end();
    return;
  }
  const { method = "GET", url = "/", headers } = request;
  const [path, query] = splitOnce(url, "?");
  const host = headers.host ?? "";
  const name = host.replace(/:\d+$/, "").toLowerCase();
  const isKnownHost = loopbackHosts.includes(name) || venueHosts.includes(name);
  const key = headers["x-mbx-apikey"];
  const apiKey = typeof key === "string" ? key : undefined;
  const arrived = { method, path, query, body, apiKey, host, isKnownHost };
  send(response, await answer(arrived), hang);
}

/** Null for a body that is too long. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of request) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- without an encoding
      const buffer = part as Buffer;
      length += buffer.length;
      if (length > bodyLengthMax) return null;
      parts.push(buffer);
    }
  } catch {
    // The client has gone.
  }
  return Buffer.concat(parts).toString("utf8");
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

const json = "application/json;charset=UTF-8";
const page = "<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1></body></html>";

function send(
  response: ServerResponse,
  { reply, form, isLost = false }: Answer,
  hang: (socket: Socket) => void,
): void {
  const { socket } = response;
  if (isLost || form === "reset") {
    socket?.resetAndDestroy();
    return;
  }
  if (form === "hang") {
    if (socket) hang(socket);
    return;
  }
  const { status, headers = {}, body } = brokenReply(reply, form);
  const whole = Buffer.from(writeBody(body));
  const text = form === "cut-json" ? whole.subarray(0, Math.ceil(whole.length / 2)) : whole;
  const type = form === "html" ? "text/html" : json;
  response.writeHead(status, { "content-type": type, ...headers, "content-length": text.length });
  if (form !== "half-body") {
    response.end(text);
    return;
  }
  response.write(whole.subarray(0, Math.floor(whole.length / 2)), () => socket?.destroy());
}

function brokenReply(reply: VenueReply, form: WireFaultKind | undefined): VenueReply {
  switch (form) {
    case "empty-object":
      return { ...reply, status: 200, body: {} };
    case "null":
      return { ...reply, status: 200, body: null };
    case "html":
      return { ...reply, status: 200, body: page };
    case "cut-json":
    case "half-body":
      return { ...reply, status: 200 };
    case "unknown-error":
      return { ...reply, status: 503, body: errorBody(-1000, unknownError) };
    case "backend-timeout":
      return { ...reply, status: 408, body: errorBody(-1007, backendTimeout) };
    case "service-unavailable":
      return { ...reply, status: 503, body: errorBody(0, serviceUnavailable) };
    case "internal-error":
      return { ...reply, status: 503, body: errorBody(-1001, internalError) };
    default:
      return reply;
  }
}

const backendTimeout =
  "Timeout waiting for response from backend server. Send status unknown; execution status unknown.";
const internalError = "Internal error; unable to process your request. Please try again.";
