import { expect, test } from "vitest";
import { allGatesOpen } from "../../src/domain/gate.ts";
import { allowedMode, closedGates, rawValueOf } from "./mode.ts";

const { confirm, env } = allGatesOpen;

test("with every gate open the mode is live", () => {
  expect(closedGates(allGatesOpen)).toEqual([]);
  expect(allowedMode(allGatesOpen)).toBe("live");
});

test("without the argument the mode is a dry run, and the open variables stay open", () => {
  expect(allowedMode({ confirm: null, env })).toBe("dry_run");
  expect(closedGates({ confirm: null, env })).toEqual(["cli_confirm"]);
});

test.each([
  ["cli_confirm", { confirm: "yes", env }, "yes"],
  ["cli_confirm", { confirm: "", env }, ""],
  ["dry_run_disabled", { confirm, env: { ...env, RECONCILE_DRY_RUN: "false" } }, "false"],
  ["dry_run_disabled", { confirm, env: { ...env, RECONCILE_DRY_RUN: undefined } }, "1"],
  ["active_allowed", { confirm, env: { ...env, RECONCILE_ALLOW_ACTIVE: "true" } }, "true"],
  ["active_allowed", { confirm, env: { ...env, RECONCILE_ALLOW_ACTIVE: undefined } }, "0"],
  ["executor_armed", { confirm, env: { ...env, ARMED: "yes" } }, "yes"],
  ["executor_armed", { confirm, env: { ...env, ARMED: undefined } }, "0"],
  ["mainnet_allowed", { confirm, env: { ...env, ALLOW_MAINNET_TRADE: "" } }, ""],
  ["mainnet_allowed", { confirm, env: { ...env, ALLOW_MAINNET_TRADE: undefined } }, "0"],
])("%s alone, closed, refuses the run", (gate, inputs, rawValue) => {
  expect(closedGates(inputs)).toEqual([gate]);
  expect(allowedMode(inputs)).toBe("refused");
  expect(rawValueOf(gate, inputs)).toBe(rawValue);
});

test("without the argument its value is empty, and a gate that does not exist has the value 0", () => {
  expect(rawValueOf("cli_confirm", { confirm: null, env })).toBe("");
  expect(rawValueOf("no_gate", allGatesOpen)).toBe("0");
});
