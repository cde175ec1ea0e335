/** The failure of a planted bug that shows what a property is about. */
import { plantedBugs } from "../../properties/planted-bugs/all.ts";
import { wireBugs } from "../../properties/planted-bugs/wire/bugs.ts";
import type { WireBug } from "../../properties/planted-bugs/wire/wire-bug.ts";
import { wireProperties } from "../../properties/wire/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { allProperties } from "../../properties/all.ts";
import type { Property } from "../../properties/property.ts";
import document from "../../properties/where-checks-fail.json" with { type: "json" };
import { scenarioSchema, type Scenario } from "../scenario/scenario.ts";
import { viewFailure, type FailureView } from "./failure-view.ts";
import { failedChecks, type FailedCheck } from "./fingerprint.ts";
import { judgeCase } from "./judge-case.ts";

export type ExampleFailure = {
  /** The name of the planted bug. */
  readonly bug: string;
  readonly failed: FailedCheck & { readonly statement: string };
  readonly scenario: Scenario;
  readonly view: FailureView;
};

const examples: ReadonlyMap<string, { readonly bug: string; readonly scenario: unknown }> = new Map(
  Object.entries(document).map(([property, { counterexample }]) => [property, counterexample]),
);

/** A bug of a bot on the wire. */
export type { WireBug };

/**
 * Runs the planted bug on its scenario. Where the property is about requests, it is a bug of a bot on the wire, which
 * does not run. Throws `Error` for a property without an example.
 */
export async function exampleFailureOf(property: Property): Promise<ExampleFailure | WireBug> {
  const { name, statement } = property;
  const wireBug = wireProperties.includes(property)
    ? wireBugs.find(({ expectedFailure }) => expectedFailure.startsWith(`${name}/`))
    : undefined;
  if (wireBug !== undefined) return wireBug;
  const example = examples.get(name);
  const bug = plantedBugs.find((planted) => planted.name === example?.bug);
  if (example === undefined || bug === undefined) throw new Error(`${name} has no example`);
  const scenario = scenarioSchema.parse(example.scenario);
  const target = targetOf(bug);
  // It may judge the follow-ups of others too.
  const { verdicts } = await judgeCase(scenario, target, allProperties);
  const failed = failedChecks(verdicts, allProperties).find((one) => one.property === name);
  if (failed === undefined) throw new Error(`${bug.name} does not fail ${name}`);
  const view = await viewFailure(scenario, target, property);
  return { bug: bug.name, failed: { ...failed, statement }, scenario, view };
}
