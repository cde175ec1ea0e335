/** Reads the formats for other tools back: by their own schema, and CTRF by its own reader too. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import { isValid, parse } from "ctrf";
import { beforeAll, expect, test } from "vitest";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { allRules } from "../../properties/rules/all.ts";
import { idsOf, isAbout } from "../../properties/rules/rule.ts";
import { emptyTally, reportedFailures, type Failure } from "../fuzz/batch-result.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { fuzzTarget } from "../fuzz/fuzz-target.ts";
import { failureWith } from "../test-fixtures/counterexamples.ts";
import { reportWith } from "../test-fixtures/campaign-reports.ts";
import { renderCampaignCtrf } from "./campaign-ctrf.ts";
import { renderCampaignSarif } from "./campaign-sarif.ts";

const bug = targetOf(plantedBug("orders-not-read-under-flatten"));
const properties = ["orders-beat-positions", "limits-hold", "cooldown-holds"];
let report: CampaignReport;
let files: ReadonlyMap<string, string>;
beforeAll(async () => {
  report = await fuzzTarget(bug, { properties, runs: 250, sequences: 0, bail: true });
  const names = [...reportedFailures(report.result).keys()];
  files = new Map(names.map((name, at) => [name, `reports/counterexamples/a b ${at}.json`]));
});

/** The schema is of draft 4, whose `id` is no keyword of today. It has no other difference that it uses. */
function sarifSchema(): object {
  const path = createRequire(import.meta.url).resolve("@microsoft/jest-sarif/package.json");
  const file = path.replace("package.json", "lib/schemas/sarif-2.1.0-rtm.5.json");
  const {
    id: _,
    $schema: __,
    ...schema
  } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  return schema;
}

const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
const isSarif = ajv.compile(sarifSchema());

function sarifErrors(text: string): unknown {
  return isSarif(JSON.parse(text)) ? [] : isSarif.errors;
}

/** Markup, a bidi mark, an escape sequence, a lone surrogate. */
const hostile = "</script><b>& \u202E \u001B[31m \uD800";

function hostileReport(): CampaignReport {
  const failure = failureWith({
    property: "p",
    check: "duplicate-call",
    violation: { run: 1, expected: hostile, actual: hostile },
  });
  const failures = { "p/duplicate-call": { ...failure, alsoFound: {} } };
  const failureCounts = { "p/duplicate-call": 1 };
  const timing = { startedAt: "2026-11-28T10:00:00.000Z", elapsedMs: 5 };
  return reportWith({ verdict: "fail", timing, result: { failures, failureCounts } });
}

test("a campaign as CTRF fits the schema, and its reader counts the tests", () => {
  const text = renderCampaignCtrf(report, files);
  const read = parse(text);
  expect(isValid(read)).toBe(true);
  const { tests, summary } = read.results;
  expect(tests.map(({ name }) => name)).toEqual([...properties, "coverage, canary and target"]);
  const [first] = tests;
  expect(first?.status).toBe("failed");
  expect([...files.values()]).toContain(first?.filePath);
  expect(first?.message).toContain("orders-beat-positions/flatten-sent-before-orders");
  expect(first?.trace).toContain("expected: no flatten while order");
  const sum = summary.passed + summary.failed + summary.skipped + summary.other;
  expect({ tests: summary.tests, failed: summary.failed }).toEqual({ tests: sum, failed: 1 });
  expect(summary.stop - summary.start).toBe(report.timing.elapsedMs);
});

test("a campaign as SARIF fits the schema, with a rule and a file for each failure", () => {
  const text = renderCampaignSarif(report, files);
  expect(sarifErrors(text)).toEqual([]);
  const [run] = (JSON.parse(text) as SarifLog).runs;
  expect(run?.tool.driver.rules).toHaveLength(allRules.length);
  expect(run?.tool.driver.rules[24]).toMatchObject({
    id: "R25",
    helpUri: expect.stringMatching(/docs\/rules\.md#priorities$/),
  });
  expect(run?.results).toHaveLength(files.size);
  for (const { ruleId, ruleIndex, locations } of run?.results ?? []) {
    expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    const uri = locations[0]?.physicalLocation?.artifactLocation.uri;
    expect(uri).toMatch(/^reports\/counterexamples\/a%20b%20\d+\.json$/);
  }
});

type SarifLog = {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly locations: readonly {
        readonly physicalLocation?: { readonly artifactLocation: { readonly uri: string } };
      }[];
    }[];
  }[];
};

test("hostile texts, and a failure without a file, stay valid in both", () => {
  const none = new Map<string, string>();
  const ctrf = renderCampaignCtrf(hostileReport(), none);
  expect(isValid(parse(ctrf))).toBe(true);
  const sarif = renderCampaignSarif(hostileReport(), none);
  expect(sarifErrors(sarif)).toEqual([]);
  expect(sarif).not.toContain("physicalLocation");
  for (const text of [ctrf, sarif]) expect(JSON.stringify(JSON.parse(text))).toContain("</script>");
});

