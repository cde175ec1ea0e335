/** What the report of `observe` has of violations, and of what the records do not show. */
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { judgeRecords, type JudgedRecords } from "../records/judge-records.ts";
import type { KnownRun } from "../records/observed-case.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { manyOrders } from "../test-fixtures/observe.ts";
import { recordsOf, textsOf } from "../test-fixtures/records.ts";
import { openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { renderObserve, renderObserveJson } from "./observe-report.ts";

let passed: JudgedRecords;
let known: KnownRun;
const lines = { unread: [], torn: [], copies: 0 };

beforeAll(async () => {
  const scenario = scenarioWith({
    gates: openGates,
    config: { auditEnabled: true },
    exchange: { orders: manyOrders.slice(0, 1) },
  });
  const records = recordsOf(textsOf(scenario, await runScenario(scenario, shippedPipeline)));
  if (records === null) throw new Error("there are events");
  passed = judgeRecords(records);
  const [run] = passed.observed.runs;
  if (run === undefined) throw new Error("there is a run");
  known = run;
});

/** Violations of one check, each of the run with that index. */
function failedIn(...runs: readonly (number | null)[]) {
  const violations = runs.map((run) => {
    return { property: "p", check: "c", variant: "", run, expected: "e", actual: "a", rules: [] };
  });
  const observed = { ...passed.observed, runs: [known, known, known, known, known] };
  const judgedRuns = new Set([0, 1, 2, 3]);
  return { ...passed, observed, judgedRuns, verdict: "fail" as const, violations };
}

const savedOf = ({ violations }: JudgedRecords) =>
  violations.map((violation) => ({ violation, scenario: { missing: "nothing is saved" } }));

function textOf(judged: JudgedRecords): string {
  return renderObserve({ judged, saved: savedOf(judged), lines }, true);
}

test("the last line counts violations and the runs that they are in", () => {
  expect(
    textOf(failedIn(1, null, 4))
      .trimEnd()
      .split("\n")
      .at(-1),
  ).toMatch(/^FAIL {2}3 violations in 2 of 5 runs, judged by \d+ properties$/);
});

test("of one check three violations are shown, and the others are counted", () => {
  const text = textOf(failedIn(0, 1, 2, 3, 4));
  expect(text.match(/^FAIL {2}p \/ c$/gm)).toHaveLength(3);
  expect(text).toContain("and 2 more violations; --json has all");
});

test("runs and calls that were not judged are counted, each with the reason", () => {
  expect(textOf(passed)).not.toMatch(/^ {2}\d+ (?:run|call)/m);
  const runs = [
    known,
    { ...known, end: null },
    { ...known, reads: null },
    { ...known, results: null },
  ];
  const observed = {
    ...passed.observed,
    runs,
    beyond: 2,
    unknownRuns: 3,
    missingCalls: 4,
    callsAtOtherTimes: 5,
  };
  const shown = textOf({ ...passed, observed }).split("\n");
  for (const line of [
    "  1 run: no event of its own: it crashed, or the event was rejected",
    "  1 run: not judged by what it read: the log has no such line, or another run called the port meanwhile",
    "  1 run: not judged by its answer, which the log does not have",
    "  calls of the log in no run that the trail has: 2",
    "  runs that only the log has: 3",
    "  calls of the log at another time than their attempt: 5",
    "  3 runs: no property could judge anything of it",
    "  attempts that only the trail has, each counts as a port call: 4",
  ]) {
    expect(shown).toContain(line);
  }
});

const jsonSchema = z.object({ runs: z.array(z.object({ verdict: z.string() })) });

const verdictsOf = (judged: JudgedRecords) =>
  jsonSchema
    .parse(JSON.parse(renderObserveJson({ judged, saved: savedOf(judged), lines })))
    .runs.map(({ verdict }) => verdict);

test("a run without a violation passes only where something of it was judged", () => {
  expect(verdictsOf(failedIn(1, 1))).toEqual(["pass", "fail", "pass", "pass", "inconclusive"]);
  expect(verdictsOf(failedIn(4)).at(-1)).toBe("fail");
  expect(verdictsOf(passed)).toEqual(["pass"]);
});
