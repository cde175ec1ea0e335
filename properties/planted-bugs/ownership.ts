/** Faults in the decision whose orders the bot may cancel. */
import { clientOrderIdSchema, parseOwnedId } from "../../src/domain/client-order-id.ts";
import { isLive } from "../../src/domain/order.ts";
import type { Decisions } from "../../src/pipeline/decisions.ts";
import { limits } from "../../src/pipeline/limits.ts";
import { isOwnOrder } from "../../src/pipeline/ownership.ts";
import { limitsWith } from "./planted-bug.ts";
import type { PlantedBug } from "./planted-bug.ts";

type IsOwnOrder = typeof isOwnOrder;

const unexpectedIf =
  (isOwn: IsOwnOrder): Decisions["isUnexpected"] =>
  ({ status, clientOrderId }, config) =>
    isLive(status) && isOwn(clientOrderId, config);

/** Replaces ownership in both places: where an unexpected order is found, and before its cancel. */
function ownedIf(isOwn: IsOwnOrder): Partial<Decisions> {
  return {
    isUnexpected: unexpectedIf(isOwn),
    ...limitsWith({
      ownOrder: (mismatch, context) =>
        "clientOrderId" in mismatch && isOwn(mismatch.clientOrderId, context.config)
          ? null
          : limits.ownOrder(mismatch, context),
    }),
  };
}

const replaced: readonly (readonly [name: string, isOwn: IsOwnOrder])[] = [
  ["prefix-alone-read-as-own", (id, { clientOrderIdPrefix }) => id.startsWith(clientOrderIdPrefix)],
  [
    "malformed-id-read-as-own",
    (id, { clientOrderIdPrefix, allowedStrategies }) =>
      allowedStrategies.some((strategy) => id.startsWith(`${clientOrderIdPrefix}${strategy}_`)),
  ],
  [
    "prefix-compared-without-case",
    (id, config) =>
      isOwnOrder(clientOrderIdSchema.parse(id.replace(/^grinder/i, "grinder")), config),
  ],
];

export const ownershipBugs: readonly PlantedBug[] = [
  ...replaced.map(([name, isOwn]): PlantedBug => ({
    name,
    expectedFailure: "cancels-touch-only-own-orders/external-cancel",
    minimalSize: 3,
    decisions: ownedIf(isOwn),
  })),
  {
    name: "ownership-not-checked-before-cancel",
    issue: "hummingbot#2896",
    expectedFailure: "cancels-touch-only-own-orders/external-cancel",
    minimalSize: 4,
    decisions: limitsWith({ ownOrder: () => null }),
  },
  {
    name: "other-strategies-read-as-own",
    expectedFailure: "cancels-touch-only-own-orders/external-cancel",
    minimalSize: 3,
    hooks: { config: () => ({ allowedStrategies: ["grid", "mm", "arb"] }) },
  },
  {
    name: "dated-contract-ids-read-as-external",
    expectedFailure: "every-mismatch-is-reported/missing-mismatch",
    minimalSize: 3,
    decisions: {
      isUnexpected: unexpectedIf(
        (id, config) =>
          isOwnOrder(id, config) &&
          parseOwnedId(id, config.clientOrderIdPrefix)?.symbol.includes("_") === false,
      ),
    },
  },
];
