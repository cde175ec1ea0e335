/** A small scenario on which a planted bug fails its check, for targets with as few capabilities as possible. */
import { allProperties } from "../../properties/all.ts";
import { targetOf, type PlantedBug } from "../../properties/planted-bugs/planted-bug.ts";
import { requirements, type Property, type Requirement } from "../../properties/property.ts";
import { judgeCase, violationsOf } from "../../src/fuzz/judge-case.ts";
import { shrink } from "../../src/fuzz/shrink/shrink.ts";
import { hasConditionalOrders, isSequence, type Scenario } from "../../src/scenario/scenario.ts";
import { generatedScenarios } from "./generated-scenarios.ts";
import { casesMax } from "./measure-detection.ts";
import { fewestCapabilities, restrictTo } from "./where-checks-fail.ts";

export type FoundExample = {
  readonly requires: readonly Requirement[];
  readonly scenario: Scenario;
};

const isPlain = (scenario: Scenario) => !hasConditionalOrders(scenario);

/** How many cases are tried with few capabilities. With all of them a bug gets as many as a campaign has. */
const triesWithFew = 1_500;

/** Throws `Error` for a bug that is not found. */
export async function findExample(bug: PlantedBug): Promise<FoundExample> {
  const own = allProperties.filter(({ name }) => bug.expectedFailure.startsWith(`${name}/`));
  const few: readonly Requirement[] = bug.isSequence === true ? ["sequences"] : [];
  const needs = [...few, ...own.flatMap(({ requires = [] }) => requires)];
  const scenario =
    (await seek(bug, own, needs, triesWithFew, isPlain)) ??
    (await seek(bug, own, needs, triesWithFew)) ??
    (await seek(bug, own, requirements, casesMax)) ??
    (await seek(bug, allProperties, requirements, casesMax));
  if (scenario === null) throw new Error(`${bug.name} was not found`);
  return { requires: await requiredFor({ bug, scenario }), scenario };
}

async function seek(
  bug: PlantedBug,
  properties: readonly Property[],
  capabilities: readonly Requirement[],
  cases: number,
  isTried: (scenario: Scenario) => boolean = () => true,
): Promise<Scenario | null> {
  const target = restrictTo(targetOf(bug), capabilities);
  const fails = async (scenario: Scenario) =>
    violationsOf(await judgeCase(scenario, target, properties), properties).has(
      bug.expectedFailure,
    );
  for (const scenario of generatedScenarios(1, bug.isSequence === true, cases)) {
    if (!isTried(scenario) || !(await fails(scenario))) continue;
    return (await shrink(scenario, fails)).scenario;
  }
  return null;
}

async function requiredFor(failure: { readonly bug: PlantedBug; readonly scenario: Scenario }) {
  const { bug, scenario } = failure;
  const kinds = isSequence(scenario)
    ? (["sequences"] as const)
    : (["singleRuns", "sequences"] as const);
  for (const kind of kinds) {
    const requires = await fewestCapabilities(failure, kind, bug.expectedFailure);
    if (requires !== null) return requires;
  }
  throw new Error(`${bug.name} does not fail its example`);
}
