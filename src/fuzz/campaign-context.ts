/** What a campaign of our own is made of: the properties, the arbitrary, the enumeration, the target. */
import { allProperties } from "../../properties/all.ts";
import { allowedOperations, history } from "../../properties/arbitraries/sequence.ts";
import { scenario } from "../../properties/arbitraries/scenario.ts";
import { enumerateAll } from "../../properties/enumeration/all.ts";
import { isHistory } from "../scenario/scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { describeNeeds } from "./skipped-property.ts";
import { randomCases } from "./random-case.ts";
import type { ScenarioArbitrary } from "./random-case.ts";
import type { CampaignContext } from "./run-batch.ts";
import type { Property } from "../../properties/property.ts";
import { listRegressions, readCounterexample } from "./counterexample-files.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { shippedPipeline } from "../simulation/target.ts";
import type { Target } from "../simulation/target.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { printable, printableShort } from "../domain/printable-text.ts";

export type CampaignInputs = {
  readonly seed: number;
  readonly runs: number;
  readonly histories: number;
  readonly regressions: readonly Scenario[];
  /** Empty: all of them. */
  readonly propertyNames: readonly string[];
  readonly linesEvery: number;
};

/** Throws `BadInputError` for a property that was asked for and cannot judge this target. */
export function campaignContext(
  inputs: CampaignInputs,
  target: Target = shippedPipeline,
): CampaignContext {
  const { seed, runs, regressions, propertyNames, linesEvery } = inputs;
  const histories = target.supportsHistories === false ? 0 : inputs.histories;
  const enumeration = enumerateAll(readScenarios("all"));
  const parted = partByNeeds(selectProperties(propertyNames), target, histories > 0);
  if (propertyNames.length > 0) refuseLeftOut(parted.leftOut, target);
  return {
    plan: {
      seed,
      runs,
      regressions:
        target.supportsHistories === false
          ? regressions.filter((saved) => !isHistory(saved))
          : regressions,
      enumeration,
      arbitrary: scenario(),
      histories,
      historiesOf,
    },
    target,
    ...parted,
    linesEvery,
  };
}

/** The first block, and every fourth, has all operations; the others have some of them switched off. */
export function historiesOf(seed: number, block: number): ScenarioArbitrary {
  if (block % wholeBlockEvery === 0) return wholeHistory;
  const { value } = randomCases(allowedOperations(), seed, -2 - block).next();
  return history(value);
}

const wholeBlockEvery = 4;
const wholeHistory = history();

/** Throws `BadInputError` for one that is broken, or of a property that is not there today. */
export function readRegressions(folder: string): Scenario[] {
  return listRegressions(folder).map((path) => {
    const { property, scenario: saved } = readCounterexample(path);
    if (allProperties.some(({ name }) => name === property)) return saved;
    throw new BadInputError(
      `${printable(path)}: property: there is no property '${property}' today`,
    );
  });
}

/** A property that compares what a target does not report is left out, and the report says so. */
export function partByNeeds(
  selected: readonly Property[],
  { reports, hear }: Target,
  hasHistories = true,
): Pick<CampaignContext, "properties" | "leftOut"> {
  // What a target that reports everything does not bring itself is our own pipeline's.
  const hearsNews = hear !== undefined || reports === undefined;
  const missing = ({ needs = [], needsHistories, needsNews }: Property) => [
    ...needs.filter((part) => reports !== undefined && !reports.has(part)),
    ...(needsHistories === true && !hasHistories ? ["histories" as const] : []),
    ...(needsNews === true && !hearsNews ? ["news" as const] : []),
  ];
  return {
    properties: selected.filter((property) => missing(property).length === 0),
    leftOut: selected
      .map((property) => ({ name: property.name, needs: missing(property) }))
      .filter(({ needs }) => needs.length > 0),
  };
}

function refuseLeftOut([first]: CampaignContext["leftOut"], target: Target): void {
  if (first === undefined) return;
  if (first.needs.includes("histories")) {
    throw new BadInputError(
      `--property: ${first.name} takes histories, and there are none: ` +
        "give --histories a number above 0, and a target that says that it supports them",
    );
  }
  throw new BadInputError(
    `--property: ${first.name} cannot judge ${printableShort(target.name)}: ${describeNeeds(first.needs)}; ` +
      "its capabilities say what it does",
  );
}

/** Throws `BadInputError` for a name that no property has. */
export function selectProperties(names: readonly string[]): readonly Property[] {
  const known = allProperties.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new BadInputError(
      `--property: there is no property '${printableShort(unknown)}'; there are\n  ${known.join("\n  ")}`,
    );
  }
  return names.length === 0
    ? allProperties
    : allProperties.filter(({ name }) => names.includes(name));
}
