import { expect, test } from "vitest";
import { scenarioWith } from "../test-fixtures/scenarios.ts";
import {
  CallsOutsideRuns,
  describeParams,
  takeLateCalls,
  type TakenCall,
} from "./calls-outside-runs.ts";
import type { Target } from "./target.ts";

const scenario = scenarioWith({ name: "first" });
const next = scenarioWith({ name: "second" });
const reconcile = () => Promise.reject(new Error("not asked"));
const late = { when: "after-answer", method: "cancelOrder", detail: "{}" } as const;

/** A target whose session has recorded these calls when the harness asks the next time. */
function withSession(): Target & { recorded: TakenCall[] } {
  const target = {
    name: "session",
    reconcile,
    recorded: [] as TakenCall[],
    takeCallsOutsideRuns: () => target.recorded.splice(0),
  };
  return target;
}

test("a call is recorded by its phase; after an answer by the run that had answered", () => {
  const calls = new CallsOutsideRuns(scenario, { name: "t", reconcile });
  calls.phase = "start";
  calls.onCall(0, "cancelOrder", { method: "cancelOrder", symbol: "BTCUSDT" });
  calls.runsStarted = 3;
  calls.phase = "between-runs";
  calls.onCall(0, "cancelOrder", undefined);
  calls.phase = "after-answer";
  calls.onCall(1, "cancelOrder", "text");
  const method = "cancelOrder";
  expect(calls.recorded).toEqual([
    { afterRuns: 0, when: "start", method, detail: '{"symbol":"BTCUSDT"}' },
    { afterRuns: 3, when: "between-runs", method, detail: "undefined" },
    { afterRuns: 2, when: "after-answer", method, detail: '"text"' },
  ]);
});

test("a call after the end is late: it belongs to no case, and is taken once", () => {
  const target = { name: "t", reconcile };
  const calls = new CallsOutsideRuns(scenario, target);
  expect(takeLateCalls(target)).toEqual([]);
  calls.phase = "between-runs";
  calls.end();
  calls.onCall(0, "cancelOrder", {});
  calls.onCall(1, "cancelOrder", {});
  expect(calls.recorded).toEqual([]);
  expect(takeLateCalls(target)).toEqual([
    { ...late, afterRuns: 1, scenario },
    { ...late, afterRuns: 2, scenario },
  ]);
  expect(takeLateCalls(target)).toEqual([]);
});

test("what a session recorded in a scenario is its own, by the run that it names", () => {
  const target = withSession();
  const calls = new CallsOutsideRuns(scenario, target);
  calls.runsStarted = 2;
  target.recorded.push(late, { ...late, runsAgo: 1 }, { ...late, runsAgo: 9 });
  calls.take();
  expect(calls.recorded).toEqual([
    { ...late, afterRuns: 2 },
    { ...late, afterRuns: 1 },
    { ...late, afterRuns: 0 },
  ]);
  target.recorded.push({ ...late, when: "shutdown" });
  calls.end();
  expect(calls.recorded[3]).toEqual({ ...late, when: "shutdown", afterRuns: 2 });
});

test("what a session recorded after a scenario belongs to that scenario", () => {
  const target = withSession();
  new CallsOutsideRuns(scenario, target).end();
  target.recorded.push({ ...late, runsAgo: 1 });
  const second = new CallsOutsideRuns(next, target);
  second.runsStarted = 1;
  target.recorded.push({ ...late, runsAgo: 1 }, { ...late, runsAgo: 0 }, late);
  second.end();
  expect(second.recorded).toEqual([
    { ...late, afterRuns: 1 },
    { ...late, afterRuns: 1 },
  ]);
  const ofFirst = { ...late, afterRuns: 0, scenario };
  expect(takeLateCalls(target)).toEqual([ofFirst, ofFirst]);
  target.recorded.push(late);
  expect(takeLateCalls(target)).toEqual([{ ...late, afterRuns: 0, scenario: next }]);
});

test("before its first scenario ends, the calls of a session wait", () => {
  const target = withSession();
  target.recorded.push(late);
  expect(takeLateCalls(target)).toEqual([]);
  const calls = new CallsOutsideRuns(scenario, target);
  calls.end();
  expect(calls.recorded).toEqual([{ ...late, afterRuns: 0 }]);
});

test("parameters that are no JSON are described as such, and long ones are cut", () => {
  expect(describeParams(1n)).toBe("parameters that are no JSON");
  expect(describeParams({ method: 1, nested: { method: 2, a: "\u001b" } })).toBe(
    String.raw`{"nested":{"a":"\u001b"}}`,
  );
  expect(describeParams("x".repeat(200))).toContain("… (202 characters)");
});

test("until a phase is set, and in the start of a second scenario, a call is recorded there", () => {
  const target = withSession();
  const first = new CallsOutsideRuns(scenario, target);
  first.onCall(0, "cancelOrder", {});
  expect(first.recorded).toEqual([{ ...late, afterRuns: 1 }]);
  first.end();
  const second = new CallsOutsideRuns(next, target);
  target.recorded.push({ ...late, when: "start" });
  second.take();
  expect(second.recorded).toEqual([{ ...late, when: "start", afterRuns: 0 }]);
  expect(takeLateCalls(target)).toEqual([]);
});
