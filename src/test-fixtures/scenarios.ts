/** A small valid scenario for tests, and the parts that tests vary. */
import type * as z from "zod";
import type { expectedOrderSchema, observedOrderSchema } from "../domain/order.ts";
import { scenarioSchema, type Scenario } from "../scenario/scenario.ts";

export const startsAtMs = 1_704_067_200_000;

export { allGatesOpen as openGates } from "../domain/gate.ts";

/** An own id; the level makes it unique. */
export function ownId(level: number | string = 1): string {
  return `grinder_grid_BTCUSDT_${level}_1704067100_1`;
}

type Observed = z.input<typeof observedOrderSchema>;
export function observedOrder(parts: Partial<Observed> = {}): Observed {
  return { ...openOrder, orderId: "1001", updatedAtMs: startsAtMs - 100_000, ...parts };
}

type Expected = z.input<typeof expectedOrderSchema>;
export function expectedOrder(parts: Partial<Expected> = {}): Expected {
  return { ...openOrder, createdAtMs: startsAtMs - 100_000, ...parts };
}

const openOrder = {
  clientOrderId: ownId(),
  symbol: "BTCUSDT",
  side: "BUY",
  quantity: "0.001",
  price: "50000.00",
  status: "OPEN",
} as const;

const testConfig = {
  action: "cancel_then_flatten",
  cooldownSeconds: 0,
  symbolWhitelist: ["BTCUSDT"],
} as const;

/** A scenario of one snapshot and one run, with the given parts replaced. */
export function scenarioWith(parts: Partial<z.input<typeof scenarioSchema>> = {}): Scenario {
  return scenarioSchema.parse({
    schemaVersion: 2,
    name: "a test",
    statement: "A scenario of a test.",
    startsAtMs,
    steps: [{ kind: "snapshot" }, { kind: "reconcile" }],
    ...parts,
    config: { ...testConfig, ...parts.config },
    exchange: { prices: { BTCUSDT: "50000.00", ETHUSDT: "2500.00" }, ...parts.exchange },
  });
}
