/** What a trail, a log and exports show of two runs: a cancel, and a flatten one minute later. */
import { beforeAll, expect, test } from "vitest";
import type { AuditEvent } from "../domain/audit-event.ts";
import { decimalSchema } from "../domain/decimal.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { longPosition } from "../test-fixtures/observe.ts";
import { recordsOf, textsOf } from "../test-fixtures/records.ts";
import { observedOrder, openGates, scenarioWith, startsAtMs } from "../test-fixtures/scenarios.ts";
import { effectsOfExports } from "./effects-of-exports.ts";
import { readLog } from "./log-of-bot.ts";
import { isAnswered, isReadable, observedRecords } from "./observed-case.ts";
import { recordedRuns } from "./recorded-runs.ts";
import type { LogLine, Records } from "./records.ts";

const minuteMs = 60_000;
let records: Records;
let events: readonly AuditEvent[];
let log: readonly LogLine[];

beforeAll(async () => {
  const [snapshot, run] = [{ kind: "snapshot" }, { kind: "reconcile" }] as const;
  const wait = { kind: "advance-clock", ms: minuteMs } as const;
  const scenario = scenarioWith({
    gates: openGates,
    config: { auditEnabled: true },
    exchange: {
      orders: [observedOrder()],
      positions: [longPosition],
      prices: { BTCUSDT: "50000" },
    },
    steps: [snapshot, run, wait, snapshot, run],
  });
  const observation = await runScenario(scenario, shippedPipeline, { recordStates: true });
  const read = recordsOf(textsOf(scenario, observation));
  if (read?.log == null) throw new Error("there are events and a log");
  [records, events, log] = [read, read.events, read.log];
});

/** The event at a place, with other fields. */
function changed(at: number, parts: object): AuditEvent {
  return { ...events[at], ...parts } as AuditEvent;
}

const runsOf = (some: readonly AuditEvent[], settings: Records["settings"] = []) =>
  recordedRuns(some, settings).runs;
const repliesOf = (some: readonly AuditEvent[]) =>
  recordedRuns(some, []).calls.map(({ reply }) => reply);

test("a run id that is used again after the end of its run names another run", () => {
  const again = [...events.slice(0, 3), ...events.slice(0, 3)];
  expect(runsOf(again).map(({ runId }) => runId)).toEqual(["run-1", "run-1"]);
  expect(recordedRuns(again, []).calls.map(({ run }) => run)).toEqual([0, 1]);
});

test("each run has the calls of the runs before it, and none of its own", () => {
  const [first, second] = runsOf(events);
  expect(first?.priorCalls).toEqual([]);
  expect(second?.priorCalls).toMatchObject([{ atMs: startsAtMs }]);
});

test("a run ran alone where no other one called the port until its end", () => {
  expect(runsOf(events).map(({ ranAlone }) => ranAlone)).toEqual([true, true]);
  const [attempt, result, end, ...other] = events;
  if (attempt === undefined || result === undefined || end === undefined) throw new Error("three");
  const within = [attempt, ...other, result, end];
  expect(runsOf(within).map(({ ranAlone }) => ranAlone)).toEqual([false, true]);
  // In the order of the trail, and not of the runs.
  const late = [...events.slice(3, 4), attempt, result, end, ...events.slice(4)];
  const more = [...late.slice(0, 2), changed(3, { sequence: 2 }), ...late.slice(2)];
  const { calls } = recordedRuns(more, []);
  expect(calls.map(({ run, auditEventsBefore }) => [run, auditEventsBefore])).toEqual([
    [0, 1],
    [1, 2],
    [0, 3],
  ]);
});

test("a run starts when its event has it, and decides when it had read", () => {
  const end = events[2];
  if (end?.event_type !== "RECONCILE_RUN") throw new Error("there is a run");
  const earlier = changed(2, { details: { ...end.details, ts_start: startsAtMs - 5 } });
  expect(runsOf([...events.slice(0, 2), earlier])[0]?.startedAtMs).toBe(startsAtMs - 5);
  expect(runsOf(events.slice(0, 2))[0]).toMatchObject({ startedAtMs: startsAtMs, end: null });
  const read = log.map((line) => (line.kind === "run" ? { ...line, atMs: line.atMs + 7 } : line));
  const { runContexts } = observedRecords({ ...records, log: read }).byReads;
  expect(runContexts[0]?.atMs).toBe(startsAtMs + 7);
});

