/**
 * Runs on the wire that got to know what happened after their first port call: by a list that they read again, or by an
 * event of the user stream. Such a run may decide by that, so its lists of before do not judge it.
 */
import { changesExchange, isSimulated } from "../../src/scenario/step.ts";
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
      const { afterCall = 0, afterRead } = outer.during?.[inner] ?? {};
      // What happens at the start happens before the first list.
      const isAtStart = afterCall === 0 && afterRead === undefined;
      if (isAtStart || !isSimulated(step) || !changesExchange(step)) continue;
      const run = runsBefore - 1;
      // The last lists before the first port call judge the run.
      if (
        readAgain(run, Math.max(afterCall, 1), observation) ||
        gotEvent(run, inner, observation)
      ) {
        found.add(run);
      }
    }
    return found;
  },
);

type Observation = Case["observation"];

function readAgain(run: number, afterCall: number, { requests }: Observation): boolean {
  let calls = 0;
  return requests.some((request) => {
    if (request.run !== run) return false;
    const isLater = request.list !== null && calls >= afterCall;
    calls += request.portCalls;
    return isLater;
  });
}

/** One of that step, which was sent within the run. */
function gotEvent(run: number, inner: number, { streamEvents }: Observation): boolean {
  return streamEvents.some(
    (event) => event.run === run && event.innerStep === inner && event.sent?.run === run,
  );
}
