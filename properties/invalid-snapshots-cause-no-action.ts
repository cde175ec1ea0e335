/** An error must not be read as "no orders" or "flat". */
import { fail, pass, discarded, type RunProperty } from "./property.ts";
import type { NamedMismatch } from "../src/domain/mismatch.ts";
import type { PortRequest } from "../src/domain/port-call.ts";
import { isUsable, snapshotRejection } from "./oracle/expected-mismatches.ts";
import type { SnapshotPartName } from "./oracle/expected-mismatches.ts";
import { describeRequest } from "./oracle/requests.ts";
import { judgeRuns } from "./view/run-view.ts";
import { remediationsOf } from "./view/variants.ts";

export const invalidSnapshotsCauseNoAction: RunProperty = {
  kind: "run",
  name: "invalid-snapshots-cause-no-action",
  statement:
    "A failed, stale or contradictory snapshot part causes no mismatch and no action; a flatten needs every part.",
  severity: "money",
  checks: ["action-on-invalid-snapshot", "mismatch-from-invalid-snapshot"],
  judge: judgeRuns(({ run, context, scenario, report, requests }, failures) => {
    const invalidParts = parts.filter((part) => !isUsable(part, context, scenario));
    const [part] = invalidParts;
    if (part === undefined) return allValid;
    const invalid = invalidParts.map((name) => nameOf[name]).join(" and ");
    const rejection = `${nameOf[part]} ${snapshotRejection(part, context, scenario)}`;
    if (requests.some(({ method }) => invalidParts.some((name) => needs[method].includes(name)))) {
      const expected = `no action that needs the ${invalid}`;
      const actual = requests.map(describeRequest).join("; ");
      const variant = `${remediationsOf(requests)}/${rejection}/${report.mode}`;
      failures.push(fail("action-on-invalid-snapshot", { run, expected, actual }, variant));
    }
    const wrong = report.results.find(({ mismatch }) =>
      invalidParts.includes(partOf(mismatch)),
    )?.mismatch;
    if (wrong === undefined) return pass;
    const actual = `${wrong.type} on ${wrong.symbol}`;
    const expected = `no mismatch of the ${invalid}`;
    const variant = `${wrong.type}/${rejection}`;
    return fail("mismatch-from-invalid-snapshot", { run, expected, actual }, variant);
  }),
};

const parts = ["orders", "positions", "conditionalOrders"] as const;

const allValid = discarded("every snapshot part is valid");

const nameOf: Readonly<Record<SnapshotPartName, string>> = {
  orders: "orders",
  positions: "positions",
  conditionalOrders: "conditional orders",
};

/** A cancel needs the list of its order. */
const needs: Readonly<Record<PortRequest["method"], readonly SnapshotPartName[]>> = {
  cancelOrder: ["orders"],
  cancelConditionalOrder: ["conditionalOrders"],
  placeMarketOrder: parts,
};

function partOf(mismatch: NamedMismatch): SnapshotPartName {
  if (mismatch.type === "POSITION_NONZERO_UNEXPECTED") return "positions";
  return mismatch.orderList === undefined ? "orders" : "conditionalOrders";
}
