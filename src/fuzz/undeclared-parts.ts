/** Parts of scenarios that only some targets know. The cases of any other target have none of them. */
import {
  hasConditionalOrders,
  hasOverlappingRuns,
  isSequence,
  withoutConditionalOrders,
  withoutOverlappingRuns,
  withoutQueryFaults,
  withoutStreamFaults,
  withoutWireParts,
  hasStreamFaults,
  hasWireParts,
  type Scenario,
} from "../scenario/scenario.ts";
import type { BotProfile } from "../profile/bot-profile.ts";
import { fitTo } from "../profile/fit-scenario.ts";
import type { Target } from "../simulation/target.ts";
import type { CasePlan, ScenarioArbitrary } from "./batch.ts";
import { planOnWire } from "./plan-on-wire.ts";
import { planWithin } from "./plan-within-profile.ts";

type Part = {
  readonly isDeclared: (target: Target) => boolean;
  /** Whether a saved or listed case needs the part, so that the target cannot have the case. */
  readonly isNeeded: (scenario: Scenario) => boolean;
  readonly without: (scenario: Scenario) => Scenario;
};

const parts: readonly Part[] = [
  {
    isDeclared: ({ isOnWire }) => isOnWire === true,
    isNeeded: hasWireParts,
    without: withoutWireParts,
  },
  {
    isDeclared: ({ opensUserStream }) => opensUserStream === true,
    isNeeded: hasStreamFaults,
    without: withoutStreamFaults,
  },
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

/** The numbers of regressions that no case is made of, by what leaves them out. */
export type SkippedRegressions = Readonly<Record<"profile" | "target", number>>;

/** The cases of the plan that the target can have, without the parts that it does not declare. */
export function planFor(
  target: Target,
  plan: CasePlan,
): { readonly plan: CasePlan; readonly skippedRegressions: SkippedRegressions } {
  const reached = target.isOnWire === true ? planOnWire(plan, target) : plan;
  const hasSequences = target.supportsSequences !== false;
  const regressions = reached.regressions.filter((saved) => hasSequences || !isSequence(saved));
  const declared = withDeclaredParts(target, { ...reached, regressions });
  const within = planWithin(target.profile, declared);
  const ofTarget = plan.regressions.length - declared.regressions.length;
  const ofProfile = declared.regressions.length - within.regressions.length;
  return { plan: within, skippedRegressions: { profile: ofProfile, target: ofTarget } };
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
