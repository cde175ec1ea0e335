/** Judges records by the properties that judge a campaign, run by run. */
import { allProperties } from "../../properties/all.ts";
import type { Case, Failure, RunProperty, Verdict } from "../../properties/property.ts";
import { rulesOf } from "../../properties/rules/all.ts";
import { isAbout, type Rule } from "../../properties/rules/rule.ts";
import { checksLeftOut, checksOf, type Evidence, type JudgedChecks } from "./judgeable.ts";
import {
  endedBy,
  hasEnd,
  isReadable,
  kindsOfCases,
  observedRecords,
  runByRun,
  type ObservedRecords,
} from "./observed-case.ts";
import type { Records } from "./records.ts";

export type RecordedViolation = {
  readonly property: string;
  readonly check: string;
  readonly variant: string;
  /** The index of its run, from 0; null where it is of no run. */
  readonly run: number | null;
  readonly expected: string;
  readonly actual: string;
  readonly rules: readonly Rule[];
};

export type JudgedRecords = {
  readonly verdict: "pass" | "fail" | "inconclusive";
  readonly observed: ObservedRecords;
  readonly evidence: ReadonlySet<Evidence>;
  /** In the order of the properties, then of the runs. */
  readonly violations: readonly RecordedViolation[];
  /** The indexes of the runs of which something was judged, from 0. */
  readonly judgedRuns: ReadonlySet<number>;
  /** The properties that judged something. */
  readonly judged: readonly string[];
  /** The properties that judged nothing, with the reason. */
  readonly notJudged: readonly { readonly property: string; readonly reason: string }[];
  /** The checks that are not judged of properties that are, as `property/check`. */
  readonly checksLeftOut: readonly string[];
};

export function judgeRecords(records: Records): JudgedRecords {
  const observed = observedRecords(records);
  const evidence = evidenceOf(records, observed);
  const violations: RecordedViolation[] = [];
  const judges: Judge[] = [];
  const notJudged: { property: string; reason: string }[] = [];
  for (const property of allProperties) {
    const checks = checksOf(property, evidence);
    if ("missing" in checks || property.kind === "metamorphic") {
      const reason = "missing" in checks ? checks.missing : "";
      notJudged.push({ property: property.name, reason });
      continue;
    }
    const judge = { property, checks };
    const answers = judgeAll(judge, observed);
    violations.push(
      ...withoutRepeats(
        answers.flatMap((answer) => answer.failures),
        property.name,
      ),
    );
    if (answers.some(({ idle }) => idle === null)) judges.push(judge);
    else {
      const reason = answers.map(({ idle }) => idle).find((text) => text !== "") ?? "";
      notJudged.push({ property: property.name, reason });
    }
  }
  const judged = judges.map(({ property }) => property.name);
  const left = checksLeftOut(evidence).filter((name) => judged.includes(name.split("/")[0] ?? ""));
  const judgedRuns = judgedRunsOf(judges, observed);
  const isClear = records.unread.length === 0 && observed.callsAtOtherTimes === 0;
  const isPass = judgedRuns.size > 0 && isClear;
  const verdict = violations.length > 0 ? "fail" : isPass ? "pass" : "inconclusive";
  const judgedBy = { judgedRuns, judged, notJudged, checksLeftOut: left };
  return { verdict, observed, evidence, violations, ...judgedBy };
}

type Judge = { readonly property: RunProperty; readonly checks: JudgedChecks };

/** It judges how runs end. An observation has one end, and records have many. */
const ofEnds = "every-run-answers";
/** It judges what is in no run. */
const ofNoRun = "port-calls-happen-inside-a-run";

/** Each run by the filters and the limits that held for it. */
function judgeAll({ property, checks }: Judge, observed: ObservedRecords): readonly Answer[] {
  if (property.name === ofEnds) return [judgeEnds({ property, checks }, observed)];
  return observed.spans.flatMap(({ cases, runs }) => {
    const isOfSpan = ({ violation: { run } }: Failure) => run === null || runs.has(run - 1);
    return kindsOfCases.map((kind) => {
      const { failures, idle } = judgeBy(property, cases[kind], checks[kind]);
      return { failures: failures.filter(isOfSpan), idle };
    });
  });
}

