/** Records that are not of one piece: a log for a part of the runs, and settings that change. */
import { expect, test } from "vitest";
import { configSchema } from "../domain/config.ts";
import { decimalSchema } from "../domain/decimal.ts";
import { longPosition } from "../test-fixtures/observe.ts";
import { observedOrder } from "../test-fixtures/scenarios.ts";
import { read, run, snapshot, textsWith, twoRuns, wait } from "../test-fixtures/two-runs.ts";
import { judgeRecords } from "./judge-records.ts";
import type { Records } from "./records.ts";
import { scenarioOfRun } from "./scenario-of-run.ts";

const checksOf = (records: Records) => judgeRecords(records).violations.map(({ check }) => check);

/** Both runs cancel the same order, because the venue rejects the first cancel. */
const sameCancel = {
  exchange: { orders: [observedOrder()] },
  steps: [
    { kind: "set-port-faults", faults: [{ kind: "reject", code: -1_008, message: "overload" }] },
    ...twoRuns.steps,
  ],
} as const;

const rejectedThenDone = [
  [0, "rejected"],
  [1, "accepted"],
];

const linesOf = (text: string) => text.trimEnd().split("\n");

const isCallOfRun = ({ observed }: ReturnType<typeof judgeRecords>) =>
  observed.byCalls.portCalls.map(({ run: at, reply }) => [at, reply.status]);

test.each([
  ["ends early", (lines: readonly string[]) => lines.slice(0, 3)],
  ["starts late", (lines: readonly string[]) => lines.slice(3)],
  ["starts within a run", (lines: readonly string[]) => lines.slice(4)],
  ["has a gap", (lines: readonly string[]) => lines.filter((line) => !line.includes('"call"'))],
])("a log that %s hides no attempt of the trail", async (_, kept) => {
  const texts = await textsWith(sameCancel);
  const records = read(texts);
  expect(isCallOfRun(judgeRecords(records))).toEqual(rejectedThenDone);
  const log = `${kept(linesOf(texts.log)).join("\n")}\n`;
  const judged = judgeRecords(read({ ...texts, log }));
  expect(isCallOfRun(judged)).toEqual(rejectedThenDone);
  expect(judged).toMatchObject({ verdict: "pass", observed: { beyond: 0 } });
  expect(judged.observed.missingCalls).toBe(2 - log.split('"call"').length + 1);
  const closed = { gates: { confirm: null, env: {} } };
  const settings = records.settings.map((setting) => ({ ...setting, ...closed }));
  const { violations } = judgeRecords({ ...read({ ...texts, log }), settings });
  const found = violations.filter(({ check }) => check === "port-call-in-dry-run");
  expect(found.map((violation) => violation.run)).toEqual([0, 1]);
});

test("of two attempts for one request, a call belongs to the nearer one", async () => {
  const soon = { kind: "advance-clock", ms: 2_000 } as const;
  const steps = sameCancel.steps.map((step) => (step.kind === "advance-clock" ? soon : step));
  const texts = await textsWith({ ...sameCancel, steps });
  const log = linesOf(texts.log).slice(3).join("\n");
  expect(isCallOfRun(judgeRecords(read({ ...texts, log: `${log}\n` })))).toEqual(rejectedThenDone);
});

test("a call without an attempt belongs to its own run, not to an earlier attempt", async () => {
  const texts = await textsWith(sameCancel);
  const second = read(texts).events.at(-1)?.run_id ?? "";
  const isAttempt = (line: string) => line.includes(second) && line.includes("REMEDIATE");
  const trail = linesOf(texts.trail).filter((line) => !isAttempt(line));
  const log = linesOf(texts.log).slice(3);
  const lost = { ...texts, trail: `${trail.join("\n")}\n`, log: `${log.join("\n")}\n` };
  expect(isCallOfRun(judgeRecords(read(lost)))).toEqual(rejectedThenDone);
});

test("a flatten of another quantity is another call, also with the same id", async () => {
  const exchange = { positions: [longPosition], prices: { BTCUSDT: "50000" } };
  const texts = await textsWith({ exchange, config: { action: "flatten" } });
  const log = texts.log.replaceAll(/^.*"kind":"call".*$/gm, (line) =>
    line.replace('"0.001"', '"0.002"'),
  );
  expect(log).not.toBe(texts.log);
  const { observed } = judgeRecords(read({ ...texts, log }));
  const quantities = observed.byCalls.portCalls.map(({ request }) =>
    request.method === "placeMarketOrder" ? request.quantity : null,
  );
  expect(new Set(quantities)).toEqual(new Set(["0.001", "0.002"]));
  expect(observed.missingCalls).toBe(1);
});

