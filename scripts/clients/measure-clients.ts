/** Runs each client library against the simulated exchange, with and without faults. */
import { ClientProcess } from "./client-process.ts";
import { clientCalls, drivers, type ClientCall } from "./drivers.mjs";
import {
  FaultyExchange,
  type ClientFault,
  type Fault,
  type FaultyCall,
  type Mode,
} from "./faulty-exchange.ts";

const program = new URL("run-client.ts", import.meta.url);

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

/** With which the venue refuses a reduce-only order that would open a position, and a cancel of no order. */
const refusals: Readonly<Record<FaultyCall, readonly ClientFault[]>> = {
  openOrders: [],
  positionRisk: [],
  POST: ["-2022"],
  DELETE: ["-2011"],
};

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
export async function measureClients(mode: Mode): Promise<ClientResults[]> {
  return Promise.all(Object.keys(drivers).map((name) => measureClient(name, mode)));
}

async function measureClient(name: string, mode: Mode): Promise<ClientResults> {
  const exchange = new FaultyExchange();
  const { place, settings } = await exchange.open(mode);
  const client = new ClientProcess(program, name, settings, place);
  try {
    const outcomeOf = async (call: ClientCall): Promise<Outcome> => ({
      result: await client.ask(call),
      requests: exchange.takeRequests(),
    });
    const calls = new Map<ClientCall, Outcome>();
    for (const call of clientCalls) calls.set(call, await outcomeOf(call));
    const faults: (Fault & Outcome)[] = [];
    for (const fault of everyFault()) {
      exchange.reset(fault);
      const call = fault.kind === "-2022" ? "flatten" : faultyCalls[fault.call];
      faults.push({ ...fault, ...(await outcomeOf(call)) });
    }
    return { name, calls, faults };
  } finally {
    await client.close();
    await place.close();
  }
}

export function everyFault(): Fault[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a constant
  const calls = Object.keys(faultyCalls) as FaultyCall[];
  return calls.flatMap((call) =>
    [...clientFaults, ...refusals[call]].map((kind) => ({ call, kind })),
  );
}
