/** Parts of scenarios that only some targets know. The cases of any other target have none of them. */
import {
  hasConditionalOrders,
  hasOverlappingRuns,
  withoutConditionalOrders,
  withoutOverlappingRuns,
  withoutQueryFaults,
  type Scenario,
} from "../scenario/scenario.ts";
import type { OwnGate } from "../domain/gate.ts";
import type { BotProfile } from "../profile/bot-profile.ts";
import { enumerateGates } from "../profile/fit-gates.ts";
import { fitOrNull, fitTo, isWithin, type Fit } from "../profile/fit-scenario.ts";
import type { Target } from "../simulation/target.ts";
import type { CasePlan, ScenarioArbitrary } from "./batch.ts";

type Part = {
  readonly isDeclared: (target: Target) => boolean;
  /** Whether a saved or listed case needs the part, so that the target cannot have the case. */
  readonly isNeeded: (scenario: Scenario) => boolean;
  readonly without: (scenario: Scenario) => Scenario;
};

const parts: readonly Part[] = [
  {
    isDeclared: ({ usesQueries }) => usesQueries === true,
    // A target that asks for no single order meets no answer that misleads.
    isNeeded: () => false,
    without: withoutQueryFaults,
  },
  {
    isDeclared: ({ supportsConditionalOrders }) => supportsConditionalOrders !== false,
    isNeeded: hasConditionalOrders,
    without: withoutConditionalOrders,
  },
  {
    isDeclared: ({ openInstance }) => openInstance !== undefined,
    isNeeded: hasOverlappingRuns,
    without: withoutOverlappingRuns,
  },
];

/** The cases of the plan that the target can have, without the parts that it does not declare. */
export function planFor(target: Target, plan: CasePlan): CasePlan {
  return planWithin(target.profile, withDeclaredParts(target, plan));
}

/** What a saved or enumerated case would need outside the profile is replaced, or the case is left out. */
function planWithin(profile: BotProfile | undefined, plan: CasePlan): CasePlan {
  const fit = fitTo(profile);
  if (fit === null) return plan;
  return {
    ...plan,
    regressions: plan.regressions.filter((saved) => isWithin(profile, saved)),
    enumeration: enumerateWithin(fit, plan.enumeration, profile?.gates),
    singleRunsOf: (seed, batch) => plan.singleRunsOf(seed, batch).map(fit),
    sequencesOf: (seed, batch) => plan.sequencesOf(seed, batch).map(fit),
  };
}

/** Cases that became equal are one. */
function enumerateWithin(
  fit: Fit,
  enumeration: readonly Scenario[],
  gates: readonly OwnGate[] | undefined,
): Scenario[] {
  const fitted = enumeration.flatMap((listed) => fitOrNull(fit, listed) ?? []);
  const first = fitted.find(({ exchange }) => exchange.orders.length > 0);
  const own = gates === undefined || first === undefined ? [] : enumerateGates(gates);
  const ofGates = own.flatMap((inputs) => (first ? [{ ...first, gates: inputs }] : []));
  // First, so that a campaign with a time limit has them.
  const all = [...ofGates, ...fitted];
  return [...new Map(all.map((listed) => [JSON.stringify(listed), listed])).values()];
}

function withDeclaredParts(target: Target, plan: CasePlan): CasePlan {
  const undeclared = parts.filter(({ isDeclared }) => !isDeclared(target));
  if (undeclared.length === 0) return plan;
  const isPossible = (listed: Scenario) => !undeclared.some(({ isNeeded }) => isNeeded(listed));
  const cut = (arbitrary: ScenarioArbitrary) =>
    undeclared.reduce((cases, { without }) => cases.map(without), arbitrary);
  return {
    ...plan,
    regressions: plan.regressions.filter(isPossible),
    enumeration: plan.enumeration.filter(isPossible),
    singleRunsOf: (seed, batch) => cut(plan.singleRunsOf(seed, batch)),
    sequencesOf: (seed, batch) => cut(plan.sequencesOf(seed, batch)),
  };
}

/** What a generated case may be for a target of this profile, of which nothing else is known. */
export function possibleCases(
  generated: Scenario,
  profile: BotProfile | undefined,
): readonly Scenario[] {
  const cases = new Set([generated]);
  for (const { without } of parts) for (const start of cases) cases.add(without(start));
  const fit = fitTo(profile);
  return fit === null ? [...cases] : [...cases].map(fit);
}
