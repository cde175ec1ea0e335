/** A stream that lost its key, or is silent for another reason, shows nothing: also no order and no position. */
import type { RecordedStreamEvent } from "../../src/domain/stream-fault.ts";
import { opensUserStream, type RecordedRequest } from "../../src/domain/wire-request.ts";
import type { RunContext } from "../../src/simulation/observation.ts";
import { discarded, fail, pass, type RunProperty } from "../property.ts";

export const quietStreamIsNotAgreement: RunProperty = {
  kind: "run",
  name: "quiet-stream-is-not-agreement",
  statement:
    "A run with a user stream, open or lost, reads a list of the account, unless it may call nothing.",
  severity: "money",
  checks: ["no-list-with-a-stream"],
  requires: ["wire", "user-stream"],
  judge: ({ observation: { runs, runContexts, requests, streamEvents } }) => {
    const withStream = runs.flatMap(({ mode }, run) => {
      const own = requests.filter((request) => request.run === run);
      if (mayCallNothing(runContexts[run], own)) return [];
      const shown = streamEvents.filter((event) => event.run === run);
      const hasStream = shown.length > 0 || own.some(opensUserStream);
      return mode !== "refused" && mode !== "crashed" && hasStream ? [{ run, own, shown }] : [];
    });
    if (withStream.length === 0)
      return discarded("no run that may call the port had a user stream");
    const wrong = withStream.find(({ own }) => own.every(({ list }) => list === null));
    if (wrong === undefined) return pass;
    const { run, own, shown } = wrong;
    const violation = {
      run,
      expected: "a read of the orders or positions, because a silent stream shows nothing",
      actual: `it ${own.some(opensUserStream) ? "opened" : "had"} a user stream, and read no list${lossOf(shown)}`,
    };
    return fail("no-list-with-a-stream", violation, "");
  },
};

/** It needs no list: its action is `none`, the cooldown or a ban goes on, or a ban began in it. */
function mayCallNothing(context: RunContext | undefined, own: readonly RecordedRequest[]): boolean {
  if (context === undefined || own.some(({ bannedUntilMs }) => bannedUntilMs !== null)) return true;
  const { config, atMs, lastPortCallAtMs, priorCalls } = context;
  const cooldownMs = config.cooldownSeconds * 1_000;
  return (
    config.action === "none" ||
    (lastPortCallAtMs !== null && atMs < lastPortCallAtMs + cooldownMs) ||
    priorCalls.some(({ bannedUntilMs = 0 }) => atMs < bannedUntilMs)
  );
}

/** The first fault that kept an event from the bot. */
function lossOf(shown: readonly RecordedStreamEvent[]): string {
  const lost = shown.find(({ fault, sent }) => fault !== null && sent === null);
  if (lost?.fault === undefined || lost.fault === null) return "";
  return `; ${lost.event === 0 ? "the stream" : `its event ${lost.event}`} had the fault ${lost.fault}`;
}
