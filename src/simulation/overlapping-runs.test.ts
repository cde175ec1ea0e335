import { expect, test } from "vitest";
import { longPosition, manyOrders, type Parts } from "../test-fixtures/observe.ts";
import { openGates, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";
import { renderTimeline } from "../report/timeline.ts";
import { runScenario } from "./run-scenario.ts";
import { shippedPipeline, type Target } from "./target.ts";

type Steps = NonNullable<Parts["steps"]>;

const flattenWith = (steps: Steps, config = {}) =>
  scenarioWith({
    gates: openGates,
    config: { action: "flatten", auditEnabled: true, ...config },
    exchange: { positions: [longPosition], prices: { BTCUSDT: "50000" } },
    steps,
  });

const overlap = (...turns: readonly number[]) =>
  ({ kind: "reconcile-overlapping", turns }) as const;

const statusesOf = ({ runs }: Awaited<ReturnType<typeof runScenario>>) =>
  runs.map((run) => ("status" in run ? run.status : run.mode));

test("the second instance gets no lease while the first one has it, and sends nothing", async () => {
  const seen = await runScenario(flattenWith([overlap(3)]), shippedPipeline);
  expect(seen.targetError).toBe(null);
  expect(statusesOf(seen)).toEqual(["executed", "blocked"]);
  expect(seen.runs[1]).toMatchObject({ blockReason: "lease_unavailable", results: [] });
  expect(seen.portCalls.map(({ run }) => run)).toEqual([0]);
  expect(seen.auditEvents.map(({ event_type }) => event_type)).toEqual([
    "REMEDIATE_ATTEMPT",
    "RECONCILE_RUN",
    "REMEDIATE_RESULT",
    "RECONCILE_RUN",
  ]);
  expect(seen.auditEvents[1]).toMatchObject({
    status: "blocked",
    block_reason: "lease_unavailable",
  });
});

test("after the first instance the second one gets the lease, with the calls since its start", async () => {
  const seen = await runScenario(flattenWith([overlap(4, 1)]), shippedPipeline);
  expect(statusesOf(seen)).toEqual(["executed", "clean"]);
  const [first, second] = seen.runContexts;
  expect(first).toMatchObject({ lastPortCallAtMs: null, overlap: { otherRun: 1, callsKnown: 0 } });
  expect(second).toMatchObject({
    lastPortCallAtMs: startsAtMs,
    priorCalls: [{ status: "accepted" }],
    // A read takes time, so the snapshot is newer than the call.
    atMs: startsAtMs + 1,
    overlap: { otherRun: 0, callsKnown: 1, callsBeforeSnapshot: 1 },
  });
});

test("the lease shows the last call, so that the cooldown holds across instances", async () => {
  const rejected = { kind: "reject", code: -2019, message: "Margin is insufficient." } as const;
  const steps: Steps = [{ kind: "set-port-faults", faults: [rejected] }, overlap(4, 1)];
  const seen = await runScenario(flattenWith(steps, { cooldownSeconds: 60 }), shippedPipeline);
  expect(statusesOf(seen)).toEqual(["failed", "blocked"]);
  expect(seen.runs[1]).toMatchObject({ blockReason: "cooldown_not_elapsed" });
});

test("a dry run takes no lease", async () => {
  const scenario = { ...flattenWith([overlap(2)]), gates: { confirm: null, env: {} } };
  const seen = await runScenario(scenario, shippedPipeline);
  expect(statusesOf(seen)).toEqual(["planned", "planned"]);
  expect(seen.interactions.some(({ kind }) => kind === "lease")).toBe(false);
});

test("replies take no time, and a reply that never comes is the answer of a time-out", async () => {
  const faults = [
    { kind: "accept", takesMs: 60_000 },
    { kind: "never", applied: false },
  ] as const;
  const scenario = scenarioWith({
    gates: openGates,
    exchange: { orders: manyOrders },
    steps: [{ kind: "set-port-faults", faults: [...faults] }, overlap()],
  });
  const seen = await runScenario(scenario, shippedPipeline);
  const portCalls = seen.portCalls.filter(({ run }) => run === 0);
  expect(
    portCalls.map(({ atMs, repliedAtMs, reply }) => [repliedAtMs - atMs, reply.status]),
  ).toEqual([
    [0, "accepted"],
    [0, "unknown"],
  ]);
});

test("a scheduled crash is left for the next run without another instance", async () => {
  const steps: Steps = [
    { kind: "crash", afterInteractions: 0 },
    overlap(2),
    { kind: "set-position", position: longPosition },
    { kind: "snapshot" },
    { kind: "reconcile" },
  ];
  const seen = await runScenario(flattenWith(steps), shippedPipeline);
  expect(statusesOf(seen)).toEqual(["executed", "blocked", "crashed"]);
});

test("a run that threw gives its lease back, and the other one ends before its error is reported", async () => {
  const target: Target = {
    ...shippedPipeline,
    reconcile: async (_, services) => {
      await services.lease?.take();
      throw new Error("no answer");
    },
    openInstance: () => shippedPipeline,
  };
  const seen = await runScenario(flattenWith([overlap(9)]), target);
  expect(seen.targetError).toMatchObject({ kind: "exception", message: "Error: no answer" });
  expect(seen.runs).toEqual([]);
  expect(seen.portCalls.map(({ run }) => run)).toEqual([1]);
});

test("services of a run that has ended change nothing of it", async () => {
  const kept: (() => Promise<unknown>)[] = [];
  const target: Target = {
    ...shippedPipeline,
    reconcile: async (inputs, services) => {
      kept.push(async () => [
        await services.lease?.take(),
        await services.lease?.release(),
        (await services.readSnapshot()).orders.status,
      ]);
      return shippedPipeline.reconcile(inputs, services);
    },
  };
  const { interactions } = await runScenario(flattenWith([overlap()]), target);
  const before = interactions.length;
  expect(await kept[0]?.()).toEqual([null, undefined, "ok"]);
  expect(interactions).toHaveLength(before);
});

test("a target without a second instance is not asked", async () => {
  const { openInstance: _, ...single } = shippedPipeline;
  const seen = await runScenario(flattenWith([overlap()]), single);
  expect(seen.targetError).toMatchObject({ kind: "unsupported" });
  expect(seen.runContexts).toEqual([]);
});

test("each second instance starts without the memory of an earlier one", async () => {
  const started: string[] = [];
  const target: Target = {
    ...shippedPipeline,
    start: () => void started.push("first"),
    openInstance: () => ({ ...shippedPipeline, start: () => void started.push("second") }),
  };
  await runScenario(flattenWith([overlap(), overlap()]), target);
  expect(started).toEqual(["first", "second", "second"]);
});

test("the timeline shows what each instance did in turn", async () => {
  const scenario = flattenWith([overlap(3)]);
  const observation = await runScenario(scenario, shippedPipeline);
  const lines = renderTimeline({ scenario, observation, isAboutTrail: false }, 2);
  expect(lines.slice(0, 4)).toEqual([
    "▶ two instances of the target run in turn; interactions before each change: 3",
    "      run 1 starts, takes the lease, reads a snapshot, writes an event",
    "      run 2 starts, does not get the lease, writes an event",
    "      run 1 sends a request, gets a reply, writes an event, writes an event, ends the lease",
  ]);
  expect(lines).toContain("      run 2: live");
});

test("the faults of a run that made no query are over before two instances ask", async () => {
  const asking: Target = {
    ...shippedPipeline,
    usesQueries: true,
    reconcile: async (inputs, services) => {
      if (inputs.priorCalls.length > 0) {
        await services.queryOrder?.({ symbol: "BTCUSDT", clientOrderId: "absent" } as never);
      }
      return shippedPipeline.reconcile(inputs, services);
    },
    openInstance: (target) => target,
  };
  const misled = { kind: "reconcile", queryFaults: ["failed"] } as const;
  const seen = await runScenario(flattenWith([{ kind: "snapshot" }, misled, overlap()]), asking);
  expect(seen.orderQueries.length).toBeGreaterThan(0);
  expect(seen.orderQueries.filter(({ isMisled }) => isMisled)).toEqual([]);
});
