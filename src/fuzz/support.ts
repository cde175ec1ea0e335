/** What a target declares, and the labels and transitions that its campaign can reach. */
import { isAboutConditionalOrders } from "./conditional-orders.ts";
import { isAboutInstances } from "./instances.ts";
import type { BotProfile } from "../profile/bot-profile.ts";
import { isReached } from "./profile-reach.ts";
import { queryLabels } from "./order-queries.ts";

/** What a campaign says of its target. */
export type Support = {
  readonly supportsConditionalOrders: boolean;
  readonly supportsInstances: boolean;
  readonly usesQueries: boolean;
  /** Absent: no. */
  readonly isOnWire?: boolean | undefined;
  readonly profile: BotProfile | null;
};

/** Of a target that declares everything. */
export const wholeSupport: Support = {
  supportsConditionalOrders: true,
  supportsInstances: true,
  usesQueries: true,
  profile: null,
};

/** The trail of a bot on the wire is not known, and its clock is that of the machine. */
const neverOnWire = /^audit_unavailable$|\bset-(?:audit-fault|clock)\b/;

/** The names that a campaign of such a target can reach. */
export function reachable(names: readonly string[], support: Support): readonly string[] {
  const { supportsConditionalOrders, supportsInstances, usesQueries, profile } = support;
  const { isOnWire = false } = support;
  return names.filter(
    (name) =>
      (supportsConditionalOrders || !isAboutConditionalOrders(name)) &&
      (supportsInstances || !isAboutInstances(name)) &&
      !(isOnWire && neverOnWire.test(name)) &&
      (usesQueries || queryLabels[name] === undefined) &&
      (profile === null || isReached(name, profile)),
  );
}
