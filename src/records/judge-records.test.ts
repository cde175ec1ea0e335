import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { longPosition, manyOrders } from "../test-fixtures/observe.ts";
import {
  account,
  read,
  run,
  snapshot,
  textsWith,
  twoRuns,
  wait,
} from "../test-fixtures/two-runs.ts";
import { judgeRecords } from "./judge-records.ts";
import { checksOf as judgedChecks, judgeableRows, type Evidence } from "./judgeable.ts";
import type { Records } from "./records.ts";

const checksOf = (records: Records) => judgeRecords(records).violations.map(({ check }) => check);

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
  expect(judgeRecords(records)).toMatchObject({
    verdict: "inconclusive",
    judged: [],
    checksLeftOut: [],
  });
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

test("a check is judged by runs whose calls, reads or answers are known, as far as it needs them", () => {
  const all: readonly Evidence[] = [
    "gates",
    "config",
    "filters",
    "reads",
    "answers",
    "calls",
    "exports",
  ];
  const judgedBy = (name: string) => {
    const property = allProperties.find((one) => one.name === name);
    if (property === undefined) throw new Error(`there is no property ${name}`);
    const checks = judgedChecks(property, new Set(all));
    if ("missing" in checks) throw new Error(checks.missing);
    return [checks.byCalls, checks.byReads, checks.byAnswers].map((some) => [...some]);
  };
  expect(judgedBy("cooldown-holds")).toEqual([["call-within-cooldown"], [], []]);
  expect(judgedBy("orders-beat-positions")).toEqual([
    [],
    ["flatten-sent-before-orders"],
    ["flatten-planned-before-orders", "priority-order"],
  ]);
});
