/** What a target declares, and the labels and transitions that its campaign can reach. */
import { isAboutConditionalOrders } from "./conditional-orders.ts";
import { isAboutInstances } from "./instances.ts";
import type { BotProfile } from "../profile/bot-profile.ts";
import { isReached } from "./profile-reach.ts";
import { queryLabels } from "./order-queries.ts";
import { streamLabels } from "./stream-labels.ts";

/** What a campaign records of its target. */
export type Support = {
  readonly supportsConditionalOrders: boolean;
  readonly supportsInstances: boolean;
  readonly usesQueries: boolean;
  /** Absent: no. */
  readonly isOnWire?: boolean | undefined;
  /** Absent: no. */
  readonly opensUserStream?: boolean | undefined;
  readonly profile: BotProfile | null;
};

/** Of a target that declares everything. */
export const wholeSupport: Support = {
  supportsConditionalOrders: true,
  supportsInstances: true,
  usesQueries: true,
  profile: null,
};

/**
 * The trail of a bot on the wire is not known, and its clock is that of the machine. So no reply takes time, and no time
 * passes between two reads.
 */
const neverOnWire =
  /^audit_unavailable$|\bset-(?:audit-fault|clock)\b|^a reply that takes time$|after a slow reply$|^an order from the future$|parts of two times$/;

/** The names that a campaign of such a target can reach. */
export function reachable(names: readonly string[], support: Support): readonly string[] {
  const { supportsConditionalOrders, supportsInstances, usesQueries, profile } = support;
  const { isOnWire = false, opensUserStream = false } = support;
  return names.filter(
    (name) =>
      (supportsConditionalOrders || !isAboutConditionalOrders(name)) &&
      (supportsInstances || !isAboutInstances(name)) &&
      !(isOnWire && neverOnWire.test(name)) &&
      // A bot on the wire declares no queries, so that it may need none.
      ((usesQueries && !isOnWire) || queryLabels[name] === undefined) &&
      (opensUserStream || streamLabels[name] === undefined) &&
      (profile === null || isReached(name, profile)),
  );
}
