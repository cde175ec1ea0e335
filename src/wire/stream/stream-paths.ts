/**
 * The places of the WebSocket server. Which private form production serves is contested, so all are served unless one
 * is chosen. Source: Binance USDⓈ-M futures, page "Important WebSocket Change Notice", and clients as they are.
 */

/** How a client names its user stream. `KEY` is the listenKey. */
const privateForms = [
  /** `/private/ws?listenKey=KEY` */
  "ws-query",
  /** `/private/ws/KEY` */
  "ws-path",
  /** `/private/stream?listenKey=KEY` */
  "stream-query",
  /** `/private/stream?streams=KEY`, or without a key and then `SUBSCRIBE` */
  "stream-names",
] as const;
export type PrivateForm = (typeof privateForms)[number];

export type StreamPlace =
  | {
      readonly kind: "private";
      readonly form: PrivateForm;
      readonly listenKeys: readonly string[];
      /** The events that are sent; null: all. */
      readonly events: ReadonlySet<string> | null;
      /** Whether an event is sent as `{stream, data}`. */
      readonly isWrapped: boolean;
    }
  /** Market data, and paths of before 2026-04-23: the handshake succeeds and no event arrives. */
  | { readonly kind: "silent" }
  /** The WebSocket API. */
  | { readonly kind: "api" };

const base = "ws://127.0.0.1";
const silent = { kind: "silent" } as const;
const silentPath = /^\/(?:public|market)(?:\/|$)|^\/(?:ws|stream)(?:\/|$)/;

/** Null for a path that the venue does not have. `url` is a path with its query. */
export function readStreamPath(url: string): StreamPlace | null {
  if (!URL.canParse(url, base)) return null;
  const { pathname: path, searchParams: query } = new URL(url, base);
  if (path === "/ws-fapi/v1") return { kind: "api" };
  if (silentPath.test(path)) return silent;
  const [, top, kind, key, ...rest] = path.split("/");
  if (top !== "private" || rest.length > 0) return null;
  const listenKey = query.get("listenKey");
  const events = setOf(query.get("events"));
  if (kind === "ws") {
    const isNamed = key !== undefined && key !== "";
    const form = isNamed ? "ws-path" : "ws-query";
    const listenKeys = isNamed ? [key] : present(listenKey);
    return { kind: "private", form, listenKeys, events, isWrapped: false };
  }
  if (kind !== "stream" || key !== undefined) return null;
  const names = present(listenKey);
  const form = names.length > 0 ? "stream-query" : "stream-names";
  const listenKeys = names.length > 0 ? names : present(query.get("streams")).flatMap(listOf);
  return { kind: "private", form, listenKeys, events, isWrapped: true };
}

/** For records, which have no listenKey. */
export function withoutKey(url: string): string {
  const [path = ""] = url.split("?");
  return path.replace(/^((?:\/private)?\/ws)\/.+$/, "$1/KEY");
}

function present(text: string | null): string[] {
  return text === null || text === "" ? [] : [text];
}

function listOf(text: string): string[] {
  return text.split(/[/,]/).filter((one) => one !== "");
}

function setOf(text: string | null): ReadonlySet<string> | null {
  return text === null || text === "" ? null : new Set(listOf(text));
}