test("where the log shows the active run, its clock need not be that of the trail", async () => {
  const texts = await textsWith(sameCancel);
  const log = texts.log.replaceAll(
    /"(atMs|repliedAtMs)":(\d+)/g,
    (_, name: string, ms: string) => `"${name}":${Number(ms) + 3_600_000}`,
  );
  const judged = judgeRecords(read({ ...texts, log }));
  expect(isCallOfRun(judged)).toEqual(rejectedThenDone);
  expect(judged.observed.missingCalls).toBe(0);
});

test("each run is judged by the limits and the filters that held for it", async () => {
  const records = read(await textsWith(sameCancel));
  const [setting = {}] = records.settings;
  const limitedTo = (maxAttemptsPerIntent: number) => ({
    ...setting,
    config: configSchema.parse({ ...setting.config, maxAttemptsPerIntent }),
  });
  const fromRunId = records.events.at(-1)?.run_id;
  const checksWith = (...settings: Records["settings"]) => checksOf({ ...records, settings });
  expect(checksWith(limitedTo(1))).toEqual(["attempts-per-intent"]);
  expect(checksWith(limitedTo(1), { ...limitedTo(3), fromRunId })).toEqual([]);
  const changed = [limitedTo(3), { ...limitedTo(1), fromRunId }] as const;
  expect(checksWith(...changed)).toEqual(["attempts-per-intent"]);
  const { observed } = judgeRecords({ ...records, settings: changed });
  const about = { property: "attempts-are-bounded", statement: "Attempts are bounded." };
  const stepsOf = (all: typeof observed) => {
    const scenario = scenarioOfRun(all, 1, about);
    return typeof scenario === "string"
      ? []
      : scenario.steps.filter(({ kind }) => kind === "reconcile");
  };
  expect(stepsOf(observed)).toHaveLength(2);
  const [first, second] = observed.runs;
  if (first === undefined || second === undefined) throw new Error("there are two runs");
  // A scenario has one set of filters, so a run with others is no part of it.
  const filters = { BTCUSDT: { stepSize: decimalSchema.parse("0.001") } };
  const other = { ...first, setting: { ...first.setting, filters } };
  expect(stepsOf({ ...observed, runs: [other, second] })).toHaveLength(1);
});

test("filters hold from the run of their setting", async () => {
  const wholeOnly = { BTCUSDT: { stepSize: decimalSchema.parse("0.002") } };
  const exchange = { positions: [longPosition], prices: { BTCUSDT: "50000" } };
  const opened = { kind: "set-position", position: longPosition } as const;
  const parts = { exchange, steps: [snapshot, run, wait, opened, snapshot, run] };
  const records = read(await textsWith({ ...parts, config: { action: "flatten" } }));
  const [setting = {}] = records.settings;
  const filtered = { ...setting, filters: wholeOnly };
  const fromRunId = records.events.at(-1)?.run_id;
  const offStep = (...settings: Records["settings"]) =>
    judgeRecords({ ...records, settings }).violations.flatMap(({ check, run: at }) =>
      check === "off-step" ? [at] : [],
    );
  expect(offStep(filtered)).toEqual([0, 1]);
  expect(offStep(setting, { ...filtered, fromRunId })).toEqual([1]);
  expect(offStep(filtered, { ...setting, fromRunId })).toEqual([0]);
  const { filters: _, ...unknown } = setting;
  const judged = judgeRecords({ ...records, settings: [filtered, { ...unknown, fromRunId }] });
  expect(judged.notJudged.map(({ property }) => property)).toContain("orders-fit-the-filters");
});

test("filters that hold only for a run without a flatten judge no flatten of another run", async () => {
  const opened = { kind: "set-position", position: longPosition } as const;
  const parts = {
    exchange: { prices: { BTCUSDT: "50000" } },
    config: { action: "flatten" },
  } as const;
  const steps = [snapshot, run, wait, opened, snapshot, run];
  const records = read(await textsWith({ ...parts, steps }));
  const [setting = {}] = records.settings;
  const filters = { BTCUSDT: { stepSize: decimalSchema.parse("0.001") } };
  const fromRunId = records.events.at(-1)?.run_id;
  const isJudged = (...settings: Records["settings"]) =>
    judgeRecords({ ...records, settings }).judged.includes("orders-fit-the-filters");
  expect(isJudged({ ...setting, filters })).toBe(true);
  expect(isJudged({ ...setting, filters }, { ...setting, fromRunId })).toBe(false);
});

