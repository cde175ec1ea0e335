/** Faults in the requests: side, quantity, position parameters and id. */
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { add, decimalSchema } from "../../src/domain/decimal.ts";
import type { PlaceMarketOrder } from "../../src/domain/port-call.ts";
import { planDecisions } from "../../src/pipeline/plan.ts";
import { reconcile } from "../../src/pipeline/run.ts";
import { pipelineWith, sequenceSiblings, siblings, type PlantedBug } from "./planted-bug.ts";

type Change = (request: PlaceMarketOrder) => Partial<PlaceMarketOrder>;

const { requestFor } = planDecisions;

const requested = (request: typeof requestFor) => ({ decisions: { requestFor: request } });

function flattenWith(change: Change) {
  return requested((...args) => {
    const request = requestFor(...args);
    return request.method !== "placeMarketOrder" ? request : { ...request, ...change(request) };
  });
}

const notReduceOnly = pipelineWith(
  flattenWith(({ reduceOnly }) => ({ reduceOnly: reduceOnly === null ? null : false })).decisions,
);

/** As untyped code sends it. */
const flattenWithAny = (change: (request: PlaceMarketOrder) => object) =>
  flattenWith((request) => change(request));

export const flattenOrderBugs: readonly PlantedBug[] = [
  ...siblings("port-calls-are-well-formed/invalid-client-order-id", 3, {
    "flatten-id-too-long": flattenWithAny(({ clientOrderId }) => ({
      clientOrderId: clientOrderId.padEnd(44, "0"),
    })),
  }),
  ...siblings("port-calls-are-well-formed/invalid-quantity", 3, {
    "quantity-with-exponent": flattenWithAny(({ quantity }) => ({
      quantity: Number(quantity).toExponential(),
    })),
  }),
  ...siblings("port-calls-are-well-formed/invalid-symbol", 3, {
    "symbol-with-slash": flattenWithAny(({ symbol }) => ({
      symbol: symbol.replace(/USD[TC]/, "/$&"),
    })),
  }),
  ...siblings("port-calls-are-well-formed/invalid-parameter", 3, {
    "side-in-small-letters": flattenWithAny(({ side }) => ({ side: side.toLowerCase() })),
  }),
  ...siblings("port-calls-are-well-formed/unknown-parameter", 3, {
    "price-sent-with-market-order": flattenWithAny(() => ({ price: "1" })),
  }),
  ...siblings("flatten-only-reduces/wrong-side", 3, {
    "flatten-on-same-side": flattenWith(({ side }) => ({ side: side === "BUY" ? "SELL" : "BUY" })),
    // A short has a quantity below zero in one-way mode.
    "short-flattened-with-sell": {
      issue: "ccxt/ccxt#15833",
      ...flattenWith(() => ({ side: "SELL" })),
    },
  }),
  ...siblings("flatten-only-reduces/flatten-without-position", 3, {
    "position-side-swapped": {
      issue: "nautilus_trader PR#4732",
      ...flattenWith(({ positionSide: side }) => ({
        positionSide: side === null ? null : side === "LONG" ? "SHORT" : "LONG",
      })),
    },
  }),
  ...siblings("flatten-only-reduces/wrong-quantity", 3, {
    "flatten-quantity-doubled": {
      issue: "nautilus_trader#3493",
      ...flattenWith(({ quantity }) => ({ quantity: add(quantity, quantity) })),
    },
    "quantity-rounded-in-floats": {
      minimalSize: 2,
      issue: "Binance_Futures_python#138",
      ...flattenWith(({ quantity }) => {
        const lots = Math.floor(Number(quantity) / 0.001);
        return { quantity: decimalSchema.parse((lots * 0.001).toFixed(3)) };
      }),
    },
  }),
  ...siblings("flatten-only-reduces/wrong-position-parameters", 3, {
    "reduce-only-omitted": flattenWith(() => ({ reduceOnly: null })),
    // The venue rejects reduceOnly together with a position side (-1106).
    "reduce-only-on-hedge-leg": flattenWith(() => ({ reduceOnly: true })),
  }),
  ...siblings("flatten-orders-name-their-owner/wrong-id-form", 3, {
    "flatten-id-without-owner": flattenWith(() => ({
      clientOrderId: clientOrderIdSchema.parse("close"),
    })),
  }),
  ...siblings("flatten-orders-name-their-owner/wrong-strategy", 3, {
    "flatten-signed-by-last-strategy": requested((mismatch, config, ...rest) => {
      const allowedStrategies = config.allowedStrategies.toReversed();
      return requestFor(mismatch, { ...config, allowedStrategies }, ...rest);
    }),
  }),
  ...siblings("flatten-orders-name-their-owner/duplicate-id", 3, {
    // The legs of a hedge share the symbol and the second, of which the id is made.
    "flatten-id-reused": flattenWith(({ clientOrderId }) => ({
      clientOrderId: clientOrderIdSchema.parse(clientOrderId.replace(/_\d+$/, "_1")),
    })),
  }),
  ...sequenceSiblings("rejected-remediations-need-a-new-snapshot/fill-past-zero", 3, {
    "first-flatten-not-reduce-only": {
      reconcile: (inputs, services) =>
        (inputs.priorCalls.length > 0 ? reconcile : notReduceOnly)(inputs, services),
    },
  }),
  ...siblings("cancels-touch-only-own-orders/external-cancel", 3, {
    "exchange-order-id-sent-as-client-id": requested((mismatch, ...rest) => {
      const request = requestFor(mismatch, ...rest);
      return mismatch.type === "POSITION_NONZERO_UNEXPECTED" || mismatch.observed === null
        ? request
        : { ...request, clientOrderId: clientOrderIdSchema.parse(mismatch.observed.orderId) };
    }),
  }),
];
