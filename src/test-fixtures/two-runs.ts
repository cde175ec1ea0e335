/** Records of two runs on one account, one minute apart. */
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import type { Records } from "../records/records.ts";
import { longPosition, type Parts } from "./observe.ts";
import { recordsOf, textsOf, type RecordTexts } from "./records.ts";
import { observedOrder, openGates, scenarioWith } from "./scenarios.ts";

export const snapshot = { kind: "snapshot" } as const;
export const run = { kind: "reconcile" } as const;
export const wait = { kind: "advance-clock", ms: 60_000 } as const;
export const account = {
  orders: [observedOrder()],
  positions: [longPosition],
  prices: { BTCUSDT: "50000" },
};

export async function textsWith(
  parts: Parts,
  target: Target = shippedPipeline,
): Promise<RecordTexts> {
  const config = { auditEnabled: true, ...parts.config };
  const scenario = scenarioWith({ gates: openGates, exchange: account, ...parts, config });
  return textsOf(scenario, await runScenario(scenario, target, { recordStates: true }));
}

export function read(texts: RecordTexts): Records {
  const records = recordsOf(texts);
  if (records === null) throw new Error("the trail is empty");
  return records;
}

export const twoRuns = { steps: [snapshot, run, wait, snapshot, run] };
