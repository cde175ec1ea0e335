/** The pages of a smoke test, of a replay and of the strength, and the gates of a scenario. */
import { expect, test } from "vitest";
import type { FileAnswer } from "../../fuzz/answer-file.ts";
import type { GateInputs } from "../../domain/gate.ts";
import { readScenarios } from "../../scenario/scenario-files.ts";
import { shippedPipeline } from "../../simulation/target.ts";
import { runSmoke, type SmokeRun } from "../../smoke/run-smoke.ts";
import { counterexampleWith } from "../../test-fixtures/counterexamples.ts";
import { openGates } from "../../test-fixtures/scenarios.ts";
import { strengthToShow } from "../../test-fixtures/strength-reports.ts";
import type { ReplayReport } from "../replay-report.ts";
import { gatesOf } from "./gate-list.ts";
import { replayPage } from "./replay-page.ts";
import { smokePage } from "./smoke-page.ts";
import { strengthPage } from "./strength-data.ts";

const endTarget = () => Promise.resolve(null);

async function smoke(gates: GateInputs = openGates): Promise<SmokeRun> {
  const scenarios = readScenarios("order");
  return runSmoke({ scenarios, gates, auditPath: null, target: shippedPipeline, endTarget });
}

test("the page of a smoke test has the verdict of each scenario, with all reasons, the worst first", async () => {
  const run = await smoke();
  if (run.mode === "refused") throw new Error("all gates are open");
  const [passed] = run.results;
  if (passed === undefined) throw new Error("there is a scenario");
  const failed = {
    ...passed,
    verdict: { kind: "fail", reasons: ["one\nline", "another"] },
  } as const;
  const open = { ...passed, verdict: { kind: "inconclusive", reasons: ["too few"] } } as const;
  const page = smokePage({ ...run, results: [passed, open, failed] }, "command");
  expect(page).toMatchObject({
    verdict: "fail",
    sentence: "1 of 3 scenarios passed",
    findings: [[2], [1], [0]],
    failures: [
      { verdict: "pass", actual: [expect.stringMatching(/^action .*1 port call$/)] },
      { verdict: "inconclusive", actual: [expect.anything(), "too few"] },
      { verdict: "fail", actual: [expect.anything(), "one", "line", "another"] },
    ],
  });
});

test("the page of a refused smoke test names each closed gate", async () => {
  const run = await smoke({ ...openGates, env: { ...openGates.env, ARMED: "0" } });
  expect(smokePage(run, "command")).toMatchObject({
    verdict: "fail",
    failures: [],
    reasons: ["ARMED must be '1' (got '0')"],
  });
});

test("a gate is open by its value, and one of a bot's own by the values that it accepts", () => {
  const wrong = { confirm: "yes", env: { ...openGates.env, ARMED: "0" } };
  expect(gatesOf(openGates).every(({ isOpen }) => isOpen)).toBe(true);
  expect(gatesOf(wrong).filter(({ isOpen }) => !isOpen)).toEqual([
    { source: "--confirm", value: "yes", isOpen: false },
    { source: "ARMED", value: "0", isOpen: false },
  ]);
  const gate = { name: "live", source: "LIVE", accepts: ["1"], whenClosed: "dry_run" } as const;
  const own = ["1", "0", null].map((value) => ({ ...gate, value }));
  expect(gatesOf({ ...openGates, own }).map(({ isOpen }) => isOpen)).toEqual([true, false, false]);
});

const path = "a.json";
const counterexample = counterexampleWith();
const [scenario] = readScenarios("order");
const found = { property: "p", check: "c", variant: "" };
const violation = { run: 1, expected: "e", actual: "a" };

const answers: readonly FileAnswer[] = [
  { path, kind: "counterexample", counterexample, answer: { kind: "fixed" }, origin: "o" },
  { path, kind: "counterexample", counterexample, answer: { kind: "still-fails" }, origin: "o" },
  {
    path,
    kind: "scenario",
    scenario,
    answer: { verdict: { kind: "errored", message: "it threw" }, stepsWithoutEffect: [] },
  },
  {
    path,
    kind: "scenario",
    scenario,
    answer: {
      verdict: { kind: "fails", failures: [{ ...found, violation }] },
      stepsWithoutEffect: [],
    },
  },
  { path, kind: "unreadable", message: "no JSON" },
];

test("the page of a replay has the verdict of each file, the worst first, and how the target ended", () => {
  const end = { title: "end", verdict: "missing", detail: "it did not end" } as const;
  const report: ReplayReport = { target: "t", answers, end };
  const shown = answers.map((file) => ({ file, timelines: [] }));
  const page = replayPage(report, shown, (file) => `replay ${file}`);
  expect(page).toMatchObject({
    verdict: "bad-input",
    sentence: "1 of 5 files passed",
    reasons: ["end: it did not end"],
    findings: [[4], [1], [3], [2], [0]],
    failures: [
      { verdict: "pass", absent: null },
      { verdict: "fail", absent: expect.stringContaining("no timeline") },
      { verdict: "inconclusive", actual: ["errored: it threw"] },
      { verdict: "fail", check: "c", expected: ["e"], actual: ["a"] },
      { verdict: "bad-input", actual: ["no JSON"] },
    ],
  });
});

test("the page of the strength counts the bugs that each seed detects, and has the rank of each property", () => {
  const report = strengthToShow();
  const page = strengthPage(report);
  // The first bug is not detected with one seed.
  expect(page.sentence).toBe(
    `${report.bugs.length - 1} of ${report.bugs.length} planted bugs detected with each seed`,
  );
  const [bug] = report.bugs;
  const digits = report.properties.map(({ name }) => {
    const places = { unique: 1, first: 2, "every-seed": 3, "some-seeds": 4, never: 0 } as const;
    return places[bug?.detectedBy[name] ?? "never"];
  });
  expect(page.strength?.bugs[0]?.ranks).toBe(digits.join(""));
  expect(page.strength?.bugs[0]?.cases[0]).toBeNull();
});

test("a whole strength report shows the properties that detect nothing too", () => {
  const report = strengthToShow();
  const [first, ...others] = report.properties;
  if (first === undefined) throw new Error("there is a property");
  const idle = { ...report, properties: [{ ...first, kills: 0 }, ...others] };
  const shown = (complete: boolean) => strengthPage({ ...idle, complete }).strength?.properties;
  expect(shown(true)).toHaveLength(others.length + 1);
  expect(shown(false)).toHaveLength(others.length);
});
