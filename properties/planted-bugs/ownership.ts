/** Faults in the decision whose orders the bot may cancel. */
import { clientOrderIdSchema, parseOwnedId } from "../../src/domain/client-order-id.ts";
import { isLive } from "../../src/domain/order.ts";
import type { Decisions } from "../../src/pipeline/decisions.ts";
import { limits } from "../../src/pipeline/limits.ts";
import { isOwnOrder } from "../../src/pipeline/ownership.ts";
import { configWith, decisionsWith, limitsWith, siblings, type PlantedBug } from "./planted-bug.ts";

type IsOwnOrder = typeof isOwnOrder;

const unexpectedIf =
  (isOwn: IsOwnOrder): Decisions["isUnexpected"] =>
  ({ status, clientOrderId }, config) =>
    isLive(status) && isOwn(clientOrderId, config);

/** Replaces ownership in both places: where an unexpected order is found, and before its cancel. */
function ownedIf(isOwn: IsOwnOrder) {
  const { decisions } = limitsWith({
    ownOrder: (mismatch, context) =>
      "clientOrderId" in mismatch && isOwn(mismatch.clientOrderId, context.config)
        ? null
        : limits.ownOrder(mismatch, context),
  });
  return { decisions: { ...decisions, isUnexpected: unexpectedIf(isOwn) } };
}

export const ownershipBugs: readonly PlantedBug[] = [
  ...siblings("cancels-touch-only-own-orders/external-cancel", 3, {
    "prefix-alone-read-as-own": ownedIf((id, { clientOrderIdPrefix }) =>
      id.startsWith(clientOrderIdPrefix),
    ),
    "malformed-id-read-as-own": ownedIf((id, { clientOrderIdPrefix, allowedStrategies }) =>
      allowedStrategies.some((strategy) => id.startsWith(`${clientOrderIdPrefix}${strategy}_`)),
    ),
    "prefix-compared-without-case": ownedIf((id, config) =>
      isOwnOrder(clientOrderIdSchema.parse(id.replace(/^grinder/i, "grinder")), config),
    ),
    // A dot in it stands for any character then.
    "prefix-read-as-a-pattern": ownedIf((id, config) => {
      const prefix = config.clientOrderIdPrefix;
      const read = id.replace(new RegExp(`^${prefix}`), prefix);
      return isOwnOrder(clientOrderIdSchema.parse(read), config);
    }),
    "other-strategies-read-as-own": configWith({ allowedStrategies: ["grid", "mm", "arb"] }),
    "ownership-not-checked-before-cancel": {
      issue: "hummingbot#2896",
      minimalSize: 4,
      ...limitsWith({ ownOrder: () => null }),
    },
  }),
  ...siblings("every-mismatch-is-reported/missing-mismatch", 3, {
    "dated-contract-ids-read-as-external": decisionsWith({
      isUnexpected: unexpectedIf(
        (id, config) =>
          isOwnOrder(id, config) &&
          parseOwnedId(id, config.clientOrderIdPrefix)?.symbol.includes("_") === false,
      ),
    }),
    "strategy-read-after-the-first-underscore": decisionsWith({
      isUnexpected: unexpectedIf(
        (id, config) =>
          isOwnOrder(id, config) && config.allowedStrategies.includes(id.split("_")[1] ?? ""),
      ),
    }),
  }),
];
