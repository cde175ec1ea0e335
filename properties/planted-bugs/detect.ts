/** Faults in the comparison of the expected state with the snapshot. */
import { decimalSchema } from "../../src/domain/decimal.ts";
import { isLive } from "../../src/domain/order.ts";
import { detectDecisions } from "../../src/pipeline/detect.ts";
import { isOwnOrder } from "../../src/pipeline/ownership.ts";
import type { PlantedBug } from "./planted-bug.ts";

const { isMissing, isFlat, statusesDiverge } = detectDecisions;

const graceBoundaries = (
  [
    ["grace-period-one-ms-too-long", -1, "every-mismatch-is-reported/missing-mismatch"],
    ["grace-period-one-ms-too-short", 1, "no-mismatch-no-action/report-without-mismatch"],
  ] as const
).map(([name, byMs, expectedFailure]): PlantedBug => ({
  name,
  expectedFailure,
  minimalSize: 3,
  decisions: {
    isMissing: (expected, takenAtMs, config) => isMissing(expected, takenAtMs + byMs, config),
  },
}));

export const detectBugs: readonly PlantedBug[] = [
  ...graceBoundaries,
  {
    name: "grace-period-ignored",
    expectedFailure: "no-mismatch-no-action/report-without-mismatch",
    minimalSize: 3,
    hooks: { config: () => ({ orderGracePeriodMs: 0 }) },
  },
  {
    name: "grace-period-in-wrong-unit",
    expectedFailure: "every-mismatch-is-reported/missing-mismatch",
    minimalSize: 3,
    hooks: { config: () => ({ orderGracePeriodMs: 5_000_000 }) },
  },
  {
    name: "expected-state-ignored",
    expectedFailure: "no-mismatch-no-action/action-without-mismatch",
    minimalSize: 4,
    hooks: { inputs: () => ({ expected: { orders: [], positions: [] } }) },
  },
  {
    name: "orders-matched-by-id-only",
    expectedFailure: "every-mismatch-is-reported/missing-mismatch",
    minimalSize: 4,
    decisions: {
      isSameOrder: (expected, observed) => expected.clientOrderId === observed.clientOrderId,
    },
  },
  {
    name: "ended-order-reported-as-missing",
    expectedFailure: "no-mismatch-no-action/report-without-mismatch",
    minimalSize: 3,
    decisions: {
      isMissing: ({ createdAtMs }, takenAtMs, { orderGracePeriodMs }) =>
        takenAtMs - createdAtMs > orderGracePeriodMs,
    },
  },
  {
    name: "cancelled-order-reported-as-unexpected",
    issue: "nautilus_trader#3622",
    expectedFailure: "no-mismatch-no-action/report-without-mismatch",
    minimalSize: 3,
    decisions: {
      isUnexpected: ({ status, clientOrderId }, config) =>
        (isLive(status) || status === "CANCELLED") && isOwnOrder(clientOrderId, config),
    },
  },
  {
    // An order that was filled stays expected as cancelled.
    name: "end-statuses-not-compared",
    expectedFailure: "every-mismatch-is-reported/missing-mismatch",
    minimalSize: 4,
    decisions: {
      statusesDiverge: (expected, observed) =>
        (isLive(expected) || isLive(observed)) && statusesDiverge(expected, observed),
    },
  },
  {
    name: "pending-order-read-as-open",
    expectedFailure: "every-mismatch-is-reported/missing-mismatch",
    minimalSize: 4,
    decisions: {
      statusesDiverge: (expected, observed) =>
        observed !== "PENDING" && statusesDiverge(expected, observed),
    },
  },
  {
    name: "every-symbol-managed",
    expectedFailure: "no-mismatch-no-action/report-without-mismatch",
    minimalSize: 3,
    decisions: { isManaged: () => true },
  },
  {
    // The symbol of an expected position is not managed when it leaves the whitelist.
    name: "only-whitelist-managed",
    expectedFailure: "every-mismatch-is-reported/missing-mismatch",
    minimalSize: 4,
    decisions: {
      isManaged: (symbol, _, { symbolWhitelist }) =>
        symbolWhitelist.some((name) => name === symbol),
    },
  },
  {
    name: "hedge-legs-netted",
    issue: "nautilus_trader#3067",
    expectedFailure: "every-mismatch-is-reported/missing-mismatch",
    minimalSize: 4,
    decisions: { isSamePosition: (expected, observed) => expected.symbol === observed.symbol },
  },
  {
    name: "flat-entry-read-as-position",
    expectedFailure: "every-mismatch-is-reported/missing-mismatch",
    minimalSize: 4,
    hooks: {
      inputs: ({ expected }) => ({
        expected: {
          ...expected,
          positions: expected.positions.map((entry) =>
            isFlat(entry) ? { ...entry, quantity: decimalSchema.parse("1") } : entry,
          ),
        },
      }),
    },
  },
  {
    name: "minus-zero-read-as-short",
    expectedFailure: "no-mismatch-no-action/report-without-mismatch",
    minimalSize: 3,
    decisions: {
      isFlat: (position) => isFlat(position) && !position.quantity.startsWith("-"),
    },
  },
];
