/** The scenarios, checks and pieces of text that bugs on the wire share. */
import { allGatesOpen, type GateInputs } from "../../../src/domain/gate.ts";
import type { WireFaultKind } from "../../../src/domain/wire-request.ts";
import type { Scenario } from "../../../src/scenario/scenario.ts";
import { withWireFaults } from "../../arbitraries/wire-faults.ts";
import {
  withGates,
  withOrder,
  withOrderAndPosition,
  withPortFault,
} from "../../enumeration/on-wire.ts";

export function reads(kind: WireFaultKind): Scenario {
  return withWireFaults(withOrderAndPosition, [{ endpoint: "openOrders", call: 1, kind }]);
}

export function mutation(kind: WireFaultKind, scenario: Scenario = withOrder): Scenario {
  return withWireFaults(scenario, [{ endpoint: "mutation", call: 1, kind }]);
}

export function gate(
  changed: Partial<GateInputs["env"]>,
  confirm: string = allGatesOpen.confirm,
): Scenario {
  return withGates(withOrder, { confirm, env: { ...allGatesOpen.env, ...changed } });
}

export const afterFailedRead = "broken-reply-takes-no-action/action-after-broken-reply";
export const closedGate = "live-needs-all-five-gates/call-behind-closed-gate";
export const repeated = "client-does-not-retry-mutations/repeated-mutation";
export const inDryRun = "dry-run-sends-no-mutating-request/mutating-request-in-dry-run";
export const banned = withPortFault(withOrder, { kind: "rate-limit", banMs: 120_000 });

/** Those of a handshake. */
export const upgradeHeaders = `{
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
  }`;

export const answer = "  const { status, text } = await ask(method, path, parameters);\n";
export const again = (when: string) =>
  `  let { status, text } = await ask(method, path, parameters);\n  if (${when}) ({ status, text } = await ask(method, path, parameters));\n`;
export const end = "\nawait reconcile();\n";
