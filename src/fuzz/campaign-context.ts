/** What a campaign of our own is made of: the properties, the arbitrary, the enumeration, the target. */
import { allProperties } from "../../properties/all.ts";
import { allowedOperations, sequence } from "../../properties/arbitraries/sequence.ts";
import { scenario } from "../../properties/arbitraries/scenario.ts";
import { enumerateAll } from "../../properties/enumeration/all.ts";
import { isSequence } from "../scenario/scenario.ts";
import type { ReportPart } from "../domain/run-report.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { describeMissing } from "./skipped-property.ts";
import { randomCases } from "./random-case.ts";
import type { ScenarioArbitrary } from "./random-case.ts";
import type { CampaignContext } from "./run-batch.ts";
import type { Property, Requirement } from "../../properties/property.ts";
import { listRegressions, readCounterexample } from "./counterexample-files.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { shippedPipeline } from "../simulation/target.ts";
import type { Target } from "../simulation/target.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { printable, printableShort } from "../domain/printable-text.ts";

export type CampaignInputs = {
  readonly seed: number;
  readonly runs: number;
  readonly sequences: number;
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
  const sequences = target.supportsSequences === false ? 0 : inputs.sequences;
  const enumeration = enumerateAll(readScenarios("all"));
  const parted = selectApplicable(selectProperties(propertyNames), target, sequences > 0);
  if (propertyNames.length > 0) refuseSkipped(parted.skippedProperties, target);
  return {
    plan: {
      seed,
      runs,
      regressions:
        target.supportsSequences === false
          ? regressions.filter((saved) => !isSequence(saved))
          : regressions,
      enumeration,
      arbitrary: scenario(),
      sequences,
      sequencesOf,
    },
    target,
    ...parted,
    linesEvery,
  };
}

/** The first batch, and every fourth, has all operations; the others have some of them switched off. */
export function sequencesOf(seed: number, batch: number): ScenarioArbitrary {
  if (batch % wholeBatchEvery === 0) return wholeSequence;
  const { value } = randomCases(allowedOperations(), seed, -2 - batch).next();
  return sequence(value);
}

const wholeBatchEvery = 4;
const wholeSequence = sequence();

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

/** A property that requires what the target lacks is skipped, and the report names it. */
export function selectApplicable(
  selected: readonly Property[],
  { reports, applyOrderUpdate }: Target,
  hasSequences = true,
): Pick<CampaignContext, "properties" | "skippedProperties"> {
  const isMet: Readonly<Record<Requirement, boolean>> = {
    ...everyReportPart((part) => reports?.has(part) !== false),
    sequences: hasSequences,
    // Without reports and updates of its own, a target is our own pipeline, which applies them.
    "order-updates": applyOrderUpdate !== undefined || reports === undefined,
  };
  const missing = ({ requires = [] }: Property) => requires.filter((name) => !isMet[name]);
  return {
    properties: selected.filter((property) => missing(property).length === 0),
    skippedProperties: selected
      .map((property) => ({ name: property.name, missing: missing(property) }))
      .filter((skipped) => skipped.missing.length > 0),
  };
}

function everyReportPart(isReported: (part: ReportPart) => boolean): Record<ReportPart, boolean> {
  return {
    mode: isReported("mode"),
    results: isReported("results"),
    counts: isReported("counts"),
    status: isReported("status"),
    audit: isReported("audit"),
  };
}

function refuseSkipped([first]: CampaignContext["skippedProperties"], target: Target): void {
  if (first === undefined) return;
  if (first.missing.includes("sequences")) {
    throw new BadInputError(
      `--property: ${first.name} takes sequences, and there are none: ` +
        "give --sequences a number above 0, and a target that says that it supports them",
    );
  }
  throw new BadInputError(
    `--property: ${first.name} cannot judge ${printableShort(target.name)}: ${describeMissing(first.missing)}; ` +
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
