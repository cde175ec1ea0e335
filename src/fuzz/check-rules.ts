/** Which rules a target breaks, on a fixed scenario for each planted bug. It finds in seconds what small cases show. */
import { allProperties } from "../../properties/all.ts";
import { allRules } from "../../properties/rules/all.ts";
import { isAbout, type Rule } from "../../properties/rules/rule.ts";
import type { Target } from "../simulation/target.ts";
import { describeUnsupported } from "../simulation/unsupported-parts.ts";
import { capabilitiesOf, selectApplicable } from "./campaign-context.ts";
import { readExamples } from "./examples.ts";
import { checkNameOf, failedChecks, type FailedCheck } from "./fingerprint.ts";
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
  const { properties } = selectApplicable(allProperties, target);
  const capabilities = capabilitiesOf(target);
  const failures = new Map<string, FailedCheck>();
  const judged = new Set<string>();
  let scenarios = 0;
  for (const example of readExamples()) {
    if (target.isDisabled?.() === true) break;
    const judging = properties.filter(({ name }) => name === example.property);
    if (judging.length === 0) continue;
    if (example.requires.some((one) => !capabilities.includes(one))) continue;
    if (describeUnsupported(target, example.scenario) !== null) continue;
    scenarios += 1;
    const { verdicts } = await judgeCase(example.scenario, target, judging);
    const failed = failedChecks(verdicts, judging);
    for (const found of failed) {
      const name = checkNameOf(found);
      if (!failures.has(name)) failures.set(name, found);
    }
    // A wrong bot fails there. So a bot that does nothing to judge keeps the rule too.
    if (verdicts.every(({ kind }) => kind !== "errored")) judged.add(checkNameOf(example));
  }
  const broken = [...failures.values()]
    .map((failed) => ({ failed, rules: allRules.filter((rule) => isAbout(rule, failed)) }))
    .toSorted((left, right) => firstNumber(left) - firstNumber(right));
  const suspected = new Set(broken.flatMap(({ rules }) => rules));
  const others = allRules.filter((rule) => !suspected.has(rule));
  const isJudged = ({ checks }: Rule) =>
    Object.entries(checks).some(([property, some]) =>
      some.some((check) => judged.has(checkNameOf({ property, check }))),
    );
  return {
    broken,
    kept: others.filter(isJudged),
    notJudged: others.filter((rule) => !isJudged(rule)),
    scenarios,
  };
}

function firstNumber({ rules: [first] }: BrokenRules): number {
  return first?.number ?? 0;
}
