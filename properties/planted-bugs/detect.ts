/** Faults in the comparison of the expected state with the snapshot. */
import { decimalSchema } from "../../src/domain/decimal.ts";
import { isLive } from "../../src/domain/order.ts";
import type { Position } from "../../src/domain/position.ts";
import { detectDecisions } from "../../src/pipeline/detect.ts";
import { isOwnOrder } from "../../src/pipeline/ownership.ts";
import { configWith, decisionsWith, hooksWith, siblings, type PlantedBug } from "./planted-bug.ts";

const { isMissing, isFlat, statusesDiverge } = detectDecisions;

/** Only an observed position has a mark price. */
function isObservedBelowZero(position: Position): boolean {
  return "markPrice" in position && position.quantity.startsWith("-");
}

/** Compares the grace period with a snapshot that is taken later. */
const missingFrom = (byMs: number) =>
  decisionsWith({
    isMissing: (expected, takenAtMs, config) => isMissing(expected, takenAtMs + byMs, config),
  });

export const detectBugs: readonly PlantedBug[] = [
  ...siblings("every-mismatch-is-reported/missing-mismatch", 4, {
    "orders-matched-by-id-only": {
      decisions: { isSameOrder: (one, other) => one.clientOrderId === other.clientOrderId },
    },
    // An order that was filled stays expected as cancelled.
    "end-statuses-not-compared": decisionsWith({
      statusesDiverge: (expected, observed) =>
        (isLive(expected) || isLive(observed)) && statusesDiverge(expected, observed),
    }),
    "pending-order-read-as-open": decisionsWith({
      statusesDiverge: (expected, observed) =>
        observed !== "PENDING" && statusesDiverge(expected, observed),
    }),
    // The symbol of an expected position is not managed when it leaves the whitelist.
    "only-whitelist-managed": {
      decisions: { isManaged: (symbol, _, config) => config.symbolWhitelist.includes(symbol) },
    },
    "hedge-legs-netted": {
      issue: "nautilus_trader#3067",
      decisions: { isSamePosition: (expected, observed) => expected.symbol === observed.symbol },
    },
    "flat-entry-read-as-position": hooksWith({
      inputs: ({ expected }) => {
        const positions = expected.positions.map((entry) =>
          isFlat(entry) ? { ...entry, quantity: decimalSchema.parse("1") } : entry,
        );
        return { expected: { ...expected, positions } };
      },
    }),
    "grace-period-in-wrong-unit": {
      ...configWith({ orderGracePeriodMs: 5_000_000 }),
      minimalSize: 3,
    },
    "grace-period-one-ms-too-long": { ...missingFrom(-1), minimalSize: 3 },
    "grace-period-from-the-last-update": {
      ...decisionsWith({
        isMissing: (expected, takenAtMs, config) => {
          const createdAtMs = Math.max(expected.createdAtMs, expected.updatedAtMs ?? 0);
          return isMissing({ ...expected, createdAtMs }, takenAtMs, config);
        },
      }),
      minimalSize: 3,
    },
  }),
  ...siblings("no-mismatch-no-action/report-without-mismatch", 3, {
    "grace-period-ignored": configWith({ orderGracePeriodMs: 0 }),
    "grace-period-one-ms-too-short": missingFrom(1),
    "ended-order-reported-as-missing": decisionsWith({
      isMissing: ({ createdAtMs }, takenAtMs, { orderGracePeriodMs }) =>
        takenAtMs - createdAtMs > orderGracePeriodMs,
    }),
    "cancelled-order-reported-as-unexpected": {
      issue: "nautilus_trader#3622",
      decisions: {
        isUnexpected: ({ status, clientOrderId }, config) =>
          (isLive(status) || status === "CANCELLED") && isOwnOrder(clientOrderId, config),
      },
    },
    "every-symbol-managed": { decisions: { isManaged: () => true } },
    "minus-zero-read-as-short": {
      decisions: { isFlat: (position) => isFlat(position) && !isObservedBelowZero(position) },
    },
  }),
  ...siblings("no-mismatch-no-action/action-without-mismatch", 4, {
    "expected-state-ignored": {
      hooks: { inputs: () => ({ expected: { orders: [], positions: [] } }) },
    },
  }),
];
