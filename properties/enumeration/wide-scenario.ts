/** The scenarios that the enumerations of widths and times share: limits that nothing reaches, and plain steps. */
import type { ClientOrderId } from "../../src/domain/client-order-id.ts";
import type { Config } from "../../src/domain/config.ts";
import { copyConfig } from "../../src/domain/copies.ts";
import { decimalSchema } from "../../src/domain/decimal.ts";
import type { ObservedOrder } from "../../src/domain/order.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import type { SnapshotPartStep, Step } from "../../src/scenario/step.ts";
import { clientOrderIdOf } from "../arbitraries/client-order-id.ts";
import { manySymbols } from "../arbitraries/symbol.ts";
import { observed, plainScenario, symbol } from "./plain-scenario.ts";

type Parts = Partial<Pick<Scenario, "startsAtMs" | "steps">> & {
  readonly config?: Partial<Config>;
  readonly expected?: Partial<Scenario["expected"]>;
  readonly exchange?: Partial<Scenario["exchange"]>;
};

export function scenarioOf(parts: Parts): Scenario {
  const wide = { maxOrdersPerAction: 999, maxSymbolsPerAction: 1_000, maxAttemptsPerWindow: 9_999 };
  return {
    ...plainScenario,
    ...parts,
    config: copyConfig({
      ...plainScenario.config,
      ...wide,
      maxFlattenNotionalUsdt: decimalSchema.parse("999999999999999999"),
      symbolWhitelist: manySymbols,
      ...parts.config,
    }),
    expected: { ...plainScenario.expected, ...parts.expected },
    exchange: { ...plainScenario.exchange, ...parts.exchange },
  };
}

export const upTo = (last: number) => Array.from({ length: last + 1 }, (_, at) => at);

export const idNumber = (number: number, level = 1): ClientOrderId =>
  clientOrderIdOf("own", symbol, level, number);

export function unexpectedOrders(count: number): ObservedOrder[] {
  return upTo(count - 1).map((at) => ({
    ...observed("OPEN"),
    clientOrderId: idNumber(at + 1),
    orderId: String(at + 1),
  }));
}

export const ok: SnapshotPartStep = { kind: "ok" };
export const snapshot: Step = { kind: "snapshot", orders: ok, positions: ok };
export const run: Step = { kind: "reconcile" };
export const wait = (ms: number): Step => ({ kind: "advance-clock", ms });

export const busy = { kind: "reject", code: -1001, message: "Internal error." } as const;
