/** What changed between look and call ends in a new look and in no other order, and what a flatten fills never passes zero. */
import { Big } from "big.js";
import type { PortCall, PortEffect, PortRequest } from "../src/domain/port-call.ts";
import { fails, holds, notApplicable } from "./property.ts";
import type { Case, RunProperty, Verdict } from "./property.ts";
import { describeRequest } from "./oracle/expected-outcomes.ts";
import { callsOf } from "./view/calls.ts";

export const noActionOnWhatChanged: RunProperty = {
  kind: "run",
  name: "no-action-on-what-changed",
  statement:
    "What changed between look and call ends in a new look and in no other order, and what a flatten fills never passes zero.",
  movesMoney: true,
  judgesBrokenRuns: true,
  judge: (observed) => {
    const { effects } = observed.observation;
    const broken = effects.find(passesZero);
    if (broken?.held) {
      const { run, held } = broken;
      const { before, after } = held;
      const expected = `${before} on ${broken.request.symbol} made smaller, or nothing`;
      return fails("never-past-zero-when-it-fills", { run, expected, happened: after });
    }
    const looked = judgeLooks(observed);
    if (looked.verdict !== "not_applicable") return looked;
    return effects.some(({ held }) => held !== null) ? holds : looked;
  },
};

/** Also where a position that was gone is opened again. */
function passesZero({ held }: PortEffect): boolean {
  if (held === null) return false;
  const [before, after] = [new Big(held.before), new Big(held.after)];
  return after.abs().gt(before.abs()) || after.times(before).lt(0);
}

const gone: ReadonlySet<number> = new Set([-2011, -2022]);

function judgeLooks(observed: Case): Verdict {
  const calls = callsOf(observed);
  if (!calls.some(({ reply }) => isRefusedAsGone(reply)))
    return notApplicable("nothing had changed before it was acted on");
  for (const [at, { run, atMs, request, reply }] of calls.entries()) {
    if (!isRefusedAsGone(reply)) continue;
    const next = calls.slice(at + 1).find((call) => isAnOrderFor(request, call));
    const shown = observed.observation.situations[next?.run ?? -1]?.snapshot;
    if (next === undefined || shown === undefined) continue;
    if (next.run > run && shown.positions.takenAtMs > atMs) continue;
    const expected = `a new look at ${request.symbol}: ${describeRequest(request)} was refused, for what it was about is gone`;
    return fails("looks-again", {
      run: next.run,
      expected,
      happened: describeRequest(next.request),
    });
  }
  return holds;
}

function isRefusedAsGone(reply: PortCall["reply"]): boolean {
  return reply.status === "rejected" && gone.has(reply.code);
}

/** After a cancel any order on the symbol; after an order, one on the same side of a hedge. */
function isAnOrderFor(refused: PortRequest, { request }: PortCall): boolean {
  if (request.method === "cancelOrder" || request.symbol !== refused.symbol) return false;
  return refused.method === "cancelOrder" || refused.positionSide === request.positionSide;
}
