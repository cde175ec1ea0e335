/** Judges records by the properties that judge a campaign, run by run. */
import { allProperties } from "../../properties/all.ts";
import type { Case, Failure, RunProperty, Verdict } from "../../properties/property.ts";
import { rulesOf } from "../../properties/rules/all.ts";
import { isAbout, type Rule } from "../../properties/rules/rule.ts";
import { checksLeftOut, checksOf, type Evidence } from "./judgeable.ts";
import { isReadable, observedRecords, type ObservedRecords } from "./observed-case.ts";
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
  const judged: string[] = [];
  const notJudged: { property: string; reason: string }[] = [];
  for (const property of allProperties) {
    const checks = checksOf(property, evidence);
    if ("missing" in checks || property.kind === "metamorphic") {
      const reason = "missing" in checks ? checks.missing : "";
      notJudged.push({ property: property.name, reason });
      continue;
    }
    const answers = [
      judgeBy(property, observed.byCalls, checks.byCalls),
      judgeBy(property, observed.byReads, checks.byReads),
      judgeBy(property, observed.byAnswers, checks.byAnswers),
    ];
    violations.push(
      ...withoutRepeats(
        answers.flatMap((answer) => answer.failures),
        property.name,
      ),
    );
    const reason = answers.every((answer) => answer.idle !== null);
    if (!reason) judged.push(property.name);
    else {
      const idle = answers.map((answer) => answer.idle).find((text) => text !== "") ?? "";
      notJudged.push({ property: property.name, reason: idle ?? "" });
    }
  }
  const verdict = violations.length > 0 ? "fail" : judged.length > 0 ? "pass" : "inconclusive";
  const left = checksLeftOut(evidence).filter((name) => judged.includes(name.split("/")[0] ?? ""));
  return { verdict, observed, evidence, violations, judged, notJudged, checksLeftOut: left };
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
function evidenceOf(records: Records, { runs }: ObservedRecords): ReadonlySet<Evidence> {
  const { settings, log, orders, trades } = records;
  const every = (part: "gates" | "config" | "filters") =>
    settings.length > 0 && settings.every((setting) => setting[part] !== undefined);
  const found: [Evidence, boolean][] = [
    ["gates", every("gates")],
    ["config", every("config")],
    ["filters", settings.some(({ filters }) => filters !== undefined)],
    ["reads", runs.some(isReadable)],
    ["answers", log?.some(({ kind }) => kind === "answer") === true],
    ["calls", log !== null],
    ["exports", orders !== null && trades !== null],
  ];
  return new Set(found.flatMap(([kind, isThere]) => (isThere ? [kind] : [])));
}