test("a call has the reply of its result; without one its outcome is unknown", () => {
  const [attempt, , end] = events;
  if (attempt === undefined || end === undefined) throw new Error("there are events");
  const unknown = { status: "unknown", error_code: -1007, error_message: "no reply" };
  const ban = { status: "rejected", error_code: -1003, error_message: "", banned_until_ms: 9 };
  expect(repliesOf([attempt, end])).toEqual([{ status: "unknown", code: null, message: "" }]);
  expect(repliesOf([attempt, changed(1, unknown), end])).toEqual([
    { status: "unknown", code: -1007, message: "no reply" },
  ]);
  expect(repliesOf([attempt, changed(1, ban), end])).toEqual([
    { status: "rejected", code: -1003, message: "", bannedUntilMs: 9 },
  ]);
  expect(repliesOf([changed(0, { order_list: "conditional" }), end])).toHaveLength(1);
  const { calls } = recordedRuns([changed(0, { order_list: "conditional" }), end], []);
  expect(calls[0]?.request.method).toBe("cancelConditionalOrder");
});

test("a setting holds from the run that it names, or from the first run at its time", () => {
  const closed = { confirm: null, env: {} };
  const settingsOf = (later: object) =>
    runsOf(events, [{}, { ...later, gates: closed }]).map(({ setting }) => setting.gates ?? null);
  expect(settingsOf({ fromRunId: "run-2" })).toEqual([null, closed]);
  expect(settingsOf({ fromRunId: "run-1" })).toEqual([closed, closed]);
  expect(settingsOf({ fromMs: startsAtMs + minuteMs })).toEqual([null, closed]);
  expect(settingsOf({ fromMs: startsAtMs + minuteMs + 1 })).toEqual([null, null]);
});

test("a run is judged by what it read and answered where the log has that, and no other run joined it", () => {
  const { byCalls, byReads, byAnswers, runs } = observedRecords({
    ...records,
    // Of the first run there is no line, and of the second one no answer.
    log: log.filter(
      (line) => line.kind === "call" || (line.kind === "run" && line.runId === "run-2"),
    ),
  });
  const modesOf = ({ runs: some }: typeof byCalls) => some.map(({ mode }) => mode);
  expect(modesOf(byCalls)).toEqual(["live", "live"]);
  expect(modesOf(byReads)).toEqual(["refused", "live"]);
  expect(modesOf(byAnswers)).toEqual(["refused", "refused"]);
  const [unread, second] = byReads.runContexts;
  expect(unread?.snapshot.orders).toMatchObject({ status: "failed" });
  // It cannot be too old.
  expect(unread?.snapshot.orders.takenAtMs).toBeGreaterThan(startsAtMs);
  expect(second?.lastPortCallAtMs).toBe(startsAtMs);
  const third = changed(5, { run_id: "run-3", ts_ms: startsAtMs + 9 * minuteMs });
  const [, , last] = observedRecords({ ...records, events: [...events, third] }).byCalls
    .runContexts;
  expect(last?.lastPortCallAtMs).toBe(startsAtMs + minuteMs);
  const [, known] = runs;
  if (known === undefined) throw new Error("there is a run");
  expect([isReadable(known), isAnswered(known)]).toEqual([true, false]);
  expect(isReadable({ ...known, ranAlone: false })).toBe(false);
  expect(isReadable({ ...known, wasJoined: true })).toBe(false);
  expect(isReadable({ ...known, ranAlone: false, wasJoined: false })).toBe(true);
});

function readOf(lines: readonly LogLine[], some = events) {
  const { runs, calls } = recordedRuns(some, []);
  return readLog(lines, calls, runs);
}

/** Indexes of the lines: run, call and answer of the first run, and then those of the second one. */
const linesAt = (...places: readonly number[]) => places.flatMap((at) => log[at] ?? []);

