/**
 * Runs on the wire whose first lists do not judge them: a list that was read again, an event of the user stream, or the
 * answer to a query showed a later change. Such a run may decide by that.
 */
import type { ReadList } from "../../src/domain/snapshot.ts";
import type { RecordedRequest } from "../../src/domain/wire-request.ts";
import { changesExchange, isSimulated, type SimulatedStep } from "../../src/scenario/step.ts";
import type { Case } from "../property.ts";
import { memoizeLast } from "./memoize-last.ts";

const none: ReadonlySet<number> = new Set();

/** Their indexes. */
export const runsThatKnewMore: (observed: Case) => ReadonlySet<number> = memoizeLast(
  ({ scenario: { steps }, observation }) => {
    const { requests, trace } = observation;
    if (requests.length === 0) return none;
    const found = new Set<number>();
    for (const { step, place, inner, runsBefore } of trace) {
      const outer = steps[place];
      if (inner === undefined || outer?.kind !== "reconcile") continue;
      if (!isSimulated(step) || !changesExchange(step)) continue;
      const { afterCall = 0, afterRead } = outer.during?.[inner] ?? {};
      const run = runsBefore - 1;
      const own = requests.filter((request) => request.run === run);
      const isKnown =
        afterRead === undefined
          ? // What happens at the start happens before the first list.
            afterCall > 0 &&
            (readAfterCalls(own, afterCall).length > 0 || wasShown(run, inner, observation))
          : knewAfterRead({ own, afterRead, step, run, inner }, observation);
      if (isKnown) found.add(run);
    }
    return found;
  },
);

type Observation = Case["observation"];
type Requests = readonly RecordedRequest[];

/** The reads of lists after so many port calls. */
function readAfterCalls(own: Requests, calls: number): Requests {
  let made = 0;
  return own.filter((request) => {
    const isLater = request.list !== null && made >= calls;
    made += request.portCalls;
    return isLater;
  });
}

type Change = {
  /** The requests of the run. */
  readonly own: Requests;
  /** The list after whose first read the step happened. */
  readonly afterRead: ReadList;
  readonly step: SimulatedStep;
  readonly run: number;
  readonly inner: number;
};

/** The last read of a list before the first port call judges the run, so that the change may be in it. */
function knewAfterRead(
  { own, afterRead, step, run, inner }: Change,
  observation: Observation,
): boolean {
  const firstCall = own.findIndex(({ portCalls }) => portCalls > 0);
  const reads = (firstCall === -1 ? own : own.slice(0, firstCall)).filter(
    ({ list, refusal }) => list !== null && refusal === null,
  );
  const at = reads.findIndex(({ list }) => list === afterRead) + 1;
  const later = readAfterCalls(own, 1);
  const isShown = wasShown(run, inner, observation);
  return listsChangedBy(step).some((list) => {
    const isOfList = (request: RecordedRequest) => request.list === list;
    const [before, after] = [reads.slice(0, at), reads.slice(at)].map((some) =>
      some.filter(isOfList),
    );
    if (after === undefined || after.length === 0) return isShown || later.some(isOfList);
    // Two endpoints, or the entries of two symbols: nothing shows by which one the run decided.
    return before?.some((one) => after.some((other) => !isSameRead(one, other))) === true;
  });
}

function isSameRead(one: RecordedRequest, other: RecordedRequest): boolean {
  return one.path === other.path && one.parameters === other.parameters;
}

function listsChangedBy(step: SimulatedStep): readonly ReadList[] {
  switch (step.kind) {
    case "fill-order":
      return ["orders", "positions"];
    case "set-position":
      return ["positions"];
    case "trigger-order":
      return ["conditionalOrders", "orders", "positions"];
    case "cancel-by-exchange":
      return step.orderList === undefined ? ["orders"] : ["conditionalOrders"];
    default:
      return ["orders"];
  }
}

/** By an event of that step, which was sent within the run, or by the answer to a query. */
function wasShown(
  run: number,
  inner: number,
  { streamEvents, orderQueries }: Observation,
): boolean {
  return (
    orderQueries.some((query) => query.run === run) ||
    streamEvents.some(
      (event) => event.run === run && event.innerStep === inner && event.sent?.run === run,
    )
  );
}
