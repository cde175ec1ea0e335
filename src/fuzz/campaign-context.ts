/** Composes a campaign: its properties, its arbitraries, its enumerated cases, its target. */
import { planObservations } from "./observations.ts";
import { knownProperties, propertiesFor } from "../../properties/wire/all.ts";
import { allowedOperations, sequence } from "../../properties/arbitraries/sequence.ts";
import { scenario } from "../../properties/arbitraries/scenario.ts";
import { enumerateAll } from "../../properties/enumeration/all.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { focusOfRandom, focusOfSequences } from "./swarm.ts";
import { describeSkipped, type SkippedProperty } from "./skipped-property.ts";
import { batchCasesOf, randomCases, type Generators, type ScenarioArbitrary } from "./batch.ts";
import type { CampaignContext } from "./run-batch.ts";
import { unknownNames, whyNotJudged } from "../../properties/rules/within-profile.ts";
import { requirements, type Property, type Requirement } from "../../properties/property.ts";
import {
  listCounterexamples,
  readCounterexample,
  regressionsFolder,
} from "./counterexample-files.ts";
import type { Counterexample } from "./counterexample.ts";
import { knownNameOf } from "./fingerprint.ts";
import { planFor } from "./undeclared-parts.ts";
import { checksThatCannotFail, type SkippedCheck } from "./where-checks-fail.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { selectWithout } from "./select-properties.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { printable, printableShort } from "../domain/printable-text.ts";

export type CampaignInputs = {
  readonly seed: number;
  readonly runs: number;
  readonly sequences: number;
  readonly regressions: readonly Scenario[];
  /** Names or patterns; empty: all of them. */
  readonly propertyNames: readonly string[];
  /** Names or patterns of properties that are left out. */
  readonly without?: readonly string[];
  readonly linesEvery: number;
  /** When the campaign started, in seconds since 1970, for its observations. Absent: none are written. */
  readonly observedSince?: number;
  /** Names of saved failures, which are counted and searched no more. */
  readonly known?: readonly string[];
};

/** The same for every campaign, and never changed. */
let enumeration: readonly Scenario[] | null = null;

/** Throws `BadInputError` for a property that was named and cannot judge this target. */
export function campaignContext(
  inputs: CampaignInputs,
  target: Target = shippedPipeline,
): CampaignContext {
  const { seed, runs, propertyNames, without = [], linesEvery, known = [] } = inputs;
  const { observedSince } = inputs;
  const hasSequences = target.supportsSequences !== false;
  const sequences = hasSequences ? inputs.sequences : 0;
  const all = selectWithout(propertyNames, without, propertiesFor(target));
  const selected = selectApplicable(all, target, sequences > 0);
  const { properties, skippedProperties } = selected;
  // A pattern may fit some that cannot judge the target, but not only such.
  const isNamed = ({ name }: SkippedProperty) => propertyNames.includes(name);
  refuseSkipped(
    properties.length === 0 ? skippedProperties : skippedProperties.filter(isNamed),
    target,
  );
  enumeration ??= enumerateAll(readScenarios("all"));
  const planned = planFor(target, {
    seed,
    runs,
    regressions: inputs.regressions,
    enumeration,
    sequences,
    ...generators,
  });
  const observations =
    observedSince === undefined
      ? null
      : planObservations(planned.plan, properties.length, observedSince);
  return { ...planned, target, ...selected, linesEvery, observations, known };
}

/** Every second batch focuses on a few themes and faults (swarm testing). */
export function singleRunsOf(seed: number, batch: number): ScenarioArbitrary {
  const focus = focusOfRandom(seed, batch);
  return focus === null ? wholeSingleRuns : scenario(focus);
}

/** The first batch, and every fourth, allows all operations and any faults; the others allow some operations. */
export function sequencesOf(seed: number, batch: number): ScenarioArbitrary {
  if (batch % 4 === 0) return wholeSequence;
  // Two neighbours of the others share a draw, and allow each operation together.
  const among = batch - 1 - Math.floor(batch / 4);
  const draw = Math.floor(among / 2);
  const { value } = randomCases(allowedOperations(), seed, firstDraw - draw).next();
  const operations = value[among % 2] ?? [];
  return sequence(operations, focusOfSequences(seed, batch));
}

