/** A failure as the page shows it. */
import { counted } from "../../domain/counted.ts";
import { rulesOf } from "../../../properties/rules/all.ts";
import { idsOf, isAbout } from "../../../properties/rules/rule.ts";
import type { Counterexample } from "../../fuzz/counterexample.ts";
import { describeScenario } from "../../fuzz/scenario-lines.ts";
import type { FailureTimelines } from "../../fuzz/timeline-schema.ts";
import type { Violation } from "../../../properties/property.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { describeShrinkCut } from "../counterexample-report.ts";
import { gatesOf } from "./gate-list.ts";
import { jsonLines } from "./json-lines.ts";
import type { PageFailure, StartLine } from "./page-data.ts";

export type ShownFailure = {
  readonly property: string;
  readonly check: string;
  readonly variant: string | null;
  readonly statement: string;
  readonly violation: Violation;
  readonly scenario: Scenario;
  readonly irrelevantFields: readonly string[];
};

const noTimeline =
  "There is no timeline: the report is of an earlier version, or the scenario did not run once more.";

export function failureData(
  { property, check, variant, statement, violation, scenario, irrelevantFields }: ShownFailure,
  timelines: FailureTimelines | null,
): PageFailure {
  const failed = { property, check, variant: variant ?? "" };
  return {
    id: "",
    title: property,
    check,
    variant: variant ?? "",
    severity: null,
    statement,
    rules: idsOf(rulesOf(property).filter((rule) => isAbout(rule, failed))),
    verdict: "fail",
    run: violation.run,
    expected: violation.expected.split("\n"),
    actual: violation.actual.split("\n"),
    notes: [],
    flakyCalls: null,
    irrelevant: irrelevantFields,
    gates: gatesOf(scenario.gates),
    start: startLines(scenario, irrelevantFields),
    timelines,
    absent: timelines === null ? noTimeline : null,
    command: null,
    json: jsonLines(scenario, irrelevantFields),
  };
}

export function startLines(scenario: Scenario, irrelevant: readonly string[]): StartLine[] {
  const lines = describeScenario(scenario).filter(({ subject }) => subject !== "gates");
  return lines.map(({ subject, parts }) => {
    return {
      subject,
      parts: parts
        .filter(({ text }) => text !== "")
        .map(({ text, field }) => {
          return { text, isIrrelevant: field !== undefined && irrelevant.includes(field) };
        }),
    };
  });
}

/** Of a saved failure: the JSON is that of its file. */
export function counterexampleData(
  counterexample: Counterexample,
  timelines: FailureTimelines | null,
  command: string,
): PageFailure {
  const { id, flaky, provenance, irrelevantFields } = counterexample;
  const { seed, case: name, shrinks } = provenance;
  const shrunk = [counted(shrinks, "shrink"), ...describeShrinkCut(provenance)].join("; ");
  return {
    ...failureData(counterexample, timelines),
    id,
    notes: [`found in ${name} of seed ${seed}, after ${shrunk}`],
    ...(flaky !== undefined && {
      flakyCalls: flaky.portCalls,
      absent: "The same scenario did not fail again, so there is no timeline.",
    }),
    command,
    json: jsonLines(counterexample, irrelevantFields),
  };
}
