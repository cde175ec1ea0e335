import { expect, test } from "vitest";
import type * as z from "zod";
import type { portFaultSchema } from "../domain/port-fault.ts";
import { renderTimeline } from "../report/timeline.ts";
import { live, manyOrders, type Parts } from "../test-fixtures/observe.ts";
import { openGates, ownId, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";
import { runScenario } from "./run-scenario.ts";
import { shippedPipeline } from "./target.ts";

type Fault = z.input<typeof portFaultSchema>;

const run = { kind: "reconcile" } as const;
const [first, second] = [ownId(1), ownId(2)];

/** Two own orders that are not expected, and a run with these faults. */
const withFaults = (...faults: readonly Fault[]): Parts => ({
  exchange: { orders: manyOrders.slice(0, 2) },
  config: { auditEnabled: true },
  steps: [{ kind: "set-port-faults", faults: [...faults] }, { kind: "snapshot" }, run],
});

const after = (atMs: number) => atMs - startsAtMs;

test("the clock moves while a reply takes time, and calls, events and the end of the run are later", async () => {
  const seen = await live(
    withFaults({ kind: "accept", takesMs: 700 }, { kind: "accept", takesMs: 40 }),
  );
  const times = seen.portCalls.map(({ atMs, repliedAtMs }) => [after(atMs), after(repliedAtMs)]);
  expect(times).toEqual([
    [0, 700],
    [700, 740],
  ]);
  expect(seen.auditEvents.map(({ ts_ms }) => after(ts_ms))).toEqual([0, 700, 700, 740, 740]);
  expect([seen.run.startedAtMs, seen.run.endedAtMs].map(after)).toEqual([0, 740]);
});

test.each<[string, Exclude<Fault, { kind: "never" }>, string]>([
  ["accepted", { kind: "accept" }, "accepted"],
  ["rejected", { kind: "reject", code: -2011, message: "Unknown order sent." }, "rejected"],
  ["expired", { kind: "expire", filled: "0" }, "accepted"],
  ["a rate limit", { kind: "rate-limit", banMs: 5 }, "rejected"],
  ["unknown", { kind: "timeout", applied: true }, "unknown"],
  ["a broken connection", { kind: "disconnect", applied: false }, "unknown"],
  ["unknown and later applied", { kind: "delayed", afterMs: 5 }, "unknown"],
])("a reply takes time that is %s", async (_, fault, status) => {
  const { portCalls, run: report } = await live(withFaults({ ...fault, takesMs: 9 }));
  expect(portCalls[0]).toMatchObject({ reply: { status }, repliedAtMs: startsAtMs + 9 });
  expect(after(report.endedAtMs)).toBe(9);
});

test("a reply after the end of its ban names no time below zero", async () => {
  const { run: report } = await live(withFaults({ kind: "rate-limit", banMs: 5, takesMs: 9 }));
  expect(report.results[1]?.outcome).toMatchObject({
    reason: "rate_limited",
    detail: "the exchange refuses every request for 0 ms",
  });
});

test("a snapshot that becomes too old in a run stays valid for it", async () => {
  const parts = withFaults({ kind: "accept", takesMs: 6_000 });
  const { portCalls } = await live({ ...parts, config: { snapshotAgeMsMax: 5_999 } });
  expect(portCalls).toMatchObject([
    { reply: { status: "accepted" } },
    { atMs: startsAtMs + 6_000 },
  ]);
});

test("the cooldown is counted from the last port call, not from the start of its run", async () => {
  const parts = withFaults({ kind: "accept", takesMs: 9_000 });
  const steps = (waitMs: number) => [
    ...(parts.steps ?? []),
    { kind: "add-order" as const, order: { ...manyOrders[2], orderId: "3" } as never },
    { kind: "advance-clock" as const, ms: waitMs },
    { kind: "snapshot" as const },
    run,
  ];
  const reasons = async (waitMs: number) => {
    const config = { cooldownSeconds: 60 };
    const seen = await live({ ...parts, config, steps: steps(waitMs) });
    return [seen.runContexts[1]?.lastPortCallAtMs, seen.run.blockReason];
  };
  expect(await reasons(59_999)).toEqual([startsAtMs + 9_000, "cooldown_not_elapsed"]);
  expect(await reasons(60_000)).toEqual([startsAtMs + 9_000, null]);
});

test("a request that is accepted at once takes effect later, also within a run", async () => {
  const late = { kind: "delayed", afterMs: 500, accepted: true } as const;
  const {
    portCalls,
    effects,
    run: report,
  } = await live(withFaults(late, { kind: "accept", takesMs: 499 }));
  expect(portCalls.map(({ reply }) => reply.status)).toEqual(["accepted", "accepted"]);
  expect(report.status).toBe("executed");
  expect(effects.map(({ request }) => request.clientOrderId)).toEqual([second]);
  const inRun = await live(withFaults(late, { kind: "accept", takesMs: 500 }));
  expect(
    inRun.effects.map(({ request, atMs, lateInStep }) => [
      request.clientOrderId,
      after(atMs),
      lateInStep,
    ]),
  ).toEqual([
    [second, 0, null],
    [first, 500, 2],
  ]);
});

test("the timeline has the time of a slow reply, and a late effect in the run in which it came", async () => {
  const parts = withFaults(
    { kind: "delayed", afterMs: 20, accepted: true },
    { kind: "accept", takesMs: 20 },
  );
  const scenario = scenarioWith({ gates: openGates, ...parts });
  const observation = await runScenario(scenario, shippedPipeline);
  const lines = renderTimeline({ scenario, observation, isAboutTrail: false }, null);
  expect(lines[0]).toBe(
    "  port faults: accept, applied after 20 ms; accept, the reply takes 20 ms",
  );
  expect(lines.map((line) => line.trim()).slice(-3)).toEqual([
    `PORT cancelOrder BTCUSDT ${first}: accepted`,
    `PORT cancelOrder BTCUSDT ${second}: accepted after 20 ms`,
    `the request of run 1 takes effect: cancelOrder BTCUSDT ${first}`,
  ]);
});

test("a process that crashes in a call does not wait for its reply", async () => {
  const parts = withFaults({ kind: "accept", takesMs: 700 });
  const crash = { kind: "crash", afterInteractions: 1, applied: true } as const;
  const scenario = scenarioWith({
    gates: openGates,
    ...parts,
    steps: [crash, ...(parts.steps ?? []), run],
  });
  const { portCalls, runContexts } = await runScenario(scenario, shippedPipeline);
  expect(portCalls[0]).toMatchObject({ atMs: startsAtMs, repliedAtMs: startsAtMs });
  expect(runContexts[1]?.atMs).toBe(startsAtMs);
});
