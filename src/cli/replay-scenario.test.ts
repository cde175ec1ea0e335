/** `replay` of a file that has a scenario alone. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../package-root.ts";
import { runCli, temporaryFolder } from "../test-fixtures/run-cli.ts";
import { observedOrder, openGates, startsAtMs } from "../test-fixtures/scenarios.ts";

const scenario = {
  schemaVersion: 2,
  name: "by hand",
  statement: "A position, and an order that is not expected.",
  startsAtMs,
  gates: openGates,
  config: { action: "flatten", symbolWhitelist: ["BTCUSDT"] },
  exchange: {
    orders: [observedOrder()],
    positions: [{ symbol: "BTCUSDT", quantity: "0.001" }],
    prices: { BTCUSDT: "50000" },
  },
  steps: [{ kind: "snapshot" }, { kind: "reconcile" }],
};

function replay(document: object, ...more: readonly string[]) {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "file.json"), JSON.stringify(document));
  return runCli(["replay", "file.json", ...more], { cwd });
}

/** It flattens while an order mismatch exists, and reports its mode only. */
const wrongBot = ["--target", `python3 ${join(packageRoot, "examples", "bot.py")}`];

test("the shipped pipeline passes, and the count of properties is named", () => {
  const { exitCode, stdout } = replay(scenario);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^file\.json: passes, judged by \d\d properties\n$/);
});

test("a step that found nothing to act on is named", () => {
  const steps = [{ kind: "cancel-by-exchange", clientOrderId: "x" }, ...scenario.steps];
  const { exitCode, stdout } = replay({ ...scenario, steps });
  expect(exitCode).toBe(0);
  expect(stdout).toContain("\n  Nothing to act on: steps[0], the exchange cancels x\n");
});

test("a wrong bot fails by the name of the check, with the timeline", () => {
  const { exitCode, stdout } = replay(scenario, ...wrongBot);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("file.json: fails");
  expect(stdout).toContain("FAIL  orders-beat-positions / flatten-sent-before-orders");
  expect(stdout).toContain("\nStep by step:\n");
  expect(stdout).not.toContain("Found in");
});

test.each<[string, object, readonly string[], number, string]>([
  [
    "only dry runs of a bot without results",
    { ...scenario, gates: undefined },
    wrongBot,
    3,
    "not-observable: only dry runs of a target that does not report its results",
  ],
  [
    "a sequence of a bot without sequences",
    { ...scenario, steps: [{ kind: "restart", expectedState: "current" }, ...scenario.steps] },
    wrongBot,
    3,
    "not-observable: the scenario has the steps of a sequence",
  ],
  ["a document of another kind", { ...scenario, kind: "campaign" }, [], 2, "neither a counter"],
  ["an empty document", {}, [], 2, "neither a counterexample"],
  ["a scenario with a wrong field", { ...scenario, name: 1 }, [], 2, "file.json:1:"],
])("%s ends with its exit code", (_, document, more, exitCode, text) => {
  const run = replay(document, ...more);
  expect(run.exitCode).toBe(exitCode);
  expect(run.stdout + run.stderr).toContain(text);
});
