/** What the page of a campaign has besides its failures: verdict, reasons, facts and coverage. */
import { expect, test } from "vitest";
import { minimumOf, requiredShares } from "../../fuzz/coverage.ts";
import { requiredEntries } from "../../fuzz/transition-coverage.ts";
import { stepKinds } from "../../scenario/step.ts";
import { reportWith, type ReportParts } from "../../test-fixtures/campaign-reports.ts";
import { failureWith } from "../../test-fixtures/counterexamples.ts";
import { reportToShow, shownFailure } from "../../test-fixtures/pages.ts";
import { profileWith } from "../../test-fixtures/profiles.ts";
import { campaignPage } from "./campaign-page.ts";

const pageOf = (parts: ReportParts = {}) => campaignPage(reportWith(parts), "program");
const factsOf = (parts: ReportParts) => pageOf(parts).facts.map(({ name, value }) => [name, value]);

test("the reasons of an inconclusive campaign are all on its page, and those of a failure are its own", () => {
  const reasons = ["too few cases", "p/c failed in 1 case", "another reason"];
  const page = pageOf({ verdict: "inconclusive", reasons });
  expect(page.reasons).toEqual(reasons);
  expect(page.sentence).toBe("3 reasons against a verdict");
  const failures = { "p/c": { ...failureWith(), alsoFound: {} } };
  const failed = pageOf({ verdict: "fail", reasons, result: { failures } });
  expect(failed.reasons).toEqual(["too few cases", "another reason"]);
});

test("a campaign with known failures only, and one that passed, have that as their sentence", () => {
  const result = { failureCounts: { "p/c": 1 } };
  const known = pageOf({ verdict: "fail", campaign: { known: ["p/c"] }, result });
  expect(known.sentence).toBe("only known failures");
  expect(pageOf({ verdict: "fail", result }).sentence).toBe("1 check failed");
  expect(pageOf().sentence).toMatch(/^no property failed/);
});

test("an early end, a shard and a canary that was not caught are facts", () => {
  const names = ["seed", "cases", "judged by", "time"];
  expect(factsOf({}).map(([name]) => name)).toEqual(names);
  const shard = { index: 1, total: 2 };
  expect(factsOf({ stopped: "time", shard, canaryCaught: false }).slice(names.length)).toEqual([
    ["stopped", "time"],
    ["shard", "1 of 2"],
    ["canary", "NOT CAUGHT"],
  ]);
});

test("only a failure that repeats, and has no timeline, is absent", () => {
  const failures = {
    "p/c": { ...failureWith({ flaky: { portCalls: ["run 1: a call"] } }), alsoFound: {} },
  };
  const page = pageOf({ result: { failures }, repeat: { options: [], maxTime: null } });
  expect(page.absent).toEqual([]);
  expect(page.failures).toMatchObject([
    { flakyCalls: ["run 1: a call"], absent: expect.stringContaining("did not fail again") },
  ]);
});

const failedWith = (parts: object) => {
  const failures = { x: { ...failureWith(parts), alsoFound: {} } };
  return pageOf({ result: { failures } }).failures[0];
};

test("a violation names its run, or none, and the rules that it is against", () => {
  const violation = { run: 2, expected: "e", actual: "a" };
  expect(failedWith({ violation })?.run).toBe(2);
  expect(failedWith({ violation: { ...violation, run: null } })?.run).toBeNull();
  const property = { property: "dry-run-makes-no-port-calls", check: "port-call-in-dry-run" };
  expect(failedWith(property)?.rules).toEqual(["R3"]);
});

const labelsOf = (report: ReturnType<typeof reportWith>) =>
  (campaignPage(report, "program").coverage?.groups ?? []).flatMap(({ labels }) => labels);

test("a label is met by its share of the random cases, with the minimum of the campaign", () => {
  const shown = reportToShow([shownFailure(1, 3)]);
  const onWire = { ...shown, campaign: { ...shown.campaign, isOnWire: true } };
  for (const report of [shown, onWire]) {
    const rows = labelsOf(report);
    expect(rows.map(({ minimum }) => minimum)).toEqual(
      rows.map(({ name }) => minimumOf(name, report.campaign)),
    );
  }
  expect(labelsOf(onWire).some(({ name, minimum }) => minimum < (requiredShares[name] ?? 0))).toBe(
    true,
  );
  const isMet = labelsOf(shown).map((row) => row.isMet);
  expect(new Set(isMet)).toEqual(new Set([true, false]));
  expect(
    labelsOf(shown).filter((row) => row.count === 0 && row.minimum >= 0.05 && row.isMet),
  ).toEqual([]);
  expect(labelsOf(reportWith()).filter((row) => row.isMet)).toEqual([]);
});

test("the maps of steps have faults after a step, and others before it", () => {
  const shown = reportToShow([]);
  const only = (transitions: Record<string, number>) => {
    const report = { ...shown, result: { ...shown.result, transitions } };
    const maps = campaignPage(report, "program").coverage?.maps ?? [];
    return maps.map(({ cells }) => cells.flat().some((count) => count === 77));
  };
  const names = Object.keys(shown.result.transitions);
  const nameOf = (pattern: RegExp) => names.find((name) => pattern.test(name)) ?? "";
  expect(only({ [nameOf(/^port \S+, after /)]: 77 })).toEqual([false, true, false, false]);
  expect(only({ [nameOf(/^port \S+, before /)]: 77 })).toEqual([false, false, true, false]);
  expect(only({ [nameOf(/ > /)]: 77 })).toEqual([true, false, false, false]);
});

test("a cell of the map of steps is empty where no sequence can have the pair", () => {
  const shown = reportToShow([]);
  const transitions = Object.fromEntries(
    stepKinds.flatMap((first) => stepKinds.map((second) => [`${first} > ${second}`, 5] as const)),
  );
  const report = { ...shown, result: { ...shown.result, transitions } };
  const [map] = campaignPage(report, "program").coverage?.maps ?? [];
  if (map === undefined) throw new Error("there is a map");
  const required = map.rows.map((first) =>
    map.columns.map((second) => (requiredEntries.has(`${first} > ${second}`) ? 5 : null)),
  );
  expect(map.cells).toEqual(required);
  expect(map.cells.flat()).toContain(null);
});

const gate = (at: number) => {
  return { name: `g${at}`, source: `G${at}`, accepts: ["1"], whenClosed: "dry_run" as const };
};

/** How many columns the matrix of a bot with so many gates has. */
const columnsOf = (count: number) => {
  const profile = profileWith({ gates: Array.from({ length: count }, (_, at) => gate(at)) });
  const shown = reportToShow([]);
  const report = { ...shown, campaign: { ...shown.campaign, profile } };
  return campaignPage(report, "program").gates?.combinations.length ?? null;
};

test("a bot with more than five gates has no matrix", () => {
  expect([columnsOf(2), columnsOf(5), columnsOf(6)]).toEqual([4, 32, null]);
});
