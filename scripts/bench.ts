/**
 * The benchmark. It prints ratios within one run, because shared machines are noisy. Measurements of a
 * pair alternate, and their medians are compared.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { readOnlyServices } from "../src/cli/plan.ts";
import { expectedStateSchema, type ExpectedState } from "../src/domain/expected-state.ts";
import { configSchema } from "../src/domain/config.ts";
import { observedOrderSchema, type ObservedOrder } from "../src/domain/order.ts";
import { reconcile } from "../src/pipeline/run.ts";
import type { Snapshot } from "../src/domain/snapshot.ts";
import { expectedOrder, observedOrder, startsAtMs } from "../src/test-fixtures/scenarios.ts";
import { benchSequences, benchJudging, benchStdio, benchWorkers } from "./bench-campaign.ts";
import { benchWire } from "./bench-wire.ts";
import { medians, say, timeCli, timeNode } from "./measure.ts";

const startRounds = 21;
const reconcileRounds = 25;

setFlagsFromString("--expose-gc");

await benchStart();
await benchReconcile();
await benchJudging();
await benchSequences();
await benchStdio();
await benchWorkers();
await benchWire();

async function benchStart(): Promise<void> {
  const [bare = 0, smoke = 0] = await medians(startRounds, () => [
    timeNode(["-e", "0"]),
    timeCli(["smoke"]),
  ]);
  const ratio = (smoke / bare).toFixed(2);
  say(`start: node -e 0 ${ms(bare)}, smoke ${ms(smoke)}, ratio ${ratio} (at most 2.5)`);
}

async function benchReconcile(): Promise<void> {
  const small = matchingStates(10_000);
  const large = matchingStates(100_000);
  const [smallMs = 0, largeMs = 0] = await medians(reconcileRounds, async () => [
    await timeReconcile(small),
    await timeReconcile(large),
  ]);
  const reversed = { ...large, observed: large.observed.toReversed() };
  const reversedMs = await timeReconcile(reversed);
  say(
    `reconcile, all matching: 1e4 orders ${ms(smallMs)}, ` +
      `1e5 orders ${ms(largeMs)} (at most 150 ms), ratio ${(largeMs / smallMs).toFixed(1)} (at most 13); ` +
      `1e5 orders listed in reverse ${ms(reversedMs)}`,
  );
}

type States = { readonly expected: ExpectedState; readonly observed: readonly ObservedOrder[] };

function matchingStates(count: number): States {
  const ids = Array.from({ length: count }, (_, index) => `grinder_grid_B_${index}_1704067100_1`);
  const orders = ids.map((clientOrderId) => expectedOrder({ clientOrderId }));
  const observed = ids.map((clientOrderId, index) =>
    observedOrderSchema.parse(observedOrder({ clientOrderId, orderId: String(index) })),
  );
  return { expected: expectedStateSchema.parse({ orders }), observed };
}

async function timeReconcile({ expected, observed }: States): Promise<number> {
  const config = configSchema.parse({ action: "cancel_all", symbolWhitelist: ["BTCUSDT"] });
  const gates = { confirm: null, env: {} };
  const inputs = { gates, config, expected, lastPortCallAtMs: null, priorCalls: [] };
  const services = { ...readOnlyServices(snapshotOf(observed)), nowMs: () => startsAtMs };
  // Garbage of an earlier measurement must not slow the next one.
  runInNewContext("gc()");
  const startedAt = performance.now();
  const report = await reconcile(inputs, services);
  const elapsedMs = performance.now() - startedAt;
  if (!("status" in report) || report.status !== "clean")
    throw new Error("the states do not match");
  return elapsedMs;
}

function snapshotOf(items: readonly ObservedOrder[]): Snapshot {
  return {
    orders: { status: "ok", takenAtMs: startsAtMs, items },
    positions: { status: "ok", takenAtMs: startsAtMs, items: [] },
  };
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
