import { expect, test } from "vitest";
import { gates, type GateInputs } from "../domain/gate.ts";
import { withSpelling, wrongSpellings } from "../scenario/gate-spellings.ts";
import { openGates } from "../test-fixtures/scenarios.ts";
import { decideMode } from "./gates.ts";
import { isGenuinePermit } from "./live-permit.ts";

const combinations = Array.from({ length: 32 }, (_, bits) =>
  gates.map((gate, index) => ({ gate, open: (bits & (1 << index)) !== 0 })),
);

test("exactly one of the 32 combinations of gates is live, and each closed gate is named once", () => {
  const live = combinations.filter((combination) => {
    let inputs: GateInputs = openGates;
    for (const { gate, open } of combination) {
      if (!open) inputs = withSpelling(inputs, gate.source, "closed");
    }
    const decision = decideMode(inputs);
    const named = decision.mode === "refused" ? decision.gateFailures.map(({ gate }) => gate) : [];
    const closed = combination.filter(({ open }) => !open).map(({ gate }) => gate.name);
    expect(named).toEqual(closed);
    return decision.mode === "live";
  });
  expect(combinations).toHaveLength(32);
  expect(live).toHaveLength(1);
});

test.each(
  gates.flatMap((gate) =>
    wrongSpellings[gate.requiredValue].map((rawValue) => [gate, rawValue] as const),
  ),
)("$source stays closed for %j", (gate, rawValue) => {
  const decision = decideMode(withSpelling(openGates, gate.source, rawValue));
  expect(decision).toMatchObject({ mode: "refused", gateFailures: [{ gate: gate.name }] });
  expect(decision).not.toHaveProperty("permit");
});

test.each(combinations.filter((combination) => combination[0]?.open !== true))(
  "without --confirm every environment gives a dry run",
  (...combination) => {
    let inputs: GateInputs = { ...openGates, confirm: null };
    for (const { gate, open } of combination.slice(1)) {
      if (!open) inputs = withSpelling(inputs, gate.source, "closed");
    }
    expect(decideMode(inputs)).toEqual({ mode: "dry_run" });
  },
);

test("an unset variable is reported by its default value", () => {
  expect(decideMode({ confirm: "WRONG", env: {} })).toEqual({
    mode: "refused",
    gateFailures: [
      { gate: "cli_confirm", source: "--confirm", expected: "LIVE_REMEDIATE", actual: "WRONG" },
      { gate: "dry_run_disabled", source: "RECONCILE_DRY_RUN", expected: "0", actual: "1" },
      { gate: "active_allowed", source: "RECONCILE_ALLOW_ACTIVE", expected: "1", actual: "0" },
      { gate: "executor_armed", source: "ARMED", expected: "1", actual: "0" },
      { gate: "mainnet_allowed", source: "ALLOW_MAINNET_TRADE", expected: "1", actual: "0" },
    ],
  });
});

test("each gate is read once, so a later change of the environment has no effect", () => {
  let reads = 0;
  const env = Object.defineProperty({ ...openGates.env }, "ARMED", {
    enumerable: true,
    get: () => ((reads += 1) === 1 ? "1" : "0"),
  });
  expect(decideMode({ confirm: openGates.confirm, env }).mode).toBe("live");
  expect(reads).toBe(1);
});

test("live mode has a permit that the port accepts", () => {
  const decision = decideMode(openGates);
  expect(decision.mode === "live" && isGenuinePermit(decision.permit)).toBe(true);
});
