/** Two instances at once: the property, and the other properties on the calls of both. */
import { expect, test } from "vitest";
import { judgeCase } from "../src/fuzz/judge-case.ts";
import { shippedPipeline, type Target } from "../src/simulation/target.ts";
import { claimingBot } from "../src/test-fixtures/claiming-bot.ts";
import { longPosition, type Parts } from "../src/test-fixtures/observe.ts";
import { observedOrder, openGates, ownId, scenarioWith } from "../src/test-fixtures/scenarios.ts";
import { allProperties } from "./all.ts";
import { plantedBug } from "./planted-bugs/all.ts";
import { targetOf } from "./planted-bugs/planted-bug.ts";

const bug = (name: string): Target => targetOf(plantedBug(name));

/** A position that neither instance expects. */
function withTurns(
  turns: readonly number[],
  config: Parts["config"] = {},
  before: Parts["steps"] = [],
) {
  return scenarioWith({
    gates: openGates,
    config: { action: "flatten", auditEnabled: true, cooldownSeconds: 0, ...config },
    exchange: { positions: [longPosition], prices: { BTCUSDT: "50000" } },
    steps: [...before, { kind: "reconcile-overlapping", turns }],
  });
}

/** The checks that fail, and the verdict of the new property. */
async function judge(scenario: ReturnType<typeof withTurns>, target: Target) {
  const properties = allProperties.filter(({ kind }) => kind === "run");
  const { verdicts } = await judgeCase(scenario, target, properties);
  const failed = verdicts.flatMap((verdict, at) =>
    verdict.kind === "fail" ? [`${properties[at]?.name}/${verdict.check}`] : [],
  );
  const own = properties.findIndex(({ name }) => name === "instances-send-no-intent-twice");
  return { failed, own: verdicts[own] };
}

const rejected = { kind: "reject", code: -2019, message: "Margin is insufficient." } as const;

const twice = "instances-send-no-intent-twice/intent-sent-twice";

test.each(
  [[], [1], [2], [3], [4], [5], [6], [2, 1], [4, 1], [4, 2], [1, 3, 2, 1]].map((turns) => [turns]),
)("the shipped pipeline sends the intent once, with turns %j", async (turns) => {
  const faults = { kind: "set-port-faults", faults: [rejected] } as const;
  for (const scenario of [withTurns(turns), withTurns(turns, {}, [faults])]) {
    expect(await judge(scenario, shippedPipeline)).toEqual({ failed: [], own: { kind: "pass" } });
    expect(await judge(scenario, claimingBot())).toEqual({ failed: [], own: { kind: "pass" } });
  }
});

test("a second call by an older snapshot is a violation, and names the first one", async () => {
  const { failed, own } = await judge(withTurns([2]), bug("no-lease-taken"));
  expect(failed).toEqual([twice]);
  expect(own).toMatchObject({
    variant: "flatten after accepted/by an older snapshot",
    violation: { run: 1, expected: expect.stringContaining("a mismatch after the call of run 2") },
  });
});

test("a second call by a newer snapshot is none", async () => {
  const lost = { kind: "timeout", applied: false } as const;
  const scenario = withTurns([], {}, [{ kind: "set-port-faults", faults: [lost] }]);
  expect(await judge(scenario, shippedPipeline)).toEqual({ failed: [], own: { kind: "pass" } });
});

test("a bot whose instances claim nothing sends the intent twice", async () => {
  expect((await judge(withTurns([2]), claimingBot(false))).failed).toEqual([twice]);
});

test("the prior calls that the lease shows count for the cooldown", async () => {
  const scenario = withTurns([2, 1], { cooldownSeconds: 60 }, [
    { kind: "set-port-faults", faults: [rejected] },
  ]);
  expect((await judge(scenario, shippedPipeline)).failed).toEqual([]);
  expect((await judge(scenario, bug("prior-calls-read-before-the-lease"))).failed).toEqual([
    "limits-hold/cooldown",
    "permitted-remediations-are-executed/wrong-remediation",
    "blocked-remediations-name-the-first-reason/wrong-outcome-or-reason",
    "cooldown-holds/call-within-cooldown",
  ]);
  // Without a lease an instance cannot know the call, and its snapshot is newer.
  expect((await judge(scenario, bug("no-lease-taken"))).failed).toEqual([]);
});

test("what the instance with the lease must do is judged by the prior calls of the lease", async () => {
  const lost = { kind: "timeout", applied: false } as const;
  const scenario = withTurns([], {}, [
    { kind: "set-port-faults", faults: [lost] },
    { kind: "snapshot" },
    { kind: "reconcile" },
  ]);
  expect((await judge(scenario, shippedPipeline)).failed).toEqual([]);
  const { failed } = await judge(scenario, bug("lease-calls-added-to-prior-calls"));
  expect(failed).toContain("permitted-remediations-are-executed/missing-remediation");
});

