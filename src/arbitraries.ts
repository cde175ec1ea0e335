/** The fast-check arbitraries of scenarios, valid by construction, for a team's own properties. */
export { gateEnvironment } from "../properties/arbitraries/gate-environment.ts";
export { configuration } from "../properties/arbitraries/config.ts";
export { notionalLimit, price, size } from "../properties/arbitraries/decimal.ts";
export { portFaults } from "../properties/arbitraries/port-fault.ts";
export { scenario } from "../properties/arbitraries/scenario.ts";
export { steps } from "../properties/arbitraries/single-run.ts";
export { tradingSymbol } from "../properties/arbitraries/symbol.ts";
