/**
 * Order updates that arrive within a run. A run may decide by the expected state of its start. A bot that takes an
 * update in, and leaves out a call that the update made needless, is right too.
 */
import { Big } from "big.js";
import { zero } from "../../src/domain/decimal.ts";
import type { PlannedRequest } from "../../src/domain/port-call.ts";
import type { RunContext } from "../../src/simulation/observation.ts";
import type { StreamedUpdate } from "../../src/domain/stream-fault.ts";
import type { Case } from "../property.ts";
import type { ExpectedMismatch } from "../oracle/expected-mismatches.ts";
import type { ExpectedOutcome } from "../oracle/expected-outcomes.ts";
import { isOfEarlierOrder } from "../oracle/expected-positions.ts";
import { isLiveOrder } from "../oracle/order-status.ts";
import { hasIntentOf } from "../oracle/requests.ts";
import { memoizeLast } from "./memoize-last.ts";

/** As a step has it, or as the user stream showed it. */
type OrderUpdate = Omit<StreamedUpdate, "symbol" | "orderId"> & {
  readonly symbol?: StreamedUpdate["symbol"] | undefined;
  readonly orderId?: string | undefined;
};

export type UpdateInRun = {
  /** The index of the run. */
  readonly run: number;
  /** How many port calls of the run came before. */
  readonly afterCall: number;
  readonly update: OrderUpdate;
};

const none: readonly UpdateInRun[] = [];

/** Those of steps, those of the user stream that were sent, and what misled a bot on the wire that queried an order. */
export const updatesInRuns: (observed: Case) => readonly UpdateInRun[] = memoizeLast(
  ({ scenario: { steps }, observation }) => {
    const { trace, streamEvents } = observation;
    const sentOnes = streamEvents.flatMap(({ update, sent }) =>
      update === null || sent === null
        ? []
        : [{ run: sent.run, afterCall: sent.portCallsBefore, update }],
    );
    const shown = [...sentOnes, ...misledQueries(observation)];
    if (!steps.some((step) => step.kind === "reconcile" && step.during !== undefined)) {
      return shown.length === 0 ? none : shown;
    }
    const delivered = trace.flatMap(({ step, place, inner, runsBefore }): UpdateInRun[] => {
      const outer = steps[place];
      if (step.kind !== "order-update" || inner === undefined) return [];
      const during = outer?.kind === "reconcile" ? outer.during?.[inner] : undefined;
      return during === undefined
        ? []
        : [{ run: runsBefore - 1, afterCall: during.afterCall, update: step }];
    });
    return [...delivered, ...shown];
  },
);

/** After such an answer a bot may leave out the cancel of the order, as if it had ended. */
function misledQueries({ requests, orderQueries }: Case["observation"]): UpdateInRun[] {
  if (requests.length === 0) return [];
  return orderQueries.flatMap(({ run, symbol, clientOrderId, atMs, isMisled }) => {
    const ended = { status: "CANCELLED", updatedAtMs: atMs, filledQuantity: zero };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names are compared, and only that
    const update = { symbol, clientOrderId, ...ended } as UpdateInRun["update"];
    return isMisled ? [{ run, afterCall: 0, update }] : [];
  });
}

/** An order by its id, or a position: then the id is null. */
type Subject = {
  readonly symbol: string;
  readonly positionSide: string;
  readonly clientOrderId: string | null;
};

/** The permitted outcomes without those that the run left out rightly. */
export function withoutNeedless(
  permitted: readonly ExpectedOutcome[],
  requests: readonly PlannedRequest[],
  updates: readonly UpdateInRun[],
  context: RunContext,
): readonly ExpectedOutcome[] {
  if (updates.length === 0) return permitted;
  const parts = new Map<ExpectedMismatch, number>();
  let sent = 0;
  return permitted.filter(({ mismatch }) => {
    const part = (parts.get(mismatch) ?? 0) + 1;
    parts.set(mismatch, part);
    const made = requests.filter((request) => hasIntentOf(request, mismatch)).length;
    if (made >= part) {
      sent += 1;
      return true;
    }
    const subject = subjectOf(mismatch);
    return subject === null || !isNeedless(subject, sent, updates, context);
  });
}

function subjectOf(mismatch: ExpectedMismatch): Subject | null {
  const { symbol, positionSide, clientOrderId, position, orderList } = mismatch;
  if (orderList !== undefined) return null;
  return { symbol, positionSide, clientOrderId: position === null ? clientOrderId : null };
}

function isNeedless(
  subject: Subject,
  callsBefore: number,
  updates: readonly UpdateInRun[],
  context: RunContext,
): boolean {
  return updates.some(
    ({ afterCall, update }) =>
      afterCall <= callsBefore &&
      (subject.clientOrderId === null
        ? fillsPosition(update, subject, context)
        : isOfOrder(update, subject, context)),
  );
}

/** The order has ended, or the update is newer than the list: then the list no longer contradicts the expected order. */
function isOfOrder(update: OrderUpdate, { symbol, clientOrderId }: Subject, context: RunContext) {
  return (
    update.clientOrderId === clientOrderId &&
    (update.symbol === undefined || update.symbol === symbol) &&
    (!isLiveOrder(update) || update.updatedAtMs > context.snapshot.orders.takenAtMs)
  );
}

/** The fill of an expected order moves the expected position, which then is no longer flat. */
function fillsPosition(
  update: OrderUpdate,
  { symbol, positionSide }: Subject,
  { expected }: RunContext,
): boolean {
  return expected.orders.some(
    (order) =>
      order.clientOrderId === update.clientOrderId &&
      order.symbol === symbol &&
      order.positionSide === positionSide &&
      (update.symbol === undefined || update.symbol === symbol) &&
      !isOfEarlierOrder(update, order) &&
      new Big(update.filledQuantity).gt(order.filledQuantity),
  );
}