test("a run of which a log has only another run is no pass, and is judged by no answer", async () => {
  const texts = await textsWith({ gates: { confirm: null, env: {} }, exchange: {}, ...twoRuns });
  const bare = { ...read(texts), settings: [], orders: null, trades: null };
  const [, second] = linesOf(texts.log).filter((line) => line.includes('"answer"'));
  const log = bare.log?.filter((line) => JSON.stringify(line) === second) ?? null;
  const judged = judgeRecords({ ...bare, log });
  expect(judged.judged).toEqual(["port-calls-happen-inside-a-run", "every-run-answers"].toSorted());
  expect([...judged.judgedRuns]).toEqual([1]);
  const calls = judgeRecords({ ...bare, log: [] });
  expect(calls).toMatchObject({ verdict: "inconclusive", judged: [] });
});

test("what a log has of runs after the trail, or before it, is not judged", async () => {
  const texts = await textsWith(sameCancel);
  const [first, second] = [read(texts).events[0]?.run_id, read(texts).events.at(-1)?.run_id];
  for (const known of [first, second]) {
    const trail = linesOf(texts.trail).filter((line) => line.includes(`"${known}"`));
    const judged = judgeRecords(read({ ...texts, trail: `${trail.join("\n")}\n` }));
    expect(judged).toMatchObject({ verdict: "pass", observed: { unknownRuns: 1, beyond: 1 } });
  }
});

test("each error is a violation of its run, and that of a run without an id is of none", async () => {
  const texts = await textsWith(twoRuns);
  const error = { kind: "exception", message: "boom" };
  const lines = linesOf(texts.log).map((line) =>
    line.includes('"answer"')
      ? line.replace(/"results":.*/, `"error":${JSON.stringify(error)}}`)
      : line,
  );
  const last = JSON.stringify({ kind: "answer", runId: null, error });
  const log = [...lines, last].join("\n");
  const { violations } = judgeRecords(read({ ...texts, log }));
  expect(violations.map(({ property, run: at }) => [property, at])).toEqual([
    ["every-run-answers", 0],
    ["every-run-answers", 1],
    ["every-run-answers", null],
  ]);
});

test("each run within the cooldown of an earlier call is a violation", async () => {
  const texts = await textsWith({
    ...sameCancel,
    steps: [...sameCancel.steps, wait, snapshot, run],
  });
  const records = read(texts);
  const [setting = {}] = records.settings;
  const config = configSchema.parse({ ...setting.config, cooldownSeconds: 120 });
  const gates = { confirm: null, env: {} };
  const found = (property: string, changed: Partial<Records["settings"][number]>) =>
    judgeRecords({ ...records, settings: [{ ...setting, ...changed }] }).violations.flatMap(
      (violation) => (violation.property === property ? [[violation.check, violation.run]] : []),
    );
  expect(found("cooldown-holds", { config })).toEqual([["call-within-cooldown", 1]]);
  expect(found("live-needs-all-five-gates", { gates })).toEqual([
    ["call-behind-closed-gate", 0],
    ["call-behind-closed-gate", 1],
    ["wrong-mode", 0],
    ["wrong-mode", 1],
    ["wrong-mode", 2],
  ]);
});

test("calls whose clock differs from that of the trail make a pass inconclusive", async () => {
  const texts = await textsWith(sameCancel);
  const calls = linesOf(texts.log).filter((line) => line.includes('"call"'));
  const shifted = (ms: number) =>
    calls.map((line) =>
      line.replaceAll(/"(atMs|repliedAtMs)":(\d+)/g, (_, name: string, at: string) => {
        return `"${name}":${Number(at) + ms}`;
      }),
    );
  const judged = (ms: number) => judgeRecords(read({ ...texts, log: shifted(ms).join("\n") }));
  expect(judged(1_000)).toMatchObject({ verdict: "pass", observed: { callsAtOtherTimes: 0 } });
  const late = judged(6_000);
  expect(late).toMatchObject({ verdict: "inconclusive", violations: [] });
  expect(late.observed.callsAtOtherTimes).toBe(2);
  expect(isCallOfRun(late)).toEqual(rejectedThenDone);
});
