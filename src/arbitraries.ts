/** The fast-check arbitraries of scenarios, valid by construction, for a team's own properties. */
import type * as fc from "fast-check";
import { scenario as anyScenario } from "../properties/arbitraries/scenario.ts";
import {
  withoutConditionalOrders,
  withoutQueryFaults,
  type Scenario,
} from "./scenario/scenario.ts";

export { gateEnvironment } from "../properties/arbitraries/gate-environment.ts";
export { configuration } from "../properties/arbitraries/config.ts";
export { notionalLimit, price, size } from "../properties/arbitraries/decimal.ts";
export { portFaults } from "../properties/arbitraries/port-fault.ts";
export { steps } from "../properties/arbitraries/single-run.ts";
export { tradingSymbol } from "../properties/arbitraries/symbol.ts";

/**
 * Scenarios of one or two runs, valid by construction. Throws nothing.
 *
 * @param target What the target declares; by default neither.
 * @returns an arbitrary of scenarios, without `expect`
 */
export function scenario(
  target: {
    /** Whether it knows conditional orders; absent: no, and then no scenario has one. */
    readonly conditionalOrders?: boolean;
    /** Whether it asks for single orders; absent: no, and then no answer misleads. */
    readonly queries?: boolean;
  } = {},
): fc.Arbitrary<Scenario> {
  const generated = anyScenario();
  const known =
    target.conditionalOrders === true ? generated : generated.map(withoutConditionalOrders);
  return target.queries === true ? known : known.map(withoutQueryFaults);
}
