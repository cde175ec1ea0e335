/**
 * Runs a sample of the cases twice, because a verdict proves little about a target that answers the same scenario
 * differently. Ids that a target chooses, and free text, are not compared.
 */
import type { Case, Property } from "../../properties/property.ts";
import { compareEffects } from "../../properties/view/compare-effects.ts";
import type { AuditEvent } from "../domain/audit-event.ts";
import type { ObservedRun } from "../domain/run-report.ts";
import type { Target } from "../simulation/target.ts";
import type { BatchResult } from "./batch-result.ts";
import { failedChecks, type FailedCheck } from "./fingerprint.ts";
import { judgeCase } from "./judge-case.ts";

/** One case in how many. */
const askedTwiceRate = 100;

/** `number` counts the cases of a phase from 0, so the sample is the same for any number of workers and shards. */
export function isAskedTwice(number: number): boolean {
  return number % askedTwiceRate === 0;
}

/** How many of the cases from number `start` run twice. */
export function countAskedTwice(start: number, cases: number): number {
  return Math.ceil((start + cases) / askedTwiceRate) - Math.ceil(start / askedTwiceRate);
}

export type SecondAnswer = {
  readonly observed: Case;
  /** How it differs from the first one, or null. */
  readonly difference: string | null;
  /** The checks that it fails. Those of metamorphic properties are not judged again. */
  readonly failed: readonly FailedCheck[];
};

export async function askAgain(
  first: Case,
  target: Target,
  properties: readonly Property[],
): Promise<SecondAnswer> {
  const judging = properties.filter(({ kind }) => kind === "run");
  const { observed, verdicts } = await judgeCase(first.scenario, target, judging);
  const difference = firstDifference(first, observed);
  return { observed, difference, failed: failedChecks(verdicts, judging) };
}

export function recordSecondAnswer(
  { difference }: SecondAnswer,
  place: { readonly batch: number; readonly case: string },
  { askedTwice }: BatchResult,
): void {
  askedTwice.cases += 1;
  if (difference === null) return;
  askedTwice.differing += 1;
  askedTwice.first ??= { ...place, difference };
}

/** How the second answer to a scenario differs from the first one, or null. */
function firstDifference(first: Case, second: Case): string | null {
  const { targetError } = second.observation;
  if (targetError !== null) return `an answer, then ${targetError.kind}`;
  const verdict = compareEffects("difference", first, second);
  if (verdict.kind === "fail") {
    return `${verdict.violation.expected}, then ${verdict.violation.actual}`;
  }
  const [lines, others] = [describeAnswers(first), describeAnswers(second)];
  const longer = lines.length >= others.length ? lines : others;
  const at = longer.findIndex((_, place) => lines[place] !== others[place]);
  return at === -1 ? null : `${lines[at] ?? nothing}, then ${others[at] ?? nothing}`;
}

const nothing = "nothing more";

/** What `compareEffects` does not compare. */
function describeAnswers({ observation: { runs, auditEvents } }: Case): string[] {
  return [...runs.flatMap(describeRun), ...auditEvents.map(describeEvent)];
}

function describeRun(run: ObservedRun): string[] {
  if (run.mode === "crashed") return ["a crash"];
  if (run.mode === "refused") {
    return run.gateFailures.map(({ gate, actual }) => `closed gate ${gate}: ${actual}`);
  }
  return [
    `status ${run.status}, block reason ${run.blockReason ?? "none"}`,
    `rejected ${run.rejectedParts.map(({ part, reason }) => `${part} ${reason}`).join(", ") || "no part"}`,
    ...Object.entries(run.counts).map(([name, count]) => `count of ${name}: ${count}`),
  ];
}

function describeEvent(event: AuditEvent): string {
  if (event.event_type === "RECONCILE_RUN")
    return `audit event ${event.event_type} ${event.status}`;
  const status = event.event_type === "REMEDIATE_RESULT" ? ` ${event.status}` : "";
  return `audit event ${event.event_type} ${event.kind} ${event.symbol}${status}`;
}
