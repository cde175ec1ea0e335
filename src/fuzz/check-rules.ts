/** Which rules a target breaks, on a fixed scenario for each planted bug. It finds in seconds what small cases show. */
import { propertiesFor, wireProperties } from "../../properties/wire/all.ts";
import { everyRunAnswers } from "../../properties/every-run-answers.ts";
import { expectedMismatches } from "../../properties/oracle/expected-mismatches.ts";
import type { Case } from "../../properties/property.ts";
import { allRules } from "../../properties/rules/all.ts";
import { rulesNotJudged } from "../../properties/rules/within-profile.ts";
import { isAbout, wordedFor, type Rule } from "../../properties/rules/rule.ts";
import type { MismatchType } from "../domain/mismatch.ts";
import { fitOrNull, fitTo } from "../profile/fit-scenario.ts";
import { canonicalJson } from "../audit/canonical-json.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { fitToWire } from "../target/wire/fit-wire.ts";
import { inWholeMinutes } from "../target/wire/whole-minutes.ts";
import type { Target } from "../simulation/target.ts";
import { describeUnsupported } from "../simulation/unsupported-parts.ts";
import { capabilitiesOf, selectApplicable } from "./campaign-context.ts";
import { readExamples, type Example } from "./examples.ts";
import { checkNameOf, failedChecks, fingerprintOf, type FailedCheck } from "./fingerprint.ts";
import { judgeCase } from "./judge-case.ts";

type BrokenRules = {
  readonly failed: FailedCheck;
  /** Those that the check judges: one of them is broken at least. */
  readonly rules: readonly Rule[];
};

export type RulesReport = {
  /** In the order of their first rules, one for each check that failed. */
  readonly broken: readonly BrokenRules[];
  readonly kept: readonly Rule[];
  /** No scenario let a property judge them: the target does not declare or report what they are about. */
  readonly notJudged: readonly Rule[];
  readonly scenarios: number;
};

export async function checkRules(target: Target): Promise<RulesReport> {
  const { properties } = selectApplicable(propertiesFor(target), target);
  const capabilities = capabilitiesOf(target);
  const { profile } = target;
  const fit = fitTo(profile);
  const failures = new Map<string, FailedCheck>();
  /** Each check, and each with a type of mismatch that a run had to find. */
  const judged = new Set<string>();
  let scenarios = 0;
  for (const example of readExamples()) {
    if (target.isDisabled?.() === true) break;
    if (!properties.some(({ name }) => name === example.property)) continue;
    if (example.requires.some((one) => !capabilities.includes(one))) continue;
    const within = fit === null ? example.scenario : fitOrNull(fit, example.scenario);
    const scenario = target.isOnWire === true ? onWireOrNull(within, example) : within;
    if (scenario === null || describeUnsupported(target, scenario) !== null) continue;
    scenarios += 1;
    // A bot that gives no answer breaks a rule on any scenario.
    const judging = properties.filter(
      ({ name }) => name === example.property || name === everyRunAnswers.name,
    );
    const { verdicts, observed, targetError } = await judgeCase(scenario, target, judging);
    for (const found of failedChecks(verdicts, judging)) {
      const name = fingerprintOf(found);
      if (!failures.has(name)) failures.set(name, found);
    }
    if (targetError !== null) continue;
    // A wrong bot fails there. So a bot that does nothing to judge keeps the rule too.
    const name = checkNameOf(example);
    judged.add(name);
    for (const type of typesToFind(observed)) judged.add(`${name} ${type}`);
  }
  const broken = groupByRules([...failures.values()]);
  const suspected = new Set(broken.flatMap(({ rules }) => rules));
  // The examples of requests are bots of their own.
  const possible = allRules.filter((rule) => target.isOnWire === true || !isOnWire(rule));
  const others = possible.filter((rule) => !suspected.has(rule));
  const notJudged = new Set(
    profile === undefined ? [] : rulesNotJudged(profile).map(({ rule }) => rule),
  );
  const isJudged = (rule: Rule) => !notJudged.has(rule) && wasJudged(rule);
  const wasJudged = ({ checks, mismatch }: Rule) =>
    Object.entries(checks).some(([property, some]) =>
      some.some((check) => {
        const name = checkNameOf({ property, check });
        return judged.has(mismatch === undefined ? name : `${name} ${mismatch}`);
      }),
    );
  return {
    broken: broken.map(({ failed, rules }) => {
      return { failed, rules: rules.map((rule) => wordedFor(profile, rule)) };
    }),
    kept: others.filter(isJudged),
    notJudged: others.filter((rule) => !isJudged(rule)),
    scenarios,
  };
}

/** In whole minutes. Null where another scenario would be left, which may not show the bug. */
function onWireOrNull(scenario: Scenario | null, { needsMs }: Example): Scenario | null {
  if (scenario === null || needsMs === true) return null;
  const fit = fitToWire(scenario);
  return canonicalJson(fit) === canonicalJson(inWholeMinutes(scenario)) ? fit : null;
}

/** Whether it is about requests alone. */
function isOnWire({ checks }: Rule): boolean {
  return Object.keys(checks).every((name) => wireProperties.some((one) => one.name === name));
}

/** One for each check and set of rules, in the order of their first rules. */
function groupByRules(failures: readonly FailedCheck[]): BrokenRules[] {
  const groups = new Map<string, BrokenRules>();
  for (const failed of failures) {
    const rules = allRules.filter((rule) => isAbout(rule, failed));
    const name = `${checkNameOf(failed)} ${rules.map(({ number }) => number).join()}`;
    if (!groups.has(name)) groups.set(name, { failed, rules });
  }
  const firstOf = ({ rules: [first] }: BrokenRules) => first?.number ?? 0;
  return [...groups.values()].toSorted((left, right) => firstOf(left) - firstOf(right));
}

/** The types of mismatches that the runs had to find. */
function typesToFind({ scenario, observation }: Case): ReadonlySet<MismatchType> {
  return new Set(
    observation.runContexts.flatMap((context) =>
      expectedMismatches(scenario, context).map(({ type }) => type),
    ),
  );
}
