/** Faults in the requests: side, quantity, position parameters and id. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { add, decimalSchema } from "../../src/domain/decimal.ts";
import type { PlaceMarketOrder } from "../../src/domain/port-call.ts";
import type { Decisions } from "../../src/pipeline/decisions.ts";
import { planDecisions } from "../../src/pipeline/plan.ts";
import { reconcile } from "../../src/pipeline/run.ts";
import { pipelineWith, type PlantedBug } from "./planted-bug.ts";

type Change = (request: PlaceMarketOrder) => Partial<PlaceMarketOrder>;

const { requestFor } = planDecisions;

function flattenWith(change: Change): Partial<Decisions> {
  return {
    requestFor: (...args) => {
      const request = requestFor(...args);
      return request.method === "cancelOrder" ? request : { ...request, ...change(request) };
    },
  };
}

const notReduceOnly = pipelineWith(
  flattenWith(({ reduceOnly }) => ({ reduceOnly: reduceOnly === null ? null : false })),
);

type ChangedFlatten = Pick<PlantedBug, "name" | "issue" | "expectedFailure"> & {
  readonly change: Change;
};

const changedFlattens: readonly ChangedFlatten[] = [
  {
    name: "flatten-on-same-side",
    expectedFailure: "flatten-only-reduces/wrong-side",
    change: ({ side }) => ({ side: side === "BUY" ? "SELL" : "BUY" }),
  },
  {
    // A short has a quantity below zero in one-way mode.
    name: "short-flattened-with-sell",
    issue: "ccxt/ccxt#15833",
    expectedFailure: "flatten-only-reduces/wrong-side",
    change: () => ({ side: "SELL" }),
  },
  {
    name: "position-side-swapped",
    issue: "nautilus_trader PR#4732",
    expectedFailure: "flatten-only-reduces/flatten-without-position",
    change: ({ positionSide: side }) => ({
      positionSide: side === null ? null : side === "LONG" ? "SHORT" : "LONG",
    }),
  },
  {
    name: "flatten-quantity-doubled",
    issue: "nautilus_trader#3493",
    expectedFailure: "flatten-only-reduces/wrong-quantity",
    change: ({ quantity }) => ({ quantity: add(quantity, quantity) }),
  },
  {
    name: "quantity-rounded-in-floats",
    issue: "Binance_Futures_python#138",
    expectedFailure: "flatten-only-reduces/wrong-quantity",
    change: ({ quantity }) => {
      const lots = Math.floor(Number(quantity) / 0.001);
      return { quantity: decimalSchema.parse((lots * 0.001).toFixed(3)) };
    },
  },
  {
    name: "reduce-only-omitted",
    expectedFailure: "flatten-only-reduces/wrong-position-parameters",
    change: () => ({ reduceOnly: null }),
  },
  {
    // The venue rejects reduceOnly together with a position side (-1106).
    name: "reduce-only-on-hedge-leg",
    expectedFailure: "flatten-only-reduces/wrong-position-parameters",
    change: () => ({ reduceOnly: true }),
  },
  {
    name: "flatten-id-without-owner",
    expectedFailure: "flatten-orders-name-their-owner/wrong-id-form",
    change: () => ({ clientOrderId: clientOrderIdSchema.parse("close") }),
  },
];

export const flattenOrderBugs: readonly PlantedBug[] = [
  ...changedFlattens.map(({ change, ...bug }) => ({
    ...bug,
    minimalSize: 3,
    decisions: flattenWith(change),
  })),
  {
    // The legs of a hedge share the symbol and the second, of which the id is made.
    name: "flatten-id-reused",
    expectedFailure: "flatten-orders-name-their-owner/duplicate-id",
    minimalSize: 4,
    decisions: flattenWith(({ clientOrderId }) => ({
      clientOrderId: clientOrderIdSchema.parse(clientOrderId.replace(/_\d+$/, "_1")),
    })),
  },
  {
    name: "first-flatten-not-reduce-only",
    expectedFailure: "rejected-remediations-need-a-new-snapshot/fill-past-zero",
    minimalSize: 3,
    isSequence: true,
    reconcile: (inputs, services) =>
      (inputs.priorCalls.length > 0 ? reconcile : notReduceOnly)(inputs, services),
  },
  {
    name: "exchange-order-id-sent-as-client-id",
    expectedFailure: "cancels-touch-only-own-orders/external-cancel",
    minimalSize: 3,
    decisions: {
      requestFor: (mismatch, ...rest) => {
        const request = requestFor(mismatch, ...rest);
        return mismatch.type === "POSITION_NONZERO_UNEXPECTED" || mismatch.observed === null
          ? request
          : { ...request, clientOrderId: clientOrderIdSchema.parse(mismatch.observed.orderId) };
      },
    },
  },
];
