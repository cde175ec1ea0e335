/**
 * One signed request over one connection of its own. It is sent at most once: it follows no redirect, and has no retry.
 * `fetch` is not used, because it sends a request again that was answered with 421, and takes proxies from the environment.
 */
import { request as requestHttp, type IncomingMessage, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import type { ApiKeys } from "./api-keys.ts";
import { SendHost, type ReadHost } from "./hosts.ts";

/** A change needs a host of the type that only consent gives. */
export type SignedRequest = {
  readonly path: string;
  /** In the order of the query. */
  readonly parameters: Readonly<Record<string, string>>;
} & (
  | { readonly method: "GET"; readonly host: ReadHost }
  | { readonly method: "POST" | "DELETE"; readonly host: SendHost }
);

export type ClientSettings = {
  readonly keys: ApiKeys;
  /** Milliseconds since 1970. */
  readonly nowMs: () => number;
  /** For the whole exchange, from the connection to the last byte of the reply. */
  readonly timeoutMs: number;
};

export type Reply = {
  readonly status: number;
  readonly contentType: string;
  /** Null without the header. */
  readonly retryAfter: string | null;
  /** Null: not UTF-8. */
  readonly text: string | null;
  readonly arrivedAtMs: number;
};

/** `problem`: no whole reply came. It is unknown whether the request was applied. */
export type Exchanged = Reply | { readonly problem: string };

/** How long after its time the venue still accepts a request: not after the client stopped waiting. */
const recvWindowMsMax = 5_000;
export const timeoutMsDefault = 10_000;

const replyBytesMax = 64 * 1024 * 1024;

/** Never rejects for what the network or the server does. */
export async function sendSigned(
  request: SignedRequest,
  client: ClientSettings,
): Promise<Exchanged> {
  const { method, host, path, parameters } = request;
  if (method !== "GET" && !(host instanceof SendHost)) {
    throw new Error(`${method} needs a host for changes; this is a defect`);
  }
  const { keys, nowMs, timeoutMs } = client;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const recvWindow = String(Math.min(recvWindowMsMax, timeoutMs));
    const times = { recvWindow, timestamp: String(nowMs()) };
    const query = new URLSearchParams({ ...parameters, ...times }).toString();
    const url = new URL(`${path}?${query}&signature=${keys.sign(query)}`, host.origin);
    // A certificate is checked, also where the environment turns the check off.
    const options = { method, headers: keys.headers, agent: false, rejectUnauthorized: true };
    const response = await responseTo(url, { ...options, signal });
    // At once, because a message may have a part of it only.
    const text = keys.redact(decode(await readBody(response)));
    const { statusCode: status = 0, headers } = response;
    const { "content-type": type = "", "retry-after": retryAfter = null } = headers;
    return { status, contentType: keys.redact(type), retryAfter, text, arrivedAtMs: nowMs() };
  } catch (error) {
    const timedOut = `no whole reply within ${timeoutMs} ms`;
    return { problem: signal.aborted ? timedOut : keys.redact(describeError(error)) };
  }
}

function responseTo(url: URL, options: RequestOptions): Promise<IncomingMessage> {
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on("error", reject).end();
  });
}

/** Rejects where the connection ends before the body does. */
async function readBody(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > replyBytesMax) throw new Error("the reply has more than 64 MiB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Buffer): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? ` (${String(error.code)})` : "";
  return `the connection failed: ${error.message}${code}`;
}
