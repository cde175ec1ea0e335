/** The scenario that is closest to a given one and within a profile. One that is within it stays as it is. */
import { canonicalJson } from "../audit/canonical-json.ts";
import type { PositionMode } from "../domain/position.ts";
import { renameSymbols, symbolsOf } from "../scenario/rename-symbols.ts";
import { scenarioSchema, type Scenario } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";
import type { BotProfile } from "./bot-profile.ts";
import { fitChange, fitConfig } from "./fit-config.ts";
import { hasLimit } from "./has-part.ts";
import { withFewParts } from "./fit-filters.ts";
import { fitGates } from "./fit-gates.ts";
import { idFitter, withEachIdOnce } from "./fit-ids.ts";
import { convertToMode } from "./fit-mode.ts";
import { withPrices } from "./fit-prices.ts";

export type Fit = (scenario: Scenario) => Scenario;

/** Null for a profile that leaves every scenario as it is. */
export function fitTo(profile: BotProfile | undefined): Fit | null {
  if (profile === undefined) return null;
  const parts = fits.filter(({ isNeeded }) => isNeeded(profile));
  if (parts.length === 0) return null;
  return (scenario) => parts.reduce((fitted, { fit }) => fit(fitted, profile), scenario);
}

/** Null for a scenario that the target can have. */
export function describeOutside(
  { profile }: { readonly profile?: BotProfile },
  scenario: Scenario,
): string | null {
  return isWithin(profile, scenario) ? null : "the scenario is outside the profile of the bot";
}

/** Whether the bot can have the scenario. */
export function isWithin(profile: BotProfile | undefined, scenario: Scenario): boolean {
  const fit = fitTo(profile);
  return fit === null || canonicalJson(fit(scenario)) === canonicalJson(scenario);
}

const fittedFollowUps = new WeakMap<BotProfile, WeakMap<Scenario, Scenario | null>>();

/**
 * The follow-up of a case with the gates of the bot, or null where the bot cannot have it. Properties that share a
 * follow-up get the same object.
 */
export function followUpWithin(
  profile: BotProfile | undefined,
  followUp: Scenario,
): Scenario | null {
  if (fitTo(profile) === null || profile === undefined) return followUp;
  const fittedOf = fittedFollowUps.get(profile) ?? new WeakMap<Scenario, Scenario | null>();
  fittedFollowUps.set(profile, fittedOf);
  const known = fittedOf.get(followUp);
  if (known !== undefined) return known;
  const withGates = fitAllGates(followUp, profile);
  const fitted = isWithin(profile, withGates) ? withGates : null;
  fittedOf.set(followUp, fitted);
  return fitted;
}

/** The fitted scenario, or null where it is none, as when two ids have become equal. */
export function fitOrNull(fit: Fit, scenario: Scenario): Scenario | null {
  return scenarioSchema.safeParse(fit(scenario)).data ?? null;
}

type Part = {
  readonly isNeeded: (profile: BotProfile) => boolean;
  readonly fit: (scenario: Scenario, profile: BotProfile) => Scenario;
};

/** In this order: the configuration needs the final symbols, and the ids need the final configuration. */
const fits: readonly Part[] = [
  { isNeeded: ({ positionModes }) => positionModes?.length === 1, fit: fitMode },
  { isNeeded: ({ config }) => (config?.symbolWhitelist ?? []).length > 0, fit: fitSymbols },
  {
    isNeeded: (profile) => !hasLimit(profile, "maxFlattenNotionalUsdt"),
    fit: (scenario) => withPrices(scenario),
  },
  {
    isNeeded: (profile) => !hasLimit(profile, "maxOrdersPerAction"),
    fit: (scenario) => withFewParts(scenario),
  },
  {
    isNeeded: ({ config, limits, actions, clientOrderIds }) =>
      [config, limits, actions, clientOrderIds].some((part) => part !== undefined),
    fit: fitConfiguration,
  },
  { isNeeded: ({ gates }) => gates !== undefined, fit: fitAllGates },
  { isNeeded: ({ snapshotForm }) => snapshotForm !== undefined, fit: fitSnapshots },
];

function fitMode(scenario: Scenario, { positionModes = [] }: BotProfile): Scenario {
  const [mode] = positionModes;
  if (mode === undefined || isInMode(scenario, mode)) return scenario;
  return convertToMode(scenario, mode);
}

function isInMode({ exchange, steps }: Scenario, mode: PositionMode): boolean {
  return exchange.positionMode === mode && !steps.some(({ kind }) => kind === "set-position-mode");
}

/** The symbols of the whitelist take the place of others, so that runs have something to do. */
function fitSymbols(scenario: Scenario, { config }: BotProfile): Scenario {
  const listed = config?.symbolWhitelist ?? [];
  const { symbolWhitelist } = scenario.config;
  // Fitted already: the names that are missing are named nowhere.
  if (symbolWhitelist.join() === listed.join()) return scenario;
  const named = symbolsOf({ ...scenario, config: { ...scenario.config, symbolWhitelist: [] } });
  const missing = listed.filter((symbol) => !named.includes(symbol));
  const others = named.filter((symbol) => !listed.includes(symbol));
  // Some stay outside the whitelist.
  const replaced = others.slice(0, Math.ceil(others.length / 2));
  const renaming = new Map(
    replaced.flatMap((symbol, at) => {
      const to = missing[at];
      return to === undefined ? [] : [[symbol, to] as const];
    }),
  );
  return renaming.size === 0 ? scenario : renameSymbols(scenario, renaming);
}

function fitConfiguration(scenario: Scenario, profile: BotProfile): Scenario {
  const config = fitConfig(scenario.config, profile, symbolsOf(scenario));
  const steps = scenario.steps.flatMap((step) => fitStep(step, profile) ?? []);
  const fitted = { ...scenario, config, steps };
  const id = idFitter(scenario.config, config);
  return id === null ? fitted : withEachIdOnce(renameSymbols(fitted, new Map(), id));
}

function fitStep(step: Step, profile: BotProfile): Step | null {
  if (step.kind !== "set-config") return step;
  const config = fitChange(step.config, profile);
  return config === null ? null : { ...step, config };
}

function fitAllGates(scenario: Scenario, { gates }: BotProfile): Scenario {
  if (gates === undefined) return scenario;
  const steps = scenario.steps.map((step) =>
    step.kind === "set-gates" ? { ...step, gates: fitGates(step.gates, gates) } : step,
  );
  return { ...scenario, gates: fitGates(scenario.gates, gates), steps };
}

function fitSnapshots(scenario: Scenario, { snapshotForm }: BotProfile): Scenario {
  const { listsOnlyOpenOrders: _, ...exchange } = scenario.exchange;
  return snapshotForm === "open-orders"
    ? { ...scenario, exchange: { ...exchange, listsOnlyOpenOrders: true } }
    : { ...scenario, exchange };
}
