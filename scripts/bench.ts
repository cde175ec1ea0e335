/**
 * The benchmark. It prints ratios within one run, because shared machines are noisy. Measurements of a
 * pair alternate, and their medians are compared.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expectedStateSchema, type ExpectedState } from "../src/domain/expected-state.ts";
import { configSchema } from "../src/domain/config.ts";
import { observedOrderSchema, type ObservedOrder } from "../src/domain/order.ts";
import { reconcile } from "../src/pipeline/run.ts";
import type { RunServices } from "../src/pipeline/services.ts";
import { benchSequences, benchJudging, benchStdio, benchWorkers } from "./bench-campaign.ts";
import { medians, say, timeCli, timeNode } from "./measure.ts";

const startRounds = 21;
const reconcileRounds = 25;
const nowMs = 1_704_067_200_000;

setFlagsFromString("--expose-gc");

await benchStart();
await benchReconcile();
await benchJudging();
await benchSequences();
await benchStdio();
await benchWorkers();

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
  const numbers = Array.from({ length: count }, (_, index) => index);
  const expected = expectedStateSchema.parse({
    orders: numbers.map((index) => ({ ...orderNumber(index), createdAtMs: nowMs - 100_000 })),
  });
  const observed = numbers.map((index) =>
    observedOrderSchema.parse({
      ...orderNumber(index),
      orderId: String(index),
      updatedAtMs: nowMs,
    }),
  );
  return { expected, observed };
}

function orderNumber(index: number) {
  return {
    clientOrderId: `grinder_grid_B_${index}_1704067100_1`,
    symbol: "BTCUSDT",
    side: "BUY",
    quantity: "0.001",
    price: "50000.00",
    status: "OPEN",
  } as const;
}

async function timeReconcile({ expected, observed }: States): Promise<number> {
  const config = configSchema.parse({ action: "cancel_all", symbolWhitelist: ["BTCUSDT"] });
  const gates = { confirm: null, env: {} };
  const inputs = { gates, config, expected, lastPortCallAtMs: null, priorCalls: [] };
  collectGarbage();
  const startedAt = performance.now();
  const report = await reconcile(inputs, servicesWith(observed));
  const elapsedMs = performance.now() - startedAt;
  if (!("status" in report) || report.status !== "clean")
    throw new Error("the states do not match");
  return elapsedMs;
}

function servicesWith(items: readonly ObservedOrder[]): RunServices {
  return {
    port: { cancelOrder: refuseToSend, placeMarketOrder: refuseToSend },
    nowMs: () => nowMs,
    readSnapshot: () =>
      Promise.resolve({
        orders: { status: "ok", takenAtMs: nowMs, items },
        positions: { status: "ok", takenAtMs: nowMs, items: [] },
      }),
    audit: { append: () => null },
    newRunId: () => "bench",
  };
}

function refuseToSend(): Promise<never> {
  return Promise.reject(new Error("a dry run calls no port"));
}

/** Garbage of an earlier measurement must not slow the next one. */
function collectGarbage(): void {
  runInNewContext("gc()");
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
