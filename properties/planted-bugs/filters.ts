/** Faults in closes that the filters of the venue round, split or forbid. */
import {
  absolute,
  add,
  decimalSchema,
  exceeds,
  multiply,
  negate,
  roundDown,
  type Decimal,
} from "../../src/domain/decimal.ts";
import { clientOrderIdSchema } from "../../src/domain/client-order-id.ts";
import { isFurtherPart, type MismatchResult } from "../../src/domain/run-report.ts";
import { limits } from "../../src/pipeline/limits.ts";
import { planDecisions, type PlanDecisions } from "../../src/pipeline/plan.ts";
import { reconcile } from "../../src/pipeline/run.ts";
import {
  decisionsWith,
  hooksWith,
  isPosition,
  limitsWith,
  pipelineWith,
  siblings,
  type PlantedBug,
} from "./planted-bug.ts";

const { partsOf, requestFor } = planDecisions;

/** Another way to split, which gets the right parts as the last argument. */
function partsWith(
  split: (
    quantity: Decimal,
    filters: Parameters<typeof partsOf>[1],
    parts: readonly Decimal[],
  ) => readonly Decimal[],
) {
  const changed: PlanDecisions["partsOf"] = (position, filters) => {
    const parts: Decimal[] = [];
    for (const part of partsOf(position, filters)) {
      // Nearly all closes have fewer.
      if (parts.length === 1_000) break;
      parts.push(part);
    }
    return parts.length === 0 ? [] : split(absolute(position.quantity), filters, parts);
  };
  return decisionsWith({ partsOf: changed });
}

/** Equal parts, as long as they are multiples of the step; the last one takes the rest too. */
const evenParts = partsWith((quantity, { stepSize }, parts) => {
  if (stepSize === undefined || parts.length < 2) return parts;
  const whole = roundDown(quantity, stepSize);
  const others = decimalSchema.parse(String(parts.length - 1));
  const count = decimalSchema.parse(String(parts.length));
  let [part = whole] = parts;
  while (exceeds(multiply(part, count), whole)) part = add(part, negate(stepSize));
  const last = add(whole, negate(multiply(part, others)));
  return [...parts.slice(1).map(() => part), last];
});

const unsplit = partsWith((quantity, { stepSize }) => [
  stepSize === undefined ? quantity : roundDown(quantity, stepSize),
]);

function isCutRest(results: readonly MismatchResult[], at: number): boolean {
  const result = results[at];
  if (result === undefined || !isFurtherPart(results[at - 1], result)) return false;
  return result.outcome.status === "blocked";
}

