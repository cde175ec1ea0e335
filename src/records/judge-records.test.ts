import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { longPosition, manyOrders, type Parts } from "../test-fixtures/observe.ts";
import { recordsOf, textsOf, type RecordTexts } from "../test-fixtures/records.ts";
import { observedOrder, openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { configSchema } from "../domain/config.ts";
import { decimalSchema } from "../domain/decimal.ts";
import { judgeRecords } from "./judge-records.ts";
import { judgeableRows } from "./judgeable.ts";
import { scenarioOfRun } from "./scenario-of-run.ts";
import type { Records } from "./records.ts";

const snapshot = { kind: "snapshot" } as const;
const run = { kind: "reconcile" } as const;
const wait = { kind: "advance-clock", ms: 60_000 } as const;
const account = {
  orders: [observedOrder()],
  positions: [longPosition],
  prices: { BTCUSDT: "50000" },
};

async function textsWith(parts: Parts, target: Target = shippedPipeline): Promise<RecordTexts> {
  const config = { auditEnabled: true, ...parts.config };
  const scenario = scenarioWith({ gates: openGates, exchange: account, ...parts, config });
  return textsOf(scenario, await runScenario(scenario, target, { recordStates: true }));
}

function read(texts: RecordTexts): Records {
  const records = recordsOf(texts);
  if (records === null) throw new Error("the trail is empty");
  return records;
}

const checksOf = (records: Records) => judgeRecords(records).violations.map(({ check }) => check);

const twoRuns = { steps: [snapshot, run, wait, snapshot, run] };

test("every check in the table exists, and every property is in it", () => {
  const rows = judgeableRows();
  for (const { name, checks } of allProperties) {
    const own = rows.filter(([property]) => property === name);
    expect({ name, rows: own.length }).not.toEqual({ name, rows: 0 });
    const named = own.flatMap(([, some]) =>
      some === "all" || some === "none" ? [] : some.split(", "),
    );
    expect(named.filter((check) => !checks.includes(check))).toEqual([]);
  }
});

test("all records of a correct bot pass, and what no record shows is named", async () => {
  const { verdict, violations, notJudged, judged } = judgeRecords(read(await textsWith(twoRuns)));
  expect({ verdict, violations }).toEqual({ verdict: "pass", violations: [] });
  expect(judged).toContain("orders-beat-positions");
  expect(judged.length + notJudged.length).toBe(allProperties.length);
  expect(notJudged.filter(({ reason }) => reason === "")).toEqual([]);
});

test("without settings and log, what they show is named as not judged", async () => {
  const bug = targetOf(plantedBug("orders-not-read-under-flatten"));
  const texts = await textsWith({ ...twoRuns, config: { action: "flatten" } }, bug);
  expect(judgeRecords(read(texts)).verdict).toBe("fail");
  const { verdict, notJudged } = judgeRecords({ ...read(texts), settings: [], log: null });
  expect(verdict).toBe("pass");
  expect(notJudged).toContainEqual({
    property: "orders-beat-positions",
    reason: "the records have no config, no reads, no answers",
  });
});

test("a trail of clean dry runs alone judges nothing, and is inconclusive", async () => {
  const texts = await textsWith({ gates: { confirm: null, env: {} }, exchange: {} });
  const records = { ...read(texts), settings: [], log: null, orders: null, trades: null };
  expect(judgeRecords(records)).toMatchObject({ verdict: "inconclusive", judged: [] });
});

test("a call that the trail does not have is a call between runs", async () => {
  const texts = await textsWith(twoRuns);
  const [first = "", ...lines] = texts.log.split("\n");
  const call = first.startsWith('{"kind":"run"')
    ? lines.find((line) => line.includes('"call"'))
    : "";
  const at = lines.findIndex((line) => line.includes('"answer"')) + 1;
  const log = [first, ...lines.slice(0, at), call, ...lines.slice(at)].join("\n");
  const { violations } = judgeRecords(read({ ...texts, log }));
  expect(violations.map(({ property, check }) => `${property}/${check}`)).toEqual([
    "port-calls-happen-inside-a-run/call-between-runs",
  ]);
});

test("gates that were closed at the time of a live run are a violation", async () => {
  const texts = await textsWith(twoRuns);
  const records = read(texts);
  const closed = { confirm: null, env: {} };
  const settings = records.settings.map((setting) => ({ ...setting, gates: closed }));
  const found = judgeRecords({ ...records, settings }).violations.map(({ check, run: at }) => [
    check,
    at,
  ]);
  expect(found).toContainEqual(["port-call-in-dry-run", 0]);
  expect(found).toContainEqual(["wrong-mode", 1]);
});

test("a later setting starts at its time, and holds where the clock is set back", async () => {
  const texts = await textsWith(twoRuns);
  const records = read(texts);
  const [setting] = records.settings;
  const [start] = records.events;
  const later = { ...setting, gates: { confirm: null, env: {} }, fromMs: (start?.ts_ms ?? 0) + 1 };
  const { fromRunId: _, ...rest } = later;
  const { violations } = judgeRecords({ ...records, settings: [setting ?? {}, rest] });
  expect(new Set(violations.map((violation) => violation.run))).toEqual(new Set([1]));
});

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

test("a run that crashed is judged by its port calls only, and has no mode", async () => {
  const texts = await textsWith({
    exchange: { orders: manyOrders.slice(0, 2) },
    steps: [snapshot, { kind: "crash", afterInteractions: 3 }, run, wait, snapshot, run],
  });
  const { observed, verdict } = judgeRecords(read(texts));
  expect(verdict).toBe("pass");
  expect(observed.runs[0]?.end).toBeNull();
});

test("a fill beyond zero shows in the exports", async () => {
  const bug = targetOf(plantedBug("flatten-on-same-side"));
  const position = { ...longPosition, positionSide: "LONG" as const };
  const prices = { BTCUSDT: "50000" };
  const exchange = { positionMode: "hedge" as const, positions: [position], prices };
  const texts = await textsWith({ exchange, config: { action: "flatten" } }, bug);
  expect(checksOf(read(texts))).toContain("fill-past-zero");
  expect(checksOf({ ...read(texts), trades: null })).not.toContain("fill-past-zero");
});

test("an answer with an error fails the property of answers", async () => {
  const texts = await textsWith(twoRuns);
  const error = { kind: "answer", runId: null, error: { kind: "time-out", message: "no answer" } };
  const log = `${texts.log}${JSON.stringify(error)}\n`;
  const { violations } = judgeRecords(read({ ...texts, log }));
  expect(violations).toMatchObject([
    { property: "every-run-answers", check: "time-out", run: null },
  ]);
});

test("what the records have is what all of their settings and lines have", async () => {
  const records = read(await textsWith(twoRuns));
  const evidenceOf = (changed: Partial<Records>) => [
    ...judgeRecords({ ...records, ...changed }).evidence,
  ];
  const all = ["gates", "config", "filters", "reads", "answers", "calls", "exports"];
  const without = (...names: readonly string[]) => all.filter((name) => !names.includes(name));
  const [setting = {}] = records.settings;
  const { config: _, ...noConfig } = setting;
  const { gates: __, ...noGates } = setting;
  const { filters: ___, ...noFilters } = setting;
  const lines = records.log ?? [];
  expect(evidenceOf({})).toEqual(all);
  // What one of the settings does not have is not known of its runs.
  expect(evidenceOf({ settings: [setting, { ...noConfig, fromMs: 1 }] })).toEqual(
    without("config"),
  );
  expect(evidenceOf({ settings: [{ ...noGates }, setting] })).toEqual(without("gates"));
  expect(evidenceOf({ settings: [noFilters] })).toEqual(without("filters"));
  expect(evidenceOf({ settings: [] })).toEqual(without("gates", "config", "filters"));
  expect(evidenceOf({ log: lines.filter(({ kind }) => kind !== "answer") })).toEqual(
    without("answers"),
  );
  expect(evidenceOf({ log: lines.filter(({ kind }) => kind === "call") })).toEqual(
    without("reads", "answers"),
  );
  expect(evidenceOf({ log: null })).toEqual(without("reads", "answers", "calls"));
  expect(evidenceOf({ trades: null })).toEqual(without("exports"));
});

test("a check that needs more than the records have is not judged, also where others of its property are", async () => {
  const bug = targetOf(plantedBug("flatten-id-without-owner"));
  const exchange = { positions: [longPosition], prices: account.prices };
  const records = read(await textsWith({ exchange, config: { action: "flatten" } }, bug));
  const name = "flatten-orders-name-their-owner";
  expect(checksOf(records)).toContain("wrong-id-form");
  const without = judgeRecords({ ...records, settings: [] });
  expect(without.violations.map(({ property }) => property)).not.toContain(name);
  expect(without.judged).toContain(name);
  expect(without.checksLeftOut).toContain(`${name}/wrong-id-form`);
  expect(without.checksLeftOut.map((check) => check.split("/")[0])).not.toContain("limits-hold");
});
