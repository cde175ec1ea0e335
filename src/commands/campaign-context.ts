/** What a campaign of our own is made of: the properties, the arbitrary, the enumeration, the target. */
import { allProperties } from "../../properties/all.ts";
import { scenario } from "../../properties/arbitraries/scenario.ts";
import { enumerateAll } from "../../properties/enumeration/all.ts";
import type { Scenario } from "../domain/scenario.ts";
import type { CampaignContext } from "../harness/campaign/run-block.ts";
import type { Property } from "../harness/property.ts";
import { readScenarios } from "../harness/scenario-files.ts";
import { shippedPipeline } from "../harness/target.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { printableShort } from "../domain/printable-text.ts";

export type CampaignInputs = {
  readonly seed: number;
  readonly runs: number;
  readonly regressions: readonly Scenario[];
  /** Empty: all of them. */
  readonly propertyNames: readonly string[];
  readonly linesEvery: number;
};

export function campaignContext(inputs: CampaignInputs): CampaignContext {
  const { seed, runs, regressions, propertyNames, linesEvery } = inputs;
  const enumeration = enumerateAll(readScenarios("all"));
  return {
    plan: { seed, runs, regressions, enumeration, arbitrary: scenario() },
    target: shippedPipeline,
    properties: selectProperties(propertyNames),
    linesEvery,
  };
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
