/** An error must not be read as "no orders" or "flat". */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import { isUsable, snapshotRejection } from "./oracle/expected-mismatches.ts";
import { describeRequest } from "./oracle/requests.ts";
import { judgeRuns } from "./view/run-view.ts";
import { remediationsOf } from "./view/variants.ts";

export const invalidSnapshotsCauseNoAction: RunProperty = {
  kind: "run",
  name: "invalid-snapshots-cause-no-action",
  statement:
    "A failed, stale or contradictory snapshot part causes no mismatch and no action; a flatten needs both parts.",
  severity: "money",
  checks: ["action-on-invalid-snapshot", "mismatch-from-invalid-snapshot"],
  judge: judgeRuns(({ run, context, scenario, report, requests }) => {
    const orders = isUsable("orders", context, scenario);
    const positions = isUsable("positions", context, scenario);
    if (orders && positions) return discarded("both snapshot parts are valid");
    const invalid = orders ? "positions" : positions ? "orders" : "orders and positions";
    const part = orders ? "positions" : "orders";
    const rejection = `${part} ${snapshotRejection(part, context, scenario)}`;
    const methods = requests.map(({ method }) => method);
    if (methods.some((method) => method === "placeMarketOrder" || !orders)) {
      const expected = `no action that needs the ${invalid}`;
      const actual = requests.map(describeRequest).join("; ");
      const variant = `${remediationsOf(requests)}/${rejection}/${report.mode}`;
      return fail("action-on-invalid-snapshot", { run, expected, actual }, variant);
    }
    const wrong = report.results.find(({ mismatch }) =>
      mismatch.type === "POSITION_NONZERO_UNEXPECTED" ? !positions : !orders,
    )?.mismatch;
    if (wrong === undefined) return pass;
    const actual = `${wrong.type} on ${wrong.symbol}`;
    const expected = `no mismatch of the ${invalid}`;
    const variant = `${wrong.type}/${rejection}`;
    return fail("mismatch-from-invalid-snapshot", { run, expected, actual }, variant);
  }),
};
