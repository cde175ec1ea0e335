/**
 * Coverage of the random cases. Each label has a minimum share. A confidence bound decides whether the minimum is
 * met, so that chance does not fail a short campaign and does not excuse a long one. A common label that no case has
 * is unmet at any length.
 */
import { configSchema, type Config } from "../domain/config.ts";
import { mismatchTypeSchema } from "../domain/mismatch.ts";
import { blockReasonSchema, type ObservedRun } from "../domain/run-report.ts";
import type { Case } from "../../properties/property.ts";
import { isSequence } from "../scenario/scenario.ts";
import { addConditionalLabels, conditionalLabels } from "./conditional-orders.ts";
import { addDimensions, dimensions } from "./dimensions.ts";
import { addFilterLabels, filterShares } from "./filter-coverage.ts";
import { addInnerStepLabels, innerStepLabels } from "./inner-steps.ts";
import { addMisleadingLists, misleadingLists } from "./misleading-lists.ts";
import { addQueryLabels, queryLabels } from "./order-queries.ts";
import { addStreamLabels, streamLabels } from "./stream-labels.ts";
import { minimumFactor } from "./profile-reach.ts";
import type { Support } from "./support.ts";
import { addTimesInRuns, timesInRuns } from "./times-in-runs.ts";

const commonShare = 0.05;
/** Absent from more than 1,078 cases, a label with this share is unmet. */
const rareShare = 0.01;

const defaults = configSchema.parse({});
const limitFields = [
  ["max_orders_reached", "maxOrdersPerAction"],
  ["max_symbols_reached", "maxSymbolsPerAction"],
  ["notional_exceeds_limit", "maxFlattenNotionalUsdt"],
] as const;
type DefaultLimit = { readonly field: keyof Config; readonly label: string };
/** By the reason of a block: its limit, and its label where the limit has its default value. */
const defaultLimits: ReadonlyMap<string, DefaultLimit> = new Map(
  limitFields.map(([reason, field]) => {
    const label = `${reason} at the default ${defaults[field]}`;
    return [reason, { field, label }] as const;
  }),
);

const commonOutcomes: readonly string[] = [
  ...mismatchTypeSchema.options,
  ...blockReasonSchema.exclude(["lease_unavailable"]).options,
  "port accepted",
  "port rejected",
  "port unknown",
];

export const requiredShares: Readonly<Record<string, number>> = {
  "live with a port call": 0.2,
  "order and position mismatch together": 0.2,
  ...Object.fromEntries(commonOutcomes.map((name) => [name, commonShare])),
  ...Object.fromEntries(dimensions.map(({ label, share }) => [label, share])),
  ...misleadingLists,
  ...filterShares,
  // Few exchanges have filters.
  below_minimum: rareShare / 2,
  ...timesInRuns,
  ...innerStepLabels,
  ...queryLabels,
  ...streamLabels,
  ...conditionalLabels,
  // Few configurations have a limit that one run reaches.
  max_attempts_reached: rareShare,
  // A run that ends at a rate limit, or a later one in the ban, needs a second remediation.
  rate_limited: rareShare / 2,
  ...Object.fromEntries([...defaultLimits.values()].map(({ label }) => [label, rareShare])),
};

/**
 * A list on the wire does not name its time, and times are whole minutes, so some outcomes are rarer there. Measured with
 * 15,000 cases: the rarest of them, `cooldown_not_elapsed`, has 0.47 of its minimum.
 */
const outcomesOnWire = 0.4;

/** The minimum share of a label in a campaign. */
export function minimumOf(
  label: string,
  { profile, isOnWire = false }: Pick<Support, "profile" | "isOnWire">,
): number {
  const onWire = isOnWire && commonOutcomes.includes(label) ? outcomesOnWire : 1;
  return (requiredShares[label] ?? 0) * minimumFactor(profile) * onWire;
}

const labelOfReply = {
  accepted: "port accepted",
  rejected: "port rejected",
  unknown: "port unknown",
  refused: "port refused",
} as const;

/** The labels of one case, from the runs that hold its mismatches and from its port calls. */
export function labelsOf(observed: Case, groundTruth: readonly ObservedRun[]): Set<string> {
  const { config } = observed.scenario;
  const { portCalls, runs } = observed.observation;
  const labels = new Set<string>();
  // Labels are counted in random cases only, and no sequence has a large book.
  if (!isSequence(observed.scenario)) {
    addDimensions(observed, labels);
    addMisleadingLists(observed, labels);
    addTimesInRuns(observed, labels);
    addInnerStepLabels(observed, labels);
    addQueryLabels(observed, labels);
    addStreamLabels(observed, labels);
    addConditionalLabels(observed, groundTruth, labels);
  }
  for (const run of groundTruth) {
    if (run.mode === "refused" || run.mode === "crashed") continue;
    let positions = 0;
    for (const { reason } of run.rejectedParts) labels.add(reason);
    for (const { mismatch, outcome } of run.results) {
      labels.add(mismatch.type);
      if (mismatch.type === "POSITION_NONZERO_UNEXPECTED") positions += 1;
      if (!("reason" in outcome)) continue;
      labels.add(outcome.reason);
      const limit = defaultLimits.get(outcome.reason);
      if (limit === undefined) continue;
      if (config[limit.field] === defaults[limit.field]) labels.add(limit.label);
    }
    addFilterLabels(observed.scenario, run, labels);
    if (positions > 0 && positions < run.results.length) {
      labels.add("order and position mismatch together");
    }
  }
  for (const { reply } of portCalls) labels.add(labelOfReply[reply.status]);
  if (portCalls.length > 0 && runs.some(({ mode }) => mode === "live")) {
    labels.add("live with a port call");
  }
  return labels;
}

/** One false alarm in about 2,000 labels; a campaign judges two dozen. */
const standardDeviations = 3.3;

/** Whether `count` of `cases` is compatible with a share of at least `required`. */
export function isShareMet(count: number, cases: number, required: number): boolean {
  const mayBeAbsent = required < commonShare;
  return (count > 0 || mayBeAbsent) && wilsonUpperBound(count, cases) >= required;
}

/** The upper end of Wilson's score interval for the share `count` of `cases`. */
export function wilsonUpperBound(count: number, cases: number): number {
  const z2 = standardDeviations ** 2;
  const share = count / cases;
  const spread = standardDeviations * Math.sqrt((share * (1 - share) + z2 / (4 * cases)) / cases);
  return (share + z2 / (2 * cases) + spread) / (1 + z2 / cases);
}
