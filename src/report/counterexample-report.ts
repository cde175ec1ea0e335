/** A counterexample for a person: the violation, the shrunk scenario, its runs, its origin. */
import { counted } from "../domain/counted.ts";
import { printable } from "../domain/printable-text.ts";
import type { Violation } from "../../properties/property.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Counterexample } from "../fuzz/counterexample.ts";
import type { FailedCheck } from "../fuzz/fingerprint.ts";
import { describeScenario, textOfLine } from "../fuzz/scenario-lines.ts";
import type { FailureTimelines } from "../fuzz/timeline-schema.ts";
import { plain, type Style } from "./style.ts";
import { renderSteps } from "./timeline.ts";

export function renderCounterexample(
  counterexample: Counterexample,
  /** Null where the target cannot run again, and for a flaky failure: another run shows something else. */
  timelines: FailureTimelines | null,
  style: Style = plain,
): string {
  const { property, check, variant, scenario, flaky, provenance } = counterexample;
  const lines = [
    ...renderFailure(counterexample),
    "",
    ...(flaky === undefined
      ? [headingOf(provenance)]
      : [
          "Flaky: the same scenario did not fail again. The port calls of the case that failed:",
          ...(flaky.portCalls.length === 0 ? ["none"] : flaky.portCalls).map((call) => `  ${call}`),
          "",
          "Its scenario:",
        ]),
    ...renderScenario(scenario),
    "",
    ...(timelines === null ? [] : renderTimelines(timelines)),
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
  timelines: FailureTimelines,
  style: Style = plain,
): string {
  const lines = [
    ...renderFailure(failed),
    "",
    "The scenario:",
    ...renderScenario(scenario),
    "",
    ...renderTimelines(timelines),
  ].map(printable);
  return `${[titleOf(failed, style), ...lines].join("\n").trimEnd()}\n`;
}

/** The failure of a scenario that a person wrote, and who therefore knows it. */
export function renderFailedCheck(
  failed: FailedCheck & Pick<Counterexample, "statement">,
  /** Null for a flaky failure. */
  timelines: FailureTimelines | null,
  style: Style = plain,
): string {
  const lines = [
    ...renderFailure(failed),
    "",
    ...(timelines === null ? [] : renderTimelines(timelines)),
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

function renderTimelines({ panels, followUpStartsWith }: FailureTimelines): string[] {
  const differences = ["The follow-up starts with:", ...followUpStartsWith.map(renderLine), ""];
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

function headingOf({ shrinkCut }: Counterexample["provenance"]): string {
  if (shrinkCut === undefined) return "The shrunk scenario:";
  return shrinkCut === "not-shrunk" ? "Its scenario:" : "The smallest scenario until then:";
}

/** Such as `shrinking was cut by a signal`; nothing where it was not. */
export function describeShrinkCut({ shrinkCut }: Counterexample["provenance"]): string[] {
  if (shrinkCut === undefined) return [];
  return shrinkCut === "not-shrunk"
    ? ["found while another failure was shrunk and not shrunk further"]
    : [`shrinking was cut by ${shrinkCuts[shrinkCut]}`];
}

function renderScenario(scenario: Scenario): string[] {
  return describeScenario(scenario).map((line) => {
    return renderLine({ subject: line.subject, text: textOfLine(line) });
  });
}

function renderLine({ subject, text }: FailureTimelines["followUpStartsWith"][number]): string {
  return `  ${subject.padEnd(10)}${text}`;
}
