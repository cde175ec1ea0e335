/**
 * Finds out where each check can fail: in which kinds of cases, and with which capabilities of a target. The
 * planted bugs show it.
 */
import { allProperties } from "../../properties/all.ts";
import { plantedBugs } from "../../properties/planted-bugs/all.ts";
import { targetOf, type PlantedBug } from "../../properties/planted-bugs/planted-bug.ts";
import { requirements, type Requirement } from "../../properties/property.ts";
import { reportParts } from "../../src/domain/run-report.ts";
import { judgeCase, violationsOf } from "../../src/fuzz/judge-case.ts";
import type {
  CaseKind,
  CheckPlaces,
  Place,
  PropertyPlaces,
} from "../../src/fuzz/where-checks-fail.ts";
import { shrink } from "../../src/fuzz/shrink/shrink.ts";
import { applyOrderUpdate } from "../../src/pipeline/order-update.ts";
import { isSequence, type Scenario } from "../../src/scenario/scenario.ts";
import type { Target } from "../../src/simulation/target.ts";
import { generatedScenarios } from "./generated-scenarios.ts";

type Failure = { readonly bug: PlantedBug; readonly scenario: Scenario };

/** A target with these capabilities only. */
export function restrictTo(target: Target, capabilities: readonly Requirement[]): Target {
  const { applyOrderUpdate: own = applyOrderUpdate, ...others } = target;
  return {
    ...others,
    reports: new Set(reportParts.filter((part) => capabilities.includes(part))),
    supportsSequences: capabilities.includes("sequences"),
    ...(capabilities.includes("order-updates") && { applyOrderUpdate: own }),
  };
}

/** The checks, as `property/check`, that the planted bug fails as a target with these capabilities. */
export async function failedChecksOf(
  { bug, scenario }: Failure,
  capabilities: readonly Requirement[],
): Promise<ReadonlySet<string>> {
  const target = restrictTo(targetOf(bug), capabilities);
  // Not by an earlier measurement.
  const properties = allProperties.filter(({ requires = [] }) =>
    requires.every((requirement) => capabilities.includes(requirement)),
  );
  if (isSequence(scenario) && !capabilities.includes("sequences")) return new Set();
  return new Set(violationsOf(await judgeCase(scenario, target, properties), properties).keys());
}

/** Examples of a check, each of another bug. */
const examplesMax = 12;
/** A bug that needs a larger scenario gives none, so that the file stays small. */
export const exampleSizeMax = 12;
/** A bug's own check is sought in so many times more cases. */
const patience = 60;

const capabilities: Readonly<Record<CaseKind, readonly Requirement[]>> = {
  singleRuns: requirements.filter((one) => one !== "sequences"),
  sequences: requirements,
};

/** By `property/check`: cases that fail it. At least `casesLeast` cases are judged for each bug. */
async function collectFailures(kind: CaseKind, casesLeast: number) {
  const casesMax = casesLeast * patience;
  const found = new Map<string, Failure[]>();
  for (const bug of plantedBugs.filter(({ minimalSize }) => minimalSize <= exampleSizeMax)) {
    const seen = new Set<string>();
    let cases = 0;
    const isPatient = (bug.isSequence === true) === (kind === "sequences");
    const isSought = () => cases < casesLeast || (isPatient && !found.has(bug.expectedFailure));
    for (const scenario of generatedScenarios(1, kind === "sequences", casesMax)) {
      if (!isSought()) break;
      cases += 1;
      // Some random cases have two runs.
      if (isSequence(scenario) !== (kind === "sequences")) continue;
      for (const check of await failedChecksOf({ bug, scenario }, capabilities[kind])) {
        const examples = found.get(check) ?? [];
        if (seen.has(check)) continue;
        seen.add(check);
        if (examples.length === examplesMax) continue;
        found.set(check, [...examples, { bug, scenario }]);
      }
    }
  }
  return found;
}

/** The fewest capabilities with which the failure shows, or null where it does not in cases of the kind. */
export async function fewestCapabilities(
  failure: Failure,
  kind: CaseKind,
  check: string,
): Promise<readonly Requirement[] | null> {
  let fewest = capabilities[kind];
  if (!(await failedChecksOf(failure, fewest)).has(check)) return null;
  for (const capability of capabilities.singleRuns) {
    const fewer = fewest.filter((other) => other !== capability);
    if ((await failedChecksOf(failure, fewer)).has(check)) fewest = fewer;
  }
  return fewest;
}

type Example = Failure & { readonly check: string; readonly place: Place };

/** The example that needs the fewest capabilities, or null. */
async function placeOf(
  failures: ReadonlyMap<string, readonly Failure[]>,
  kind: CaseKind,
  check: string,
): Promise<Example | null> {
  let best: Example | null = null;
  for (const failure of failures.get(check) ?? []) {
    const fewest = await fewestCapabilities(failure, kind, check);
    if (fewest === null) continue;
    const requires = fewest.filter((one) => one !== "sequences");
    if (best !== null && requires.length >= best.place.requires.length) continue;
    best = { ...failure, check, place: { bug: failure.bug.name, requires } };
  }
  return best;
}

async function shrinkExample({ bug, scenario, check, place }: Example): Promise<Scenario> {
  const needed = isSequence(scenario) ? [...place.requires, "sequences" as const] : place.requires;
  const stillFails = async (candidate: Scenario) =>
    (await failedChecksOf({ bug, scenario: candidate }, needed)).has(check);
  return (await shrink(scenario, stillFails)).scenario;
}

/** By property: the places of each check, and a counterexample. */
export async function findWhereChecksFail(
  casesLeast: Readonly<Record<CaseKind, number>>,
): Promise<PropertyPlaces> {
  const failures = {
    singleRuns: await collectFailures("singleRuns", casesLeast.singleRuns),
    sequences: await collectFailures("sequences", casesLeast.sequences),
  };
  const properties: Record<string, PropertyPlaces[string]> = {};
  for (const { name, checks } of allProperties) {
    const places: Record<string, CheckPlaces> = {};
    let example: Example | null = null;
    for (const check of checks) {
      const [singleRuns, sequences] = [
        await placeOf(failures.singleRuns, "singleRuns", `${name}/${check}`),
        await placeOf(failures.sequences, "sequences", `${name}/${check}`),
      ];
      places[check] = {
        singleRuns: singleRuns?.place ?? null,
        sequences: sequences?.place ?? null,
      };
      example ??= singleRuns ?? sequences;
    }
    if (example === null) throw new Error(`no planted bug fails ${name}`);
    const [, check = ""] = example.check.split("/");
    const counterexample = {
      check,
      bug: example.place.bug,
      scenario: await shrinkExample(example),
    };
    properties[name] = { checks: places, counterexample };
  }
  return properties;
}
