/** The lists of an account, by signed reads. A reply that is no whole list of its kind is an error, and never empty. */
import type { ObservedConditionalOrder } from "../domain/conditional-order.ts";
import type { ObservedOrder } from "../domain/order.ts";
import type { ObservedPosition } from "../domain/position.ts";
import { printableShort } from "../domain/printable-text.ts";
import type { Snapshot, SnapshotPart } from "../domain/snapshot.ts";
import { parseOpenAlgoOrders } from "../exchange/binance/open-algo-orders.ts";
import { parseOpenOrders } from "../exchange/binance/open-orders.ts";
import type { CaptureScope, Rows } from "../exchange/binance/parse-rows.ts";
import { parsePositionRisk } from "../exchange/binance/position-risk.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { parseJsonDocument, type JsonDocument } from "../input/json-document.ts";
import { bannedUntilOf, errorBodyOf, isJson, isLimitStatus, type ErrorBody } from "./error-body.ts";
import type { ReadHost } from "./hosts.ts";
import { sendSigned, type ClientSettings, type Exchanged, type Reply } from "./signed-request.ts";

/** `request`: the operator can correct it, such as a wrong key. `exchange`: the same read may succeed later. */
type Fault = "request" | "exchange";

/** `takenAtMs` is the time before the request: the list is not older than that. */
export type ListRead<Row> =
  | ({ readonly status: "ok"; readonly takenAtMs: number; readonly text: string } & Rows<Row>)
  | {
      readonly status: "failed";
      readonly takenAtMs: number;
      readonly error: string;
      readonly fault: Fault;
    };

export type ListReads = {
  readonly conditionalOrders: ListRead<ObservedConditionalOrder>;
  readonly orders: ListRead<ObservedOrder>;
  readonly positions: ListRead<ObservedPosition>;
};

/** Reads an account. It has no way to send anything but a GET. */
export class AccountReader {
  readonly #host: ReadHost;
  readonly #client: ClientSettings;

  constructor(host: ReadHost, client: ClientSettings) {
    this.#host = host;
    this.#client = client;
  }

  /**
   * One list after the other, in the direction in which an order moves: a conditional order becomes a normal one, and
   * that becomes a position. What moves in between is in two lists, and never in none.
   */
  async readLists(scope: CaptureScope): Promise<ListReads> {
    const round = new Round(this.#host, this.#client);
    const algo = await round.read("/fapi/v1/openAlgoOrders", (at) =>
      parseOpenAlgoOrders(at, scope),
    );
    const open = await round.read("/fapi/v1/openOrders", (at) => parseOpenOrders(at, scope));
    const risk = await round.read("/fapi/v2/positionRisk", (at) => parsePositionRisk(at, scope));
    return {
      conditionalOrders: round.unlessLimited(algo),
      orders: round.unlessLimited(open),
      positions: round.unlessLimited(risk),
    };
  }
}

/** The reads of one snapshot. Each request after a rate limit makes a ban longer. */
class Round {
  readonly #host: ReadHost;
  readonly #client: ClientSettings;
  #limit: string | null = null;

  constructor(host: ReadHost, client: ClientSettings) {
    this.#host = host;
    this.#client = client;
  }

  async read<Row>(path: string, parse: (at: JsonDocument) => Rows<Row>): Promise<ListRead<Row>> {
    const takenAtMs = this.#client.nowMs();
    if (this.#limit !== null) return failed(takenAtMs, this.#limit, "exchange");
    const request = { method: "GET", host: this.#host, path, parameters: {} } as const;
    const exchanged = await sendSigned(request, this.#client);
    const refusal = refusalOf(exchanged, path);
    if (refusal !== null) {
      if (refusal.isLimit) this.#limit = refusal.error;
      return failed(takenAtMs, refusal.error, refusal.fault);
    }
    const text = "text" in exchanged ? (exchanged.text ?? "") : "";
    try {
      return { status: "ok", takenAtMs, text, ...parse(parseJsonDocument(text, `GET ${path}`)) };
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      return failed(takenAtMs, error.message, "exchange");
    }
  }

  /** In a ban nothing may be sent, so no list that was read before may lead to a port call. */
  unlessLimited<Row>(read: ListRead<Row>): ListRead<Row> {
    return this.#limit === null ? read : failed(read.takenAtMs, this.#limit, "exchange");
  }
}

function failed(takenAtMs: number, error: string, fault: Fault) {
  return { status: "failed", takenAtMs, error, fault } as const;
}

type Refusal = { readonly error: string; readonly fault: Fault; readonly isLimit: boolean };

/** Null for a reply whose text may be the list. */
function refusalOf(exchanged: Exchanged, path: string): Refusal | null {
  const refuse = (problem: string, fault: Fault = "exchange", isLimit = false): Refusal => {
    return { error: `GET ${path}: ${problem}`, fault, isLimit };
  };
  if ("problem" in exchanged) return refuse(exchanged.problem);
  const { status, contentType, text } = exchanged;
  const body = errorBodyOf(exchanged);
  const words = `HTTP ${status}${describeBody(body)}`;
  if (isLimitStatus(status) || body?.code === -1003) {
    return refuse(`${words}; ${describeWait(exchanged, body?.msg ?? "")}`, "exchange", true);
  }
  if (status !== 200) return refuse(`${words}${cureFor(body?.code)}`, faultOf(status, body));
  if (!isJson(contentType)) {
    return refuse(`the reply is '${printableShort(contentType)}', and not application/json`);
  }
  if (text === null) return refuse("the reply is not UTF-8 text");
  return text.trim() === "" ? refuse("the reply is empty") : null;
}

function describeBody(body: ErrorBody | null): string {
  if (body === null) return " without an error code";
  return `, error ${body.code ?? "without a code"} (${printableShort(body.msg)})`;
}

/** Without a code of the venue, something between may have answered. */
function faultOf(status: number, body: ErrorBody | null): Fault {
  const isRefused = status >= 400 && status < 500 && status !== 408;
  return isRefused && body?.code !== undefined ? "request" : "exchange";
}

function cureFor(code: number | undefined): string {
  if (code === -1021) return "; correct the clock of this machine";
  if (code === -1022) return "; check the API secret: it does not belong to the API key";
  if (code === -2014) return "; check the API key: its form is wrong";
  if (code === -2015)
    return "; check the API key, its permission to read, and its allowed addresses";
  return "";
}

function describeWait(reply: Reply, message: string): string {
  const untilMs = bannedUntilOf(reply, message);
  const until =
    untilMs === undefined ? "for 2 minutes" : `until ${new Date(untilMs).toISOString()}`;
  return `send nothing ${until}, because each request makes a ban longer`;
}

/** What the pipeline takes. */
export function snapshotOf({ orders, positions, conditionalOrders }: ListReads): Snapshot {
  return {
    orders: partOf(orders),
    positions: partOf(positions),
    conditionalOrders: partOf(conditionalOrders),
  };
}

function partOf<Row>(read: ListRead<Row>): SnapshotPart<Row> {
  const { status, takenAtMs } = read;
  if (status === "failed") return { status, takenAtMs, error: read.error };
  return { status, takenAtMs, items: read.rows };
}
