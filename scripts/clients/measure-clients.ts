/** Runs each client library against the simulated exchange, with and without faults. */
import { drivers, type Client } from "./drivers.mjs";
import {
  restingOrderId,
  FaultyExchange,
  type ClientFault,
  type Fault,
  type FaultyCall,
} from "./faulty-exchange.ts";

export type ClientCall = keyof Client;
export const clientCalls = [
  "start",
  "openOrders",
  "positions",
  "place",
  "cancel",
  "flatten",
] as const satisfies readonly ClientCall[];

const clientFaults = [
  "unknown-error",
  "backend-timeout",
  "reset",
  "too-many-requests",
  "ip-ban",
  "empty-object",
  "null",
  "cut-json",
] as const satisfies readonly ClientFault[];

/** The call of the client that sends each request. */
const faultyCalls = {
  openOrders: "openOrders",
  positionRisk: "positions",
  POST: "place",
  DELETE: "cancel",
} as const satisfies Record<FaultyCall, ClientCall>;

/** What a call ended with, for a reader, and the requests that it sent, as `POST /fapi/v1/order`. */
export type Outcome = { readonly result: string; readonly requests: readonly string[] };

export type ClientResults = {
  readonly name: string;
  /** Without a fault. */
  readonly calls: ReadonlyMap<ClientCall, Outcome>;
  readonly faults: readonly (Fault & Outcome)[];
};

/** By the names of the packages, side by side: some wait between their attempts. */
export async function measureClients(): Promise<ClientResults[]> {
  return Promise.all(Object.keys(drivers).map(measureClient));
}

async function measureClient(name: string): Promise<ClientResults> {
  const open = drivers[name];
  if (open === undefined) throw new Error(`no client ${name}`);
  const exchange = await FaultyExchange.start();
  try {
    const client = await open(exchange.place);
    const calls = new Map<ClientCall, Outcome>();
    for (const call of clientCalls) calls.set(call, await outcomeOf(client, call, exchange));
    const faults: (Fault & Outcome)[] = [];
    for (const fault of everyFault()) {
      exchange.reset(fault);
      const outcome = await outcomeOf(client, faultyCalls[fault.call], exchange);
      faults.push({ ...fault, ...outcome });
    }
    return { name, calls, faults };
  } finally {
    await exchange.close();
  }
}

export function everyFault(): Fault[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a constant
  const calls = Object.keys(faultyCalls) as FaultyCall[];
  return calls.flatMap((call) => clientFaults.map((kind) => ({ call, kind })));
}

async function outcomeOf(
  client: Client,
  call: ClientCall,
  exchange: FaultyExchange,
): Promise<Outcome> {
  const result = await client[call](restingOrderId).then(
    (value) => describeValue(call, value),
    describeError,
  );
  return { result, requests: exchange.takeRequests() };
}

function describeValue(call: ClientCall, value: unknown): string {
  if (call === "start") return "read";
  if (typeof value === "string") return "a text";
  if (typeof value !== "object" || value === null) return `\`${String(value)}\``;
  if (Array.isArray(value)) {
    const rows: unknown[] = value;
    if (rows.length === 0) return "`[]`: **read as flat**";
    return rows.every(isRow) ? `${rows.length} read${idOf(rows[0])}` : "**rows without an order**";
  }
  if (Object.keys(value).length === 0) return "`{}`";
  return isRow(value) ? "an order" : "**an order without an id**";
}

/** ccxt names the id of an order otherwise. A position has none. */
function idOf(row: unknown): string {
  if (typeof row !== "object" || row === null || !("clientOrderId" in row)) return "";
  const id = "orderId" in row ? row.orderId : "id" in row ? row.id : undefined;
  return `, with the id ${String(id)}`;
}

/** ccxt has another name for a symbol. */
function isRow(row: unknown): boolean {
  if (typeof row !== "object" || row === null) return false;
  if ("clientOrderId" in row) return typeof row.clientOrderId === "string";
  return "symbol" in row && typeof row.symbol === "string" && row.symbol.startsWith("BTC");
}

/** Its class, and the code of the venue where the error has it. */
function describeError(error: unknown): string {
  if (typeof error !== "object" || error === null) return `\`${String(error)}\``;
  const name = error instanceof Error ? error.constructor.name : "object";
  const { message, code } = { message: "", code: undefined, ...fieldsOf(error) };
  const written = /"code":\s*(-\d+)/.exec(String(message))?.[1];
  const kept = typeof code === "number" && code < 0 ? String(code) : written;
  return kept === undefined ? `\`${name}\`` : `\`${name}\` ${kept}`;
}

function fieldsOf(error: object): { message?: unknown; code?: unknown } {
  return {
    ...("message" in error && { message: error.message }),
    ...("code" in error && { code: error.code }),
  };
}
