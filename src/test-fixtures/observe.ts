/** Runs a scenario against the shipped pipeline, for tests of one run. */
import type * as z from "zod";
import type { Observation } from "../simulation/observation.ts";
import type { CompletedRun } from "../domain/run-report.ts";
import type { scenarioSchema } from "../scenario/scenario.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { observedOrder, openGates, ownId, scenarioWith } from "./scenarios.ts";

export type Parts = Partial<z.input<typeof scenarioSchema>>;

/** `run` is the last run. */
export type Seen = Observation & { readonly run: CompletedRun };

export const dryRun = (parts: Parts): Promise<Seen> => observe(parts);
export const live = (parts: Parts): Promise<Seen> => observe({ gates: openGates, ...parts });

async function observe(parts: Parts): Promise<Seen> {
  const observation = await runScenario(scenarioWith(parts), shippedPipeline);
  const run = observation.runs.at(-1);
  if (run === undefined || !("results" in run)) throw new Error("the run was refused");
  return { ...observation, run };
}

/** The reason of each outcome, or its status where it has none. */
export const outcomes = ({ run }: Seen): string[] =>
  run.results.map(({ outcome }) => ("reason" in outcome ? outcome.reason : outcome.status));

export const requests = ({ portCalls }: Observation) => portCalls.map(({ request }) => request);

export const longPosition = { symbol: "BTCUSDT", quantity: "0.001" };

/** Four own orders that are not expected. */
export const manyOrders = [1, 2, 3, 4].map((level) =>
  observedOrder({ clientOrderId: ownId(level) }),
);