test("a call of the log belongs to its attempt, or to the run that goes on", () => {
  const placesOf = ({ calls, outside, beyond }: ReturnType<typeof readOf>) => [
    calls.map(({ run }) => run),
    outside.map(({ afterRuns }) => afterRuns),
    beyond,
  ];
  expect(placesOf(readOf(log))).toEqual([[0, 1], [], 0]);
  // The same call again: in its run, after it, and before the first one.
  expect(placesOf(readOf(linesAt(0, 1, 1, 2, 3, 4, 5)))).toEqual([[0, 0, 1], [], 0]);
  expect(placesOf(readOf(linesAt(0, 1, 2, 1, 3, 4, 5)))).toEqual([[0, 1], [1], 0]);
  expect(placesOf(readOf(linesAt(1, 1, 0, 2, 3, 4, 5)))).toEqual([[0, 1], [], 1]);
  // Without lines of runs the times decide: at the end of a run, between the two, and after both.
  const calls = linesAt(1, 4);
  const at = (atMs: number) => [...calls, ...linesAt(1).map((line) => ({ ...line, atMs }))];
  expect(placesOf(readOf(at(startsAtMs) as LogLine[]))).toEqual([[0, 1, 0], [], 0]);
  expect(placesOf(readOf(at(startsAtMs + 1) as LogLine[]))).toEqual([[0, 1], [1], 0]);
  expect(placesOf(readOf(at(startsAtMs + 2 * minuteMs) as LogLine[]))).toEqual([[0, 1], [], 1]);
  // A call in a run that the trail does not have is in no run that is judged.
  const unknown = linesAt(0).map((line) => ({ ...line, runId: "another" })) as LogLine[];
  const read = readOf([...linesAt(0, 1), ...unknown, ...linesAt(1, 3, 4, 5)]);
  expect([read.unknownRuns, ...placesOf(read)]).toEqual([1, [0, 1], [], 1]);
  // After its answer there is no such run.
  const ended = linesAt(2).map((line) => ({ ...line, runId: "another" })) as LogLine[];
  const late = readOf([...linesAt(0, 1, 2), ...unknown, ...ended, ...linesAt(1, 3, 4, 5)]);
  expect([late.unknownRuns, ...placesOf(late)]).toEqual([1, [0, 1], [1], 0]);
});

test("a call without a reply has an unknown outcome, and a run is joined by the calls of another one", () => {
  const unanswered = linesAt(1).map((line) => ({ ...line, reply: null })) as LogLine[];
  expect(readOf(unanswered).calls[0]?.reply).toMatchObject({ status: "unknown" });
  const joined = (lines: readonly LogLine[]) =>
    readOf(lines).runs.map(({ wasJoined }) => wasJoined);
  expect(joined(log)).toEqual([false, false]);
  expect(joined(linesAt(0, 3, 1, 4, 5, 2))).toEqual([true, true]);
  expect(joined(linesAt(0, 3, 5, 1, 2, 4))).toEqual([false, false]);
  expect(joined(linesAt(0, 1, 3, 4, 5))).toEqual([null, false]);
});

/** The position before and after each fill. */
function fillsOf(parts: Partial<Records>): string[] {
  const { runs, calls } = observedRecordsOf(parts);
  const { orders, trades } = { ...records, ...parts };
  return effectsOfExports(runs, calls, { orders, trades }).map(
    ({ position }) => `${position?.before} ${position?.after}`,
  );
}

function observedRecordsOf(parts: Partial<Records>) {
  const { runs, byCalls } = observedRecords({ ...records, ...parts });
  return { runs, calls: byCalls.portCalls };
}

test("exports show the position before and after each fill of a flatten, where they are clear", () => {
  const orders = records.orders ?? [];
  const flatten = orders.find(({ type }) => type === "MARKET");
  const [trade] = records.trades ?? [];
  if (flatten === undefined || trade === undefined) throw new Error("there is a flatten");
  const half = decimalSchema.parse("0.0005");
  const others = orders.filter((order) => order !== flatten);
  expect(fillsOf({})).toEqual(["0.001 0"]);
  expect(fillsOf({ trades: [1, 2].map(() => ({ ...trade, qty: half })) })).toEqual([
    "0.001 0.0005",
    "0.0005 0",
  ]);
  expect(fillsOf({ trades: [{ ...trade, side: "BUY" }] })).toEqual(["0.001 0.002"]);
  // The time of the order is far from that of the call.
  for (const ms of [-10_000, 10_000]) {
    expect(fillsOf({ orders: [...others, { ...flatten, time: flatten.time + ms }] })).toEqual([]);
  }
  // Two orders with the id of the bot, or with that of the exchange.
  expect(fillsOf({ orders: [...orders, { ...flatten, orderId: "9" }] })).toEqual([]);
  expect(fillsOf({ orders: [...orders, { ...flatten, clientOrderId: "x" }] })).toEqual([]);
  // Another fill: near the read of the position, long before it, and of another order alone.
  const other = (ms: number) => ({ ...trade, orderId: "7", time: trade.time + ms });
  for (const ms of [-4_000, 0, 4_000]) expect(fillsOf({ trades: [trade, other(ms)] })).toEqual([]);
  for (const ms of [-10_000, 10_000]) {
    expect(fillsOf({ trades: [trade, other(ms)] })).toEqual(["0.001 0"]);
  }
  expect(fillsOf({ log: null })).toEqual([]);
});
