/** The cases of a bot on the wire in which something happens between two of its reads, or a query misleads it. */
import type { QueryFault } from "../../src/domain/order-query.ts";
import type { ReadList } from "../../src/domain/snapshot.ts";
import type { WireFault } from "../../src/domain/wire-request.ts";
import type { InnerStep } from "../../src/scenario/inner-step.ts";
import { withDuring, type Scenario } from "../../src/scenario/scenario.ts";
import type { Step } from "../../src/scenario/step.ts";
import { withWireFaults } from "../arbitraries/wire-faults.ts";
import { observed } from "./plain-scenario.ts";

/** After the first read of the list, and before the first port call. */
function afterRead(
  scenario: Scenario,
  list: ReadList,
  step: Exclude<InnerStep, { kind: "advance-clock" }>,
): Scenario {
  const during = [{ afterCall: 0, afterRead: list, step }];
  const steps = scenario.steps.map((one): Step => {
    return one.kind === "reconcile" ? withDuring(one, during) : one;
  });
  return { ...scenario, steps };
}

/** A position is read, and an order of the bot appears: only a bot that reads the orders again can see it. */
export function withLateOrder(withPosition: Scenario): Scenario {
  return afterRead(withPosition, "positions", { kind: "add-order", order: observed("OPEN") });
}

/** The order fills after the read of a list, so that the other list may show what this one does not. */
export function withLateFill(withOrder: Scenario, list: ReadList): Scenario {
  const { clientOrderId } = observed("OPEN");
  return afterRead(withOrder, list, { kind: "fill-order", clientOrderId, quantity: null });
}

/** A cancel without a clear outcome, and then the answer to the query for its order. */
export function withMisledQuery(
  scenario: Scenario,
  query: QueryFault,
  applied: Pick<WireFault, "applied"> = {},
): Scenario {
  const fault: WireFault = { endpoint: "mutation", call: 1, kind: "unknown-error", ...applied };
  const faulty = withWireFaults(scenario, [fault]);
  const steps = faulty.steps.map((step): Step => {
    return step.kind === "reconcile" ? { ...step, queryFaults: [query] } : step;
  });
  return { ...faulty, steps };
}