export const filterBugs: readonly PlantedBug[] = [
  ...siblings("orders-fit-the-filters/below-minimum", 3, {
    "dust-sent": limitsWith({ filters: () => null }),
  }),
  ...siblings("orders-fit-the-filters/notional-below-minimum", 3, {
    "smallest-notional-ignored-on-hedge-leg": limitsWith({
      filters: (mismatch, context) =>
        isPosition(mismatch) && mismatch.positionSide !== "BOTH"
          ? null
          : limits.filters(mismatch, context),
    }),
  }),
  ...siblings("orders-fit-the-filters/off-step", 3, {
    "step-ignored": partsWith((quantity, { maxMarketQuantity }, parts) =>
      maxMarketQuantity === undefined ? [quantity] : parts,
    ),
    "step-ignored-for-the-rest": partsWith((quantity, _, parts) => {
      const [rest = quantity, ...others] = parts.toReversed();
      const before = others.reduce((sum, part) => add(sum, part), decimalSchema.parse("0"));
      const left = add(quantity, negate(before));
      return others.length === 0 ? [rest] : [...others, left];
    }),
    "market-maximum-off-step": partsWith((_, { maxMarketQuantity }, parts) =>
      parts.length > 1 && maxMarketQuantity !== undefined
        ? [maxMarketQuantity, ...parts.slice(1)]
        : parts,
    ),
  }),
  ...siblings("orders-fit-the-filters/above-market-maximum", 3, {
    "market-maximum-ignored": unsplit,
    "rest-of-even-parts-in-the-last-one": evenParts,
  }),
  ...siblings("flatten-only-reduces/wrong-quantity", 3, {
    "quantity-rounded-up-to-the-step": partsWith((quantity, { stepSize }, parts) => {
      const [first = quantity] = parts;
      const isRounded = parts.length === 1 && stepSize !== undefined && exceeds(quantity, first);
      return isRounded ? [add(first, stepSize)] : parts;
    }),
  }),
  ...siblings("flatten-only-reduces/split-exceeds-position", 3, {
    "last-part-as-large-as-the-others": partsWith((_, __, parts) =>
      parts.map((part) => parts[0] ?? part),
    ),
  }),
  ...siblings("permitted-remediations-are-executed/missing-remediation", 3, {
    "rest-of-a-split-forgotten": partsWith((_, __, parts) =>
      parts.length > 1 ? parts.slice(0, -1) : parts,
    ),
    "one-part-a-run": partsWith((_, __, parts) => parts.slice(0, 1)),
    "smallest-notional-bounds-reduce-only": limitsWith({
      filters: (mismatch, context) => {
        const block = limits.filters(mismatch, context);
        if (block !== null || mismatch.type !== "POSITION_NONZERO_UNEXPECTED") return block;
        const { markPrice, quantity } = mismatch.observed;
        const least = context.filters?.[mismatch.symbol]?.minNotional;
        if (least === undefined || markPrice === null) return null;
        const isSmall = exceeds(least, multiply(absolute(quantity), markPrice));
        return isSmall ? { reason: "below_minimum", detail: "" } : null;
      },
    }),
    "close-above-maximum-blocked": limitsWith({
      filters: (mismatch, context) => {
        if (mismatch.type !== "POSITION_NONZERO_UNEXPECTED") return null;
        const most = context.filters?.[mismatch.symbol]?.maxMarketQuantity;
        return most !== undefined && exceeds(absolute(mismatch.observed.quantity), most)
          ? { reason: "below_minimum", detail: "" }
          : limits.filters(mismatch, context);
      },
    }),
  }),
  ...siblings("permitted-remediations-are-executed/wrong-remediation", 3, {
    "rest-sent-after-a-rejected-part": decisionsWith({ endsClose: () => false }),
  }),
  ...siblings("one-call-per-intent/extra-part", 3, {
    // The largest order that the venue takes seems to be too large.
    "close-of-the-maximum-split-too": partsWith(
      (quantity, { maxMarketQuantity, stepSize }, parts) => {
        const [part = quantity] = parts;
        const isMaximum = parts.length === 1 && part === maxMarketQuantity;
        if (!isMaximum || stepSize === undefined || !exceeds(part, stepSize)) return parts;
        return [add(part, negate(stepSize)), stepSize];
      },
    ),
    "last-step-of-a-close-sent-alone": partsWith((_, { stepSize }, parts) => {
      const rest = parts.at(-1);
      if (rest === undefined || stepSize === undefined || !exceeds(rest, stepSize)) return parts;
      return [...parts.slice(0, -1), add(rest, negate(stepSize)), stepSize];
    }),
  }),
  ...siblings("flatten-orders-name-their-owner/duplicate-id", 3, {
    "parts-share-one-id": decisionsWith({
      requestFor: (mismatch, config, nowMs, sequence, part) => {
        const request = requestFor(mismatch, config, nowMs, sequence, part);
        if (mismatch.type !== "POSITION_NONZERO_UNEXPECTED" || part === null) return request;
        if (request.method !== "placeMarketOrder" || part === absolute(mismatch.observed.quantity))
          return request;
        const clientOrderId = clientOrderIdSchema.parse(
          request.clientOrderId.replace(/_\d+$/, "_1"),
        );
        return { ...request, clientOrderId };
      },
    }),
  }),
  ...siblings("limits-hold/notional", 3, {
    "notional-bounded-for-each-part": limitsWith({
      maxNotional: (mismatch, context) => {
        if (mismatch.type !== "POSITION_NONZERO_UNEXPECTED") return null;
        const bounds = context.filters?.[mismatch.symbol];
        const { observed } = mismatch;
        const [part = observed.quantity] = bounds === undefined ? [] : partsOf(observed, bounds);
        return limits.maxNotional(
          { ...mismatch, observed: { ...observed, quantity: part } },
          context,
        );
      },
    }),
  }),
  ...siblings("limits-hold/max-orders", 3, {
    "split-counted-as-one-order": limitsWith({
      maxOrders: (mismatch, context) =>
        limits.maxOrders(mismatch, { ...context, attempts: context.attempts - context.parts }),
    }),
  }),
  ...siblings("attempts-are-bounded/attempts-per-intent", 3, {
    "split-counted-as-one-attempt": limitsWith({
      maxAttemptsPerIntent: (mismatch, context) =>
        limits.maxAttemptsPerIntent(mismatch, { ...context, parts: 0 }),
    }),
  }),
  ...siblings("every-mismatch-is-reported/missing-mismatch", 3, {
    "dust-not-reported": hooksWith({
      report: ({ results }) => ({
        results: results.filter(
          ({ outcome }) => !("reason" in outcome) || outcome.reason !== "below_minimum",
        ),
      }),
    }),
  }),
  ...siblings("every-mismatch-is-reported/missing-result", 3, {
    "close-in-parts-reported-once": hooksWith({
      report: ({ results }) => ({
        results: results.filter((result, at) => !isFurtherPart(results[at - 1], result)),
      }),
    }),
    "rest-cut-by-a-limit-not-reported": hooksWith({
      report: ({ results }) => ({ results: results.filter((_, at) => !isCutRest(results, at)) }),
    }),
  }),
  ...siblings("every-mismatch-is-reported/extra-result", 3, {
    "rest-cut-by-a-limit-reported-twice": hooksWith({
      report: ({ results }) => ({
        results: results.flatMap((result, at) =>
          isCutRest(results, at) ? [result, result] : [result],
        ),
      }),
    }),
  }),
  ...siblings("blocked-remediations-name-the-first-reason/wrong-outcome-or-reason", 3, {
    "filters-checked-before-the-notional": decisionsWith({
      limits: Object.assign({ filters: limits.filters }, limits),
    }),
  }),
  ...siblings("audit-equals-effects/wrong-run-event", 3, {
    "mismatch-counted-for-each-part": hooksWith({
      append: (event, append) => {
        if (event.event_type !== "RECONCILE_RUN") return append(event);
        const { mismatch_counts: counts, details } = event;
        const count = Math.max(counts.POSITION_NONZERO_UNEXPECTED, details.flatten_count);
        const mismatch_counts = { ...counts, POSITION_NONZERO_UNEXPECTED: count };
        return append({ ...event, mismatch_counts });
      },
    }),
  }),
  ...siblings("dry-run-plans-what-live-executes/plan-differs-from-calls", 3, {
    "dry-run-plans-the-close-unsplit": {
      reconcile: (inputs, services) =>
        (inputs.gates.confirm === null ? pipelineWith(unsplit.decisions) : reconcile)(
          inputs,
          services,
        ),
    },
  }),
];
