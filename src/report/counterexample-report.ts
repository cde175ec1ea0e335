/** A counterexample for a person: the violation, the shrunk scenario, its runs, its origin. */
import { counted } from "../domain/counted.ts";
import { printable } from "../domain/printable-text.ts";
import type { Violation } from "../../properties/property.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Counterexample } from "../fuzz/counterexample.ts";
import type { FailedCheck } from "../fuzz/fingerprint.ts";
import type { FailureView } from "../fuzz/failure-view.ts";
import { describeScenario, type ScenarioLine } from "../fuzz/scenario-lines.ts";
import { timelinesOf } from "../fuzz/timeline.ts";
import { plain, type Style } from "./style.ts";
import { renderSteps } from "./timeline.ts";

export function renderCounterexample(
  counterexample: Counterexample,
  /** Null where the target cannot run again, and for a flaky failure: another run shows something else. */
  view: FailureView | null,
  style: Style = plain,
): string {
  const { property, check, variant, violation, scenario, flaky, provenance } = counterexample;
  const lines = [
    ...renderFailure(counterexample),
    "",
    ...(flaky === undefined
      ? [
          provenance.shrinkCut === undefined
            ? "The shrunk scenario:"
            : "The smallest scenario until then:",
        ]
      : [
          "Flaky: the same scenario did not fail again. The port calls of the case that failed:",
          ...(flaky.portCalls.length === 0 ? ["none"] : flaky.portCalls).map((call) => `  ${call}`),
          "",
          "Its scenario:",
        ]),
    ...renderScenario(scenario),
    "",
    ...(view === null ? [] : renderView(view, scenario, violation.run)),
    ...(flaky === undefined ? describeIrrelevant(counterexample) : []),
    `Found in ${provenance.case} of seed ${provenance.seed}, after ` +
      `${[counted(provenance.shrinks, "shrink"), ...describeShrinkCut(provenance)].join("; ")}.`,
  ].map(printable);
  return `${[titleOf({ property, check, variant }, style), ...lines].join("\n")}\n`;
}

/** A failure with its whole scenario. */
export function renderExample(
  failed: FailedCheck & Pick<Counterexample, "statement">,
  scenario: Scenario,
  view: FailureView,
  style: Style = plain,
): string {
  const lines = [
    ...renderFailure(failed),
    "",
    "The scenario:",
    ...renderScenario(scenario),
    "",
    ...renderView(view, scenario, failed.violation.run),
  ].map(printable);
  return `${[titleOf(failed, style), ...lines].join("\n").trimEnd()}\n`;
}

/** The failure of a scenario that a person wrote, and who therefore knows it. */
export function renderFailedCheck(
  failed: FailedCheck & Pick<Counterexample, "statement">,
  scenario: Scenario,
  /** Null for a flaky failure. */
  view: FailureView | null,
  style: Style = plain,
): string {
  const lines = [
    ...renderFailure(failed),
    "",
    ...(view === null ? [] : renderView(view, scenario, failed.violation.run)),
  ].map(printable);
  return `${[titleOf(failed, style), ...lines].join("\n")}\n`;
}

function titleOf(
  { property, check, variant }: Pick<Counterexample, "property" | "check" | "variant">,
  style: Style,
): string {
  const name = `${property} / ${check}${(variant ?? "") === "" ? "" : ` (${variant})`}`;
  return `${style("bold", style("red", "FAIL"))}  ${printable(name)}`;
}

function renderFailure({
  statement,
  violation,
}: Pick<Counterexample, "statement" | "violation">): string[] {
  return [`  ${statement}`, "", ...renderViolation(violation)];
}

export function renderViolation({ run, expected, actual }: Violation): string[] {
  const where = run === null ? "" : ` in run ${run}`;
  return [
    `  expected${where}: ${expected}`,
    // The end of a standard error has several lines.
    ...`  actual${where}:   ${actual}`
      .split("\n")
      .map((line, at) => (at > 0 ? `    ${line}` : line)),
  ];
}

function renderView(view: FailureView, scenario: Scenario, failedRun: number | null): string[] {
  const { panels, followUpStartsWith } = timelinesOf(view, scenario, failedRun);
  const differences = ["The follow-up starts with:", ...renderLines(followUpStartsWith), ""];
  return panels.flatMap(({ title, note, failedRun: marked, timeline }, at) => [
    ...(note === undefined ? [] : [note, ""]),
    ...(at === panels.length - 1 && followUpStartsWith.length > 0 ? differences : []),
    `${title}:`,
    ...renderSteps(timeline, marked),
    "",
  ]);
}

/** Where the shrinking was cut, no field may have been varied. */
function describeIrrelevant({ irrelevantFields, provenance }: Counterexample): string[] {
  if (irrelevantFields.length > 0) {
    return [`It also fails with other values of: ${irrelevantFields.join("; ")}.`];
  }
  return provenance.shrinkCut === undefined ? ["Every field that was varied is relevant."] : [];
}

const shrinkCuts = {
  time: "the time limit (--max-time)",
  interrupted: "a signal",
  bail: "--bail",
  "time-outs": "time-outs of the target",
} as const;

/** Such as `shrinking was cut by a signal`; nothing where it was not. */
export function describeShrinkCut({ shrinkCut }: Counterexample["provenance"]): string[] {
  return shrinkCut === undefined ? [] : [`shrinking was cut by ${shrinkCuts[shrinkCut]}`];
}

function renderScenario(scenario: Scenario): string[] {
  return renderLines(describeScenario(scenario));
}

function renderLines(lines: readonly ScenarioLine[]): string[] {
  return lines.map(({ subject, text }) => `  ${subject.padEnd(10)}${text}`);
}
