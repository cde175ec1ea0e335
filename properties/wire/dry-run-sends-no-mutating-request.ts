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
  judge: ({ observation: { runContexts, requests } }) => {
    const modes = runContexts.map(({ gates }) => allowedMode(gates));
    if (modes.every((mode) => mode === "live")) return discarded("the gates permit live mode");
    const wrong = requests.find(
      ({ run, group }) => group === "mutating" && run !== null && modes[run] !== "live",
    );
    if (wrong === undefined) return pass;
    const isDryRun = modes[wrong.run ?? 0] === "dry_run";
    const expected = isDryRun ? "no mutating request in a dry run" : "no mutating request";
    const violation = { run: wrong.run, expected, actual: describeRecordedRequest(wrong) };
    const check = isDryRun ? "mutating-request-in-dry-run" : "mutating-request-when-refused";
    return fail(check, violation, `${wrong.method} ${wrong.path}`);
  },
};
