/** The pairs of a theme and a fault that a campaign of a target can reach, and how many of them it must reach. */
import { faults, themes, themesOfSequences, type Fault, type Theme } from "../domain/theme.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { isReached, minimumFactor } from "./profile-reach.ts";
import { pairOf } from "./theme-pairs.ts";

type Campaign = Pick<
  CampaignReport["campaign"],
  "supportsSequences" | "supportsConditionalOrders" | "profile"
> & { readonly cases: Pick<CampaignReport["campaign"]["cases"], "sequences"> };

/** By theme, in the order of the lists. */
export function pairsByTheme(campaign: Campaign): ReadonlyMap<Theme, readonly string[]> {
  const hasSequences = campaign.supportsSequences && campaign.cases.sequences > 0;
  const own = themes.filter(
    (theme) =>
      (hasSequences || !themesOfSequences.has(theme)) &&
      (campaign.supportsConditionalOrders || theme !== "conditional orders"),
  );
  const met: readonly Fault[] = hasSequences ? faults : faults.filter((fault) => fault !== "crash");
  const { profile } = campaign;
  const pairs = own.map((theme) => {
    const names = met.map((fault) => pairOf(theme, fault));
    return [theme, names.filter((name) => profile === null || isReached(name, profile))] as const;
  });
  return new Map(pairs.filter(([, names]) => names.length > 0));
}

export function reachablePairs(campaign: Campaign): readonly string[] {
  return [...pairsByTheme(campaign).values()].flat();
}

/** Those that no case reached. */
export function unseenPairs(
  pairs: CampaignReport["result"]["pairs"],
  campaign: Campaign,
): string[] {
  return reachablePairs(campaign).filter((name) => pairs[name] === undefined);
}

/**
 * The defaults of the command line and of the library. From the first on, the batches with a focus pair each theme
 * with each fault, so that all pairs are required. A longer campaign reaches more, so a minimum stays sound.
 */
const minimums = [
  { random: 10_000, sequences: 2_000, share: 1 },
  { random: 2_000, sequences: 500, share: 0.7 },
] as const;

/** A narrow profile makes some pairs rare. */
const narrowShare = 0.7;

const namedMax = 3;

/** One sentence where too few pairs were reached; `cases` are those that ran. */
export function tooFewPairs(
  { pairs, cases }: Pick<CampaignReport["result"], "pairs" | "cases">,
  campaign: Campaign,
): string[] {
  const all = reachablePairs(campaign);
  const needsSequences = campaign.supportsSequences && campaign.cases.sequences > 0;
  const minimum = minimums.find(
    ({ random, sequences }) =>
      cases.random >= random && (!needsSequences || cases.sequences >= sequences),
  );
  if (minimum === undefined) return [];
  const unseen = unseenPairs(pairs, campaign);
  const share = minimum.share * (minimumFactor(campaign.profile) === 1 ? 1 : narrowShare);
  const least = Math.floor(all.length * share);
  const reached = all.length - unseen.length;
  if (reached >= least) return [];
  const rest = unseen.length > namedMax ? `, and ${unseen.length - namedMax} more` : "";
  return [
    `pairs of theme and fault: ${reached} of ${all.length}; at least ${least} are required; ` +
      `never together: ${unseen.slice(0, namedMax).join(", ")}${rest}`,
  ];
}