function judgeEnds({ property, checks }: Judge, observed: ObservedRecords): Answer {
  const { runs, otherErrors, byCalls, spans } = observed;
  const [span] = spans;
  if (span === undefined || (otherErrors.length === 0 && !runs.some(hasEnd))) {
    return { failures: [], idle: "the log has no answer of a run" };
  }
  const ends = [
    ...runs.flatMap(({ error }, at) => (error === null ? [] : [endedBy(error, at, byCalls)])),
    ...otherErrors.map((targetError) => ({ ...byCalls, targetError })),
  ];
  const { scenario } = span.cases.byCalls;
  const failures = ends.flatMap(
    (observation) => judgeBy(property, { scenario, observation }, checks.byCalls).failures,
  );
  return { failures, idle: null };
}

/** A run of which no property judges anything, as if it were the only one, is no pass. */
function judgedRunsOf(judges: readonly Judge[], observed: ObservedRecords): ReadonlySet<number> {
  const judgesEnds = judges.some(({ property }) => property.name === ofEnds);
  const ofRuns = judges.filter(({ property: { name } }) => name !== ofEnds && name !== ofNoRun);
  const found = new Set(
    observed.runs.flatMap((run, at) => (judgesEnds && hasEnd(run) ? [at] : [])),
  );
  for (const kind of kindsOfCases) {
    const alone = runByRun(observed[kind]);
    for (const { cases, runs } of observed.spans) {
      for (const at of runs) {
        const observation = alone[at];
        if (found.has(at) || observation === undefined) continue;
        // One object for all properties: what they derive of a case is kept for it.
        const only = { scenario: cases[kind].scenario, observation };
        const isJudged = ofRuns.some(
          ({ property, checks }) => judgeBy(property, only, checks[kind]).idle === null,
        );
        if (isJudged) found.add(at);
      }
    }
  }
  return found;
}

type Answer = {
  readonly failures: readonly Failure[];
  /** Why nothing was judged; empty where no check is judged by this case; null: something was. */
  readonly idle: string | null;
};

function judgeBy(property: RunProperty, observed: Case, checks: ReadonlySet<string>): Answer {
  if (checks.size === 0) return { failures: [], idle: "" };
  const failures: Failure[] = [];
  const verdict: Verdict = property.judge(observed, failures);
  if (verdict.kind === "fail") failures.push(verdict);
  const kept = failures.filter(({ check }) => checks.has(check));
  const isIdle = verdict.kind === "discarded" && failures.length === 0;
  return { failures: kept, idle: isIdle ? verdict.reason : null };
}

/** Each check of a run once: the first of its failures. */
function withoutRepeats(
  failures: readonly Failure[],
  property: string,
): readonly RecordedViolation[] {
  const seen = new Set<string>();
  return failures.flatMap(({ check, variant, violation }) => {
    const { run, expected, actual } = violation;
    const key = `${check} ${run}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const rules = rulesOf(property).filter((rule) => isAbout(rule, { property, check, variant }));
    return [
      { property, check, variant, run: run === null ? null : run - 1, expected, actual, rules },
    ];
  });
}

/** What the records have, of at least one run. */
function evidenceOf(
  records: Records,
  { runs, otherErrors }: ObservedRecords,
): ReadonlySet<Evidence> {
  const { settings, log, orders, trades } = records;
  const every = (part: "gates" | "config" | "filters") =>
    settings.length > 0 && settings.every((setting) => setting[part] !== undefined);
  const found: [Evidence, boolean][] = [
    ["gates", every("gates")],
    ["config", every("config")],
    ["filters", every("filters")],
    ["reads", runs.some(isReadable)],
    ["answers", runs.some(hasEnd) || otherErrors.length > 0],
    ["calls", log !== null && log.length > 0],
    ["exports", orders !== null && trades !== null],
  ];
  return new Set(found.flatMap(([kind, isThere]) => (isThere ? [kind] : [])));
}