/** No batch has the seed of a draw. */
const firstDraw = -0x2000_0000;

const wholeSingleRuns = scenario();
const wholeSequence = sequence();

/** Those of a campaign with any target that is not on the wire. */
export const generators: Generators = { batchCases: batchCasesOf({}), singleRunsOf, sequencesOf };

/** Throws `BadInputError` for a broken file, and for a property that no longer exists. */
export function readRegressions(folders: readonly string[]): Scenario[] {
  return readSaved(folders).map((saved) => saved.scenario);
}

function readSaved(folders: readonly string[]): Counterexample[] {
  return listCounterexamples(folders).map((path) => {
    const saved = readCounterexample(path);
    const { property } = saved;
    if (knownProperties.some(({ name }) => name === property)) return saved;
    throw new BadInputError(
      `${printable(path)}: property: there is no property '${property}' today`,
    );
  });
}

/**
 * The names of the failures that a folder's counterexamples show. Throws `BadInputError` for a broken file, and for
 * a folder without any: it would explain nothing.
 */
export function readKnown(folder: string): string[] {
  const saved = readSaved([folder]);
  if (saved.length === 0) {
    throw new BadInputError(
      `--known: ${printable(folder)} has no counterexample; name a folder with saved ones, ` +
        `such as ${regressionsFolder}`,
    );
  }
  return [...new Set(saved.map(knownNameOf))].toSorted();
}

/**
 * A property is skipped where the target misses a requirement of it; the report names it. So it names the checks
 * of the other properties that cannot fail.
 */
export function selectApplicable(
  selected: readonly Property[],
  target: Target,
  hasSequences = target.supportsSequences !== false,
): Pick<CampaignContext, "properties" | "skippedProperties" | "skippedChecks"> {
  refuseUnknownNames(target);
  const capabilities = capabilitiesOf(target, hasSequences);
  const properties: Property[] = [];
  const skippedProperties: SkippedProperty[] = [];
  const skippedChecks: SkippedCheck[] = [];
  for (const property of selected) {
    const { name, requires = [] } = property;
    const missing = requires.filter((requirement) => !capabilities.includes(requirement));
    const { profile } = target;
    const reason = profile === undefined ? null : whyNotJudged(property, profile);
    if (missing.length > 0) skippedProperties.push({ name, missing });
    else if (reason !== null) skippedProperties.push({ name, missing, reason });
    else {
      properties.push(property);
      skippedChecks.push(...checksThatCannotFail(property, capabilities, target));
    }
  }
  return { properties, skippedProperties, skippedChecks };
}

export function capabilitiesOf(
  target: Target,
  hasSequences = target.supportsSequences !== false,
): readonly Requirement[] {
  const { reports, applyOrderUpdate, openInstance, supportsAccounts } = target;
  return requirements.filter((requirement: Requirement): boolean => {
    if (requirement === "sequences") return hasSequences;
    // Only sequences have two instances.
    if (requirement === "instances") return hasSequences && openInstance !== undefined;
    if (requirement === "wire") return target.isOnWire === true;
    if (requirement === "user-stream") return target.opensUserStream === true;
    if (requirement === "accounts") return supportsAccounts !== false;
    if (requirement !== "order-updates") return reports?.has(requirement) !== false;
    // A target without both is the pipeline that ships here, which applies order updates.
    return applyOrderUpdate !== undefined || reports === undefined;
  });
}

function refuseUnknownNames({ profile }: Target): void {
  const [unknown] = profile === undefined ? [] : unknownNames(profile, knownProperties);
  if (unknown === undefined) return;
  throw new BadInputError(
    `the profile: without: there is no rule, property or check '${printableShort(unknown)}'; ` +
      "docs/rules.md lists the rules, and `properties` the properties",
  );
}

function refuseSkipped([first]: CampaignContext["skippedProperties"], target: Target): void {
  if (first === undefined) return;
  const { name, missing, reason } = first;
  throw new BadInputError(
    missing.includes("sequences")
      ? `--property: ${name} requires sequences, and there are none: ` +
          "give --sequences a number above 0, and a target that declares support for sequences"
      : `--property: ${name} cannot judge ${printableShort(target.name)}: ${describeSkipped(first)}` +
          (reason === undefined ? "; a target declares in its capabilities what it reports" : ""),
  );
}
