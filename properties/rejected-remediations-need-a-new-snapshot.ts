/** What changed between look and call ends in a new look and in no other order, and what a flatten fills never passes zero. */
import { Big } from "big.js";
import type { PortCall, PortEffect, PortRequest } from "../src/domain/port-call.ts";
import { fail, pass, discarded } from "./property.ts";
import type { Case, RunProperty, Verdict } from "./property.ts";
import { describeRequest } from "./oracle/expected-outcomes.ts";
import { callsOf } from "./view/calls.ts";

export const rejectedRemediationsNeedANewSnapshot: RunProperty = {
  kind: "run",
  name: "rejected-remediations-need-a-new-snapshot",
  statement:
    "What changed between look and call ends in a new look and in no other order, and what a flatten fills never passes zero.",
  severity: "money",
  judgesErroredRuns: true,
  judge: (observed) => {
    const { effects } = observed.observation;
    const broken = effects.find(passesZero);
    if (broken?.position) {
      const { run, position } = broken;
      const { before, after } = position;
      const expected = `${before} on ${broken.request.symbol} made smaller, or nothing`;
      return fail("fill-past-zero", { run, expected, actual: after });
    }
    const looked = judgeLooks(observed);
    if (looked.kind !== "discarded") return looked;
    return effects.some(({ position }) => position !== null) ? pass : looked;
  },
};

/** Also where a position that was gone is opened again. */
function passesZero({ position }: PortEffect): boolean {
  if (position === null) return false;
  const [before, after] = [new Big(position.before), new Big(position.after)];
  return after.abs().gt(before.abs()) || after.times(before).lt(0);
}

const gone: ReadonlySet<number> = new Set([-2011, -2022]);

function judgeLooks(observed: Case): Verdict {
  const calls = callsOf(observed);
  if (!calls.some(({ reply }) => isRefusedAsGone(reply)))
    return discarded("nothing had changed before it was acted on");
  for (const [at, { run, atMs, request, reply }] of calls.entries()) {
    if (!isRefusedAsGone(reply)) continue;
    const next = calls.slice(at + 1).find((call) => isAnOrderFor(request, call));
    const shown = observed.observation.runContexts[next?.run ?? -1]?.snapshot;
    if (next === undefined || shown === undefined) continue;
    if (next.run > run && shown.positions.takenAtMs > atMs) continue;
    const expected = `a new look at ${request.symbol}: ${describeRequest(request)} was refused, for what it was about is gone`;
    return fail("order-without-new-snapshot", {
      run: next.run,
      expected,
      actual: describeRequest(next.request),
    });
  }
  return pass;
}

function isRefusedAsGone(reply: PortCall["reply"]): boolean {
  return reply.status === "rejected" && gone.has(reply.code);
}

/** After a cancel any order on the symbol; after an order, one on the same side of a hedge. */
function isAnOrderFor(refused: PortRequest, { request }: PortCall): boolean {
  if (request.method === "cancelOrder" || request.symbol !== refused.symbol) return false;
  return refused.method === "cancelOrder" || refused.positionSide === request.positionSide;
}
