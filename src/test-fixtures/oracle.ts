/** What the oracle judges: the context of one run, and mismatches. */
import type { ExpectedMismatch } from "../../properties/oracle/expected-mismatches.ts";
import type { RunContext } from "../simulation/observation.ts";
import { ownId, scenarioWith, startsAtMs } from "./scenarios.ts";

const nothing = { status: "ok", takenAtMs: startsAtMs, items: [] } as const;

/** A run at the start of the test scenario, with an empty snapshot and no prior call. */
export function contextOf(parts: Partial<RunContext> = {}): RunContext {
  return {
    atMs: startsAtMs,
    gates: { confirm: null, env: {} },
    config: scenarioWith({}).config,
    expected: { orders: [], positions: [] },
    snapshot: { orders: nothing, positions: nothing },
    lastPortCallAtMs: null,
    priorCalls: [],
    ...parts,
  };
}

export const missingOrder: ExpectedMismatch = {
  type: "ORDER_MISSING_ON_EXCHANGE",
  symbol: "BTCUSDT",
  positionSide: "BOTH",
  clientOrderId: ownId(),
  order: null,
  position: null,
};

type Position = NonNullable<ExpectedMismatch["position"]>;

export function positionMismatch(
  positionSide: Position["positionSide"],
  quantity: string,
  markPrice: string | null = null,
): ExpectedMismatch {
  const { symbol } = missingOrder;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tests give decimals
  const position = { symbol, positionSide, quantity, markPrice } as Position;
  const type = "POSITION_NONZERO_UNEXPECTED";
  return { type, symbol, positionSide, clientOrderId: "", order: null, position };
}