test("an inconclusive campaign is no success in either", () => {
  const timing = { startedAt: "2026-11-28T10:00:00.000Z", elapsedMs: 5 };
  const open = reportWith({ verdict: "inconclusive", reasons: ["too few"], timing });
  const { results } = parse(renderCampaignCtrf(open, new Map()));
  expect(results.summary).toMatchObject({ passed: 0, other: 2 });
  const notes = [{ message: { text: "too few" } }];
  expect(JSON.parse(renderCampaignSarif(open, new Map()))).toMatchObject({
    runs: [{ invocations: [{ executionSuccessful: false, toolExecutionNotifications: notes }] }],
  });
});

const propertyOf = (name: string, severity: "money" | "report") => {
  return { name, statement: `${name} holds.`, severity };
};

const failedCheck = (check: string, parts: Partial<Failure>) => {
  const violation = { run: 2, expected: `${check} expected`, actual: `${check} actual` };
  return { ...failureWith({ check, violation, ...parts }), alsoFound: {} };
};

/** Of property `p-q` two checks failed, one of them flaky; `p` passed, `r` was skipped, and answers differed. */
function mixedReport(): CampaignReport {
  const failures = {
    "p-q/c": failedCheck("c", { property: "p-q" }),
    "p-q/d": failedCheck("d", { property: "p-q", flaky: { portCalls: [] } }),
    "q/c": failedCheck("c", { property: "q" }),
  };
  const passed = { ...emptyTally, pass: 1 };
  return reportWith({
    verdict: "fail",
    timing: { startedAt: "2026-11-28T10:00:00.000Z", elapsedMs: 5 },
    campaign: {
      properties: [propertyOf("p-q", "money"), propertyOf("p", "money"), propertyOf("q", "report")],
      skippedProperties: [{ name: "r", missing: ["sequences"] }],
    },
    result: {
      failures,
      failureCounts: { "p-q/c": 2, "p-q/d": 1, "q/c": 1 },
      tallies: { "p-q": { ...emptyTally, fail: 3 }, p: passed, q: { ...emptyTally, fail: 1 } },
      askedTwice: {
        cases: 3,
        differing: 1,
        first: { batch: 0, case: "random:0", difference: "another mode" },
      },
    },
  });
}

test("CTRF has every failed check of a property, and what was skipped or differed is not passed", () => {
  const { tests, summary } = parse(renderCampaignCtrf(mixedReport(), new Map())).results;
  const states = tests.map(({ name, status, rawStatus }) => [name, status, rawStatus]);
  expect(states).toEqual([
    ["p-q", "failed", "fail"],
    ["p", "passed", "pass"],
    ["q", "failed", "fail"],
    ["r", "skipped", "skipped"],
    ["coverage, canary and target", "other", "inconclusive"],
  ]);
  expect(summary).toMatchObject({ tests: 5, passed: 1, failed: 2, skipped: 1, other: 1 });
  expect(tests[0]?.message).toMatch(
    /^p-q holds\.\np-q\/c failed in 2 cases\np-q\/d failed in 1 case; flaky/,
  );
  expect(tests[0]?.trace).toBe(
    "expected: c expected\nactual: c actual\n\nexpected: d expected\nactual: d actual",
  );
  expect(tests.map(({ extra }) => extra?.["isFlaky"])).toEqual([
    true,
    undefined,
    false,
    undefined,
    undefined,
  ]);
  expect(tests.at(-1)?.message).toContain("another mode");
});

test("SARIF has each failure with its level, its key and whether it is flaky", () => {
  const log = JSON.parse(renderCampaignSarif(mixedReport(), new Map())) as SarifLog;
  const [run] = log.runs;
  // The analysis was carried out, also where it found failures.
  expect(run).toMatchObject({ invocations: [{ executionSuccessful: true }] });
  expect(run?.results).toMatchObject(
    [
      ["p-q/c", "error", "p-q holds. Expected: c expected. Actual: c actual", false],
      ["p-q/d", "error", "p-q holds. Expected: d expected. Actual: d actual", true],
      ["q/c", "warning", "q holds. Expected: c expected. Actual: c actual", false],
    ].map(([key, level, text, flaky]) => ({
      level,
      message: { text },
      partialFingerprints: { "reconcileHarness/v1": key },
      properties: { flaky, run: 2 },
    })),
  );
});

test("the rule of a result in SARIF is that of its variant, and safety rules are errors", () => {
  const parts = { property: "every-mismatch-is-reported", check: "missing-mismatch" };
  const variant = "ORDER_STATUS_DIVERGENCE";
  const failures = { x: { ...failureWith({ ...parts, variant }), alsoFound: {} } };
  const log = JSON.parse(renderCampaignSarif(reportWith({ result: { failures } }), new Map())) as {
    runs: { tool: { driver: { rules: { id: string; defaultConfiguration: object }[] } } }[];
  };
  const about = allRules.filter((rule) => isAbout(rule, { ...parts, variant }));
  const others = allRules.filter((rule) => isAbout(rule, { ...parts, variant: "" }));
  expect(about).not.toEqual(others);
  expect(log.runs).toMatchObject([
    { results: [{ properties: { rules: idsOf(about) }, ruleId: `R${about[0]?.number}` }] },
  ]);
  const levels = log.runs[0]?.tool.driver.rules.map(
    ({ defaultConfiguration }) => defaultConfiguration,
  );
  expect(levels).toEqual(
    allRules.map(({ kind }) => ({ level: kind === "safety" ? "error" : "warning" })),
  );
});
