/**
 * What the sequences of a campaign must reach: each entry by a minimum share, and groups of entries by a number of
 * them. A rare entry proves nothing about a short campaign, but the number of the reached ones does.
 */
import { percent } from "../domain/percent.ts";
import { portFaultKinds } from "../domain/port-fault.ts";
import { stepKinds } from "../scenario/step.ts";
import { isAboutConditionalOrders } from "./conditional-orders.ts";
import { reachable, wholeSupport, type Support } from "./support.ts";
import { wilsonUpperBound } from "./coverage.ts";
import { isAboutInstances } from "./instances.ts";
import { minimumFactor } from "./profile-reach.ts";
import { leastShares, requiredEntries } from "./transition-coverage.ts";

type Counts = Readonly<Record<string, number>>;

type Group = {
  readonly name: string;
  readonly entries: readonly string[];
  /** From so many sequences on, at least this number of the entries is required. */
  readonly minimums: readonly (readonly [sequences: number, entries: number])[];
};

function withShare(share: number): string[] {
  return [...requiredEntries].flatMap(([name, required]) => (required === share ? [name] : []));
}
/** Those with conditional orders, and with two instances, have minimums of their own: some targets have none. */
const isUsual = (name: string) => !isAboutConditionalOrders(name) && !isAboutInstances(name);
const hasOnlyConditionalOrders = (name: string) =>
  isAboutConditionalOrders(name) && !isAboutInstances(name);
const pairs = [...withShare(leastShares.pair), ...withShare(leastShares.rarePair)];
const isBetween = (name: string) => name.includes(" > reconcile > ");
const portFaults = [...requiredEntries.keys()].filter((name) => name.startsWith("port "));
const beforeOrAfterStep = portFaults.filter((name) => isUsual(name) && !isBetween(name));

/**
 * 500 and 2,000 sequences are the defaults of the library and of the command line. A longer campaign reaches more, so
 * a minimum stays sound. Three of four batches may be without some operations. The others alone reach each minimum
 * above 1: with 24 seeds, 500 sequences reached at least 64 for the 40, 55 for the 30 and 269 for the 255.
 */
const groups: readonly Group[] = [
  {
    name: "pairs of steps",
    entries: pairs.filter(isUsual),
    minimums: [
      [500, 255],
      [2_000, 285],
    ],
  },
  {
    name: "pairs of steps with conditional orders",
    entries: pairs.filter(hasOnlyConditionalOrders),
    minimums: [
      [500, 45],
      [2_000, 60],
    ],
  },
  {
    name: "pairs of steps with two instances",
    entries: pairs.filter(isAboutInstances),
    minimums: [
      [500, 12],
      [2_000, 25],
    ],
  },
  {
    name: "port faults before or after a step",
    entries: beforeOrAfterStep,
    minimums: [
      [500, 40],
      [2_000, 65],
    ],
  },
  {
    name: "port faults between two steps",
    entries: portFaults.filter((name) => isUsual(name) && isBetween(name)),
    minimums: [
      [500, 30],
      [2_000, 65],
      [30_000, 800],
      [300_000, 2_000],
    ],
  },
  ...portFaultKinds.map((fault) => ({
    name: `port ${fault} before or after a step`,
    entries: beforeOrAfterStep.filter((name) => name.startsWith(`port ${fault},`)),
    minimums: [[2_000, 3]] as const,
  })),
  ...stepKinds.map((kind) => ({
    name: `port faults before or after ${kind}`,
    entries: portFaults.filter((name) => !isBetween(name) && name.endsWith(` ${kind}`)),
    minimums: [[2_000, 1]] as const,
  })),
];

/** One sentence for each unmet entry and group. `hasStopped`: the campaign did not run to its end. */
export function unmetTransitions(
  transitions: Counts,
  sequences: number,
  hasStopped = false,
  campaign: Support = wholeSupport,
): string[] {
  return [
    ...unmetEntries(transitions, sequences, hasStopped, campaign),
    ...unmetGroups(transitions, sequences, campaign),
  ];
}

/**
 * A kind of step must occur in a campaign of any length that ran to its end. Any other entry is unmet only where
 * chance can no longer explain it.
 */
function unmetEntries(
  transitions: Counts,
  sequences: number,
  hasStopped: boolean,
  campaign: Support,
): string[] {
  return reachable([...requiredEntries.keys()], campaign).flatMap((name) => {
    const share = requiredEntries.get(name) ?? 0;
    const [seen, required] = [transitions[name] ?? 0, share * minimumFactor(campaign.profile)];
    const isAbsent = !hasStopped && seen === 0 && share === leastShares.kind;
    if (!isAbsent && wilsonUpperBound(seen, sequences) >= required) return [];
    return [
      `sequences: ${name}: ${seen} of ${sequences}; at least ${percent(required)} are required`,
    ];
  });
}

function unmetGroups(transitions: Counts, sequences: number, campaign: Support): string[] {
  return groups.flatMap(({ name, entries, minimums }) => {
    const possible = reachable(entries, campaign).length;
    if (possible === 0) return [];
    const reached = entries.filter((entry) => transitions[entry] !== undefined).length;
    const [, whole] = minimums.findLast(([from]) => sequences >= from) ?? [0, 0];
    const least = leastOf(whole, possible / entries.length, campaign);
    if (reached >= least) return [];
    return [`sequences: ${name}: ${reached} of ${entries.length}; at least ${least} are required`];
  });
}

/** Of fewer possible entries fewer are required, and a narrow profile makes them rarer. */
function leastOf(whole: number, possibleShare: number, { profile }: Support): number {
  if (profile === null) return whole;
  return Math.floor(whole * possibleShare * Math.sqrt(minimumFactor(profile)));
}

/** The entries that no sequence reached. */
export function unseenTransitions(transitions: Counts): string[] {
  return [...requiredEntries.keys()].filter((name) => transitions[name] === undefined);
}
