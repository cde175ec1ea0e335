/** A dry run that changes the leverage or cancels by another endpoint is no dry run. */
import { describeRecordedRequest } from "../../src/domain/wire-request.ts";
import { allowedMode } from "../oracle/mode.ts";
import { discarded, fail, pass, type RunProperty } from "../property.ts";

export const dryRunSendsNoMutatingRequest: RunProperty = {
  kind: "run",
  name: "dry-run-sends-no-mutating-request",
  statement: "A run that is not live sends no request that changes orders, positions or settings.",
  severity: "money",
  checks: ["mutating-request-in-dry-run", "mutating-request-when-refused"],
  requires: ["wire"],
  judgesErroredRuns: true,
  judge: ({ observation: { runContexts, requests } }, failures) => {
    const modes = runContexts.map(({ gates }) => allowedMode(gates));
    if (modes.every((mode) => mode === "live")) return discarded("the gates permit live mode");
    for (const request of requests) {
      const { run, group, method, path } = request;
      if (group !== "mutating" || run === null || modes[run] === "live") continue;
      const isDryRun = modes[run] === "dry_run";
      const expected = isDryRun ? "no mutating request in a dry run" : "no mutating request";
      const check = isDryRun ? "mutating-request-in-dry-run" : "mutating-request-when-refused";
      const actual = describeRecordedRequest(request);
      failures.push(fail(check, { run, expected, actual }, `${method} ${path}`));
    }
    return pass;
  },
};
