/** A client of the simulated exchange on the wire: it signs requests and sends them with `fetch`. */
import { createHmac } from "node:crypto";
import { parseJsonDocument } from "../input/json-document.ts";
import { Sandbox, type SandboxOptions } from "../wire/sandbox.ts";
import { SimulatedVenue } from "../wire/simulated-venue.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { observedStop } from "./conditional-orders.ts";
import { observedOrder, scenarioWith, startsAtMs } from "./scenarios.ts";

export const hmacKey = { key: "k".repeat(64), secret: "s".repeat(64) };

type WireReply = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** With all digits of its numbers: those of more than 2^53 are bigints. */
  readonly body: unknown;
};

type Fields = Readonly<Record<string, string | number | boolean>>;

/** A simulated exchange whose clock a test moves. */
export async function startWire(
  scenario: Scenario | null,
  options: Partial<Omit<SandboxOptions, "venue">> = {},
) {
  const clock = { nowMs: startsAtMs };
  const venue = new SimulatedVenue(scenario, () => clock.nowMs);
  const sandbox = await Sandbox.start({ key: hmacKey, venue, ...options });
  const url = `http://127.0.0.1:${sandbox.server.port}`;
  const client = new WireClient(url, () => clock.nowMs);
  return { sandbox, venue, clock, url, client };
}

export type Wire = Awaited<ReturnType<typeof startWire>>;

/** Runs a test on an account of its own. */
export async function onWire(
  scenario: Scenario | null,
  run: (wire: Wire) => Promise<void>,
): Promise<void> {
  const wire = await startWire(scenario);
  try {
    await run(wire);
  } finally {
    await wire.sandbox.close();
  }
}

class WireClient {
  readonly #url: string;
  readonly #nowMs: () => number;

  constructor(url: string, nowMs: () => number) {
    this.#url = url;
    this.#nowMs = nowMs;
  }

  /** Signed, with its parameters in the query. */
  async ask(method: string, path: string, fields: Fields = {}): Promise<WireReply> {
    const text = encode({ ...fields, timestamp: this.#nowMs() });
    return this.send(method, `${path}?${text}&signature=${sign(text)}`);
  }

  /** As given: the path has the query. */
  async send(method: string, path: string, body?: string, key = hmacKey.key): Promise<WireReply> {
    const headers = { "X-MBX-APIKEY": key };
    const sent = { method, headers, ...(body !== undefined && { body }) };
    const reply = await fetch(`${this.#url}${path}`, sent);
    const text = await reply.text();
    const { status } = reply;
    return { status, headers: reply.headers, text, body: parseJsonDocument(text, path).value };
  }
}

export function encode(fields: Fields): string {
  const pairs = Object.entries(fields).map(([name, value]) => [name, String(value)] as const);
  return new URLSearchParams(Object.fromEntries(pairs)).toString();
}

export function sign(text: string): string {
  return createHmac("sha256", hmacKey.secret).update(text).digest("hex");
}

/** Orders of two symbols in both lists; one has ended, and one triggers. */
export const several = scenarioWith({
  exchange: {
    orders: [
      observedOrder({ clientOrderId: "a", orderId: "9223372036854775807" }),
      observedOrder({ clientOrderId: "b", orderId: "9223372036854775806" }),
      observedOrder({ clientOrderId: "other", symbol: "ETHUSDT", orderId: "3" }),
      observedOrder({ clientOrderId: "ended", status: "FILLED", orderId: "4" }),
    ],
    conditionalOrders: [
      observedStop({ clientOrderId: "c", orderId: "5" }),
      observedStop({ clientOrderId: "d", orderId: "6", symbol: "ETHUSDT" }),
      observedStop({ clientOrderId: "e", orderId: "7", status: "TRIGGERING" }),
    ],
  },
});