test("what no run may send is judged in both runs, and what a run must do not without the lease", async () => {
  const scenario = withBooks({ action: "flatten", auditEnabled: true });
  expect((await judge(scenario, shippedPipeline)).failed).toEqual([]);
  const { failed } = await judge(scenario, bug("refused-instance-flattens-positions"));
  expect(failed).toEqual(["orders-beat-positions/flatten-sent-before-orders"]);
});

/** Two orders and two positions that neither instance expects, unless `exchange` has others. */
function withBooks(config: Parts["config"], exchange: Parts["exchange"] = {}) {
  return scenarioWith({
    gates: openGates,
    config: { action: "cancel_all", cooldownSeconds: 0, ...config },
    exchange: {
      orders: [observedOrder(), observedOrder({ clientOrderId: ownId(2) })],
      positions: [longPosition],
      prices: { BTCUSDT: "50000" },
      ...exchange,
    },
    steps: [{ kind: "reconcile-overlapping", turns: [2] }],
  });
}

const bounded = withTurns([2], { maxFlattenNotionalUsdt: "10" });
const ordersOnly = withBooks({}, { positions: [] });
const positionsOnly = withBooks({}, { orders: [] });
const dust = withBooks(
  { action: "flatten" },
  { orders: [], filters: { BTCUSDT: { minQuantity: "0.002" } } },
);
const ofOtherStrategy = observedOrder({ clientOrderId: ownId().replace("grid", "mm") });
const external = withBooks({}, { orders: [ofOtherStrategy], positions: [] });
const timeout = { kind: "timeout", applied: true } as const;
const lost = {
  ...ordersOnly,
  steps: [{ kind: "set-port-faults", faults: [timeout, timeout] } as const, ...ordersOnly.steps],
};

test.each([
  ["flatten-on-same-side", "flatten-only-reduces/wrong-side", withTurns([2])],
  ["flatten-id-without-owner", "flatten-orders-name-their-owner/wrong-id-form", withTurns([2])],
  ["notional-not-checked", "limits-hold/notional", bounded],
  ["dust-sent", "orders-fit-the-filters/below-minimum", dust],
  ["flatten-under-cancel-all", "action-routes-only-its-kind/wrong-remediation-kind", positionsOnly],
  ["other-strategies-read-as-own", "cancels-touch-only-own-orders/external-cancel", external],
  ["other-strategies-read-as-own", "no-mismatch-no-action/action-without-mismatch", external],
  ["every-call-sent-twice", "one-call-per-intent/duplicate-call", ordersOnly],
  [
    "snapshot-and-calls-before-the-lease",
    "invalid-snapshots-cause-no-action/action-on-invalid-snapshot",
    withTurns([1, 2]),
  ],
  [
    "calls-continue-after-unknown-outcome",
    "unknown-outcome-ends-the-run/call-after-unknown-outcome",
    lost,
  ],
  [
    "executed-counted-as-planned-too",
    "reported-counts-equal-effects/planned-count-differs-from-port",
    withTurns([2]),
  ],
] as const)("%s is judged in two instances at once", async (name, check, scenario) => {
  expect((await judge(scenario, bug(name))).failed).toContain(check);
});

test("events under the run id of the other instance break the trail", async () => {
  const { failed, own } = await judge(withTurns([4]), bug("run-id-shared-by-the-instances"));
  expect(failed).toContain("instances-send-no-intent-twice/broken-trail");
  expect(own).toMatchObject({ violation: { actual: expect.stringContaining("already ended") } });
});

test("without two instances, and without a call of one, there is nothing to judge", async () => {
  const single = scenarioWith({ gates: openGates, exchange: { positions: [longPosition] } });
  expect((await judge(single, shippedPipeline)).own).toMatchObject({ kind: "discarded" });
  const dry = { ...withTurns([2]), gates: { confirm: null, env: {} } };
  expect((await judge(dry, shippedPipeline)).own).toMatchObject({ kind: "discarded" });
});

test("a run without the lease has its own event in the trail", async () => {
  const { failed, own } = await judge(withTurns([2]), bug("no-event-of-a-run-without-the-lease"));
  expect(failed).toEqual(["instances-send-no-intent-twice/broken-trail"]);
  expect(own).toMatchObject({
    violation: { run: 2, expected: "a RECONCILE_RUN event of the run", actual: "none" },
  });
});
