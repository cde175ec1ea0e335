/** The cases of a plan within the profile of a bot. */
import type { OwnGate } from "../domain/gate.ts";
import type { BotProfile } from "../profile/bot-profile.ts";
import { enumerateGates } from "../profile/fit-gates.ts";
import { fitOrNull, fitTo, isWithin, type Fit } from "../profile/fit-scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { CasePlan } from "./batch.ts";

/** Cases are fitted. A saved one that needs what the bot does not have is left out. */
export function planWithin(profile: BotProfile | undefined, plan: CasePlan): CasePlan {
  const fit = fitTo(profile);
  if (fit === null) return plan;
  return {
    ...plan,
    regressions: plan.regressions.filter((saved) => isWithin(profile, saved)),
    enumeration: enumerateWithin(fit, plan.enumeration, profile?.gates ?? []),
    singleRunsOf: (seed, batch) => plan.singleRunsOf(seed, batch).map(fit),
    sequencesOf: (seed, batch) => plan.sequencesOf(seed, batch).map(fit),
  };
}

/** Those of the gates come first, so that a campaign with a time limit has them. Cases that became equal are one. */
function enumerateWithin(
  fit: Fit,
  enumeration: readonly Scenario[],
  gates: readonly OwnGate[],
): Scenario[] {
  const fitted = enumeration.flatMap((listed) => fitOrNull(fit, listed) ?? []);
  const withCall = fitted.find(showsACall);
  const ofGates =
    withCall === undefined || gates.length === 0
      ? []
      : enumerateGates(gates).map((inputs) => ({ ...withCall, gates: inputs }));
  const byText = [...ofGates, ...fitted].map((listed) => [JSON.stringify(listed), listed] as const);
  return [...new Map(byText).values()];
}

/** Whether a live run remediates something. A closed gate that is ignored shows in a port call only. */
function showsACall({ config: { action }, exchange: { orders, positions } }: Scenario): boolean {
  if (action === "flatten") return orders.length === 0 && positions.length > 0;
  return action !== "none" && orders.length > 0;
}
