import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { gates } from "../domain/gate.ts";
import { readScenarios, standardScenarioNames } from "../scenario/scenario-files.ts";
import { verifyTrail } from "../audit/verify.ts";
import { packageRoot } from "../package-root.ts";
import { folderWith, runCli, temporaryFolder } from "../test-fixtures/run-cli.ts";
import { withSpelling, wrongSpellings } from "../scenario/gate-spellings.ts";
import { observedOrder, openGates, scenarioWith } from "../test-fixtures/scenarios.ts";
import { smoke } from "./smoke.ts";

const golden = (name: string) =>
  readFileSync(join(packageRoot, "src/report/golden", `${name}.txt`), "utf8");

const confirm = ["--confirm", "LIVE_REMEDIATE"];
const audit = { GRINDER_AUDIT_ENABLED: "1" };

test.each([
  ["dry-run", [], {}, 0],
  ["dry-run-audit", [], audit, 0],
  ["live", confirm, openGates.env, 0],
  ["live-audit", confirm, { ...openGates.env, ...audit }, 0],
  ["gate-failure", confirm, {}, 1],
  ["gate-failure-wrong-token", ["--confirm", "WRONG"], {}, 1],
])("the report of %s is the standard one, byte for byte", (name, args, env, exitCode) => {
  const cwd = temporaryFolder();
  const run = runCli(["smoke", ...args], { cwd, env });
  expect(run).toEqual({ exitCode, stdout: golden(name), stderr: "" });
  expect(existsSync(join(cwd, "audit/reconcile.jsonl"))).toBe("GRINDER_AUDIT_ENABLED" in env);
});

test.each([
  ["dry-run-audit", [], audit, 3],
  ["live-audit", confirm, { ...openGates.env, ...audit }, 9],
])("the trail that %s writes verifies", (_, args, env, lines) => {
  const cwd = temporaryFolder();
  runCli(["smoke", ...args], { cwd, env });
  const trail = readFileSync(join(cwd, "audit/reconcile.jsonl"));
  expect(verifyTrail(trail)).toMatchObject({ verdict: "pass", lines, runs: 3 });
  expect(runCli(["audit", "verify", "audit/reconcile.jsonl"], { cwd }).exitCode).toBe(0);
});

/** Runs the command in this process, because the enumerations below are large. */
async function smokeHere(
  confirmed: string | undefined,
  env: Record<string, string | undefined>,
  scenario: string,
) {
  let text = "";
  const out = (part: string) => void (text += part);
  const options = { scenario, json: true, ...(confirmed !== undefined && { confirm: confirmed }) };
  const exitCode = await smoke(options, { env, out, warn: () => undefined });
  return { exitCode, report: JSON.parse(text) as SmokeJson };
}

type SmokeJson = {
  readonly mode: string;
  readonly gateFailures: readonly { readonly gate: string }[];
  readonly passed: number;
  readonly total: number;
  readonly scenarios: readonly Readonly<Record<string, unknown>>[];
};

const combinations = Array.from({ length: 32 }, (_, bits) =>
  gates.map((gate, index) => ({ gate, open: (bits & (1 << index)) !== 0 })),
);

test.each(standardScenarioNames)(
  "%s, under all 32 combinations of gates, runs live in exactly one",
  async (scenario) => {
    const modes: string[] = [];
    for (const combination of combinations) {
      const open = new Map(combination.map(({ gate, open: isOpen }) => [gate.source, isOpen]));
      const env = Object.fromEntries(
        Object.entries(openGates.env).filter(([name]) => open.get(name as "ARMED") === true),
      );
      const confirmed = open.get("--confirm") === true ? openGates.confirm : "closed";
      const { exitCode, report } = await smokeHere(confirmed, env, scenario);
      const closed = combination.filter((gate) => !gate.open).map(({ gate }) => gate.name);
      expect(report.gateFailures.map(({ gate }) => gate)).toEqual(closed);
      expect(exitCode).toBe(closed.length === 0 ? 0 : 1);
      expect(report.passed).toBe(closed.length === 0 ? 1 : 0);
      modes.push(report.mode);
    }
    expect(modes).toHaveLength(32);
    expect(modes.filter((mode) => mode === "live")).toHaveLength(1);
    expect(modes.filter((mode) => mode === "refused")).toHaveLength(31);
  },
);

test.each(standardScenarioNames)(
  "%s does not run live with any wrong value of any gate, and only that gate is named",
  async (scenario) => {
    for (const gate of gates) {
      for (const rawValue of wrongSpellings[gate.requiredValue]) {
        const { confirm: token, env } = withSpelling(openGates, gate.source, rawValue);
        const { exitCode, report } = await smokeHere(token ?? undefined, env, scenario);
        expect({ exitCode, mode: report.mode }).toEqual({ exitCode: 1, mode: "refused" });
        expect(report.gateFailures.map((failure) => failure.gate)).toEqual([gate.name]);
      }
    }
  },
);

test("without --confirm every environment gives a dry run", () => {
  expect(runCli(["smoke"], { env: openGates.env }).stdout).toBe(golden("dry-run"));
});

test("--json is one object with every figure", async () => {
  const { report } = await smokeHere(openGates.confirm, openGates.env, "all");
  expect(report).toMatchObject({ mode: "live", gateFailures: [], passed: 3, total: 3 });
  expect(report.scenarios[2]).toEqual({
    name: "mixed",
    passed: true,
    reason: null,
    action: { expected: "cancel", actual: "cancel" },
    mismatches: 2,
    portCalls: 1,
    planned: 0,
    executed: 1,
    blocked: 0,
    failed: 0,
    skippedTerminal: 0,
    skippedNoAction: 0,
    stepsWithoutEffect: [],
  });
});

test("--json of a refused run counts how many scenarios did not run", async () => {
  const { report } = await smokeHere("WRONG", {}, "all");
  expect(report).toMatchObject({ mode: "refused", passed: 0, total: 3, scenarios: [] });
  expect(report.gateFailures).toHaveLength(5);
});

test("--symbol refuses a symbol whose positions are never flattened", () => {
  const run = runCli(["smoke", "--symbol", "ETHBTC"]);
  expect(run.exitCode).toBe(2);
  expect(run.stderr).toContain("--symbol: ETHBTC is not quoted in USDT or USDC");
});

test("--symbol injects that symbol, down to the port calls in the trail", () => {
  const cwd = temporaryFolder();
  const env = { ...openGates.env, ...audit };
  const run = runCli(["smoke", ...confirm, "--symbol", "ETHUSDT"], { cwd, env });
  expect(run.stdout).toBe(golden("live-audit").replaceAll("BTCUSDT", "ETHUSDT"));
  const trail = readFileSync(join(cwd, "audit/reconcile.jsonl"), "utf8");
  expect(trail).toContain("grinder_grid_ETHUSDT_1_1704067100_1");
  expect(trail).not.toContain("BTCUSDT");
});

test("a scenario file is run like a standard one", () => {
  const cwd = folderWith({ "mine.json": readScenarios("position")[0] });
  const run = runCli(["smoke", "--scenario", "mine.json"], { cwd });
  expect(run.exitCode).toBe(0);
  expect(run.stdout).toContain("--- Scenario: position [PASS] ---");
});

test("a step with nothing to act on is named", () => {
  const [position] = readScenarios("position");
  const steps = [{ kind: "fill-order", clientOrderId: 0 }, ...position.steps];
  const cwd = folderWith({ "idle.json": { ...position, steps } });
  const line = "steps[0], the exchange fills the rest of live order 0";
  const run = runCli(["smoke", "--scenario", "idle.json"], { cwd });
  expect(run.stdout).toContain(`\n  Nothing to act on: ${line}\n`);
  const json = runCli(["smoke", "--scenario", "idle.json", "--json"], { cwd });
  expect(JSON.parse(json.stdout)).toMatchObject({ scenarios: [{ stepsWithoutEffect: [line] }] });
});

test("a scenario that plans nothing fails, and the reason names the figure", () => {
  const [position] = readScenarios("position");
  const broken = { ...position, config: { ...position.config, maxFlattenNotionalUsdt: "1" } };
  const run = runCli(["smoke", "--scenario", "b.json"], { cwd: folderWith({ "b.json": broken }) });
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toContain("[FAIL]");
  expect(run.stdout).toContain("  Reason: planned count: expected 1, got 0");
  expect(run.stdout).toContain("  Reason: the dry run planned nothing");
  expect(run.stdout).toContain("SOME SCENARIOS FAILED");
  expect(run.stdout).toContain("Passed:  0/1");
});

test("a scenario without an expectation is inconclusive, exit 3", () => {
  const scenario = scenarioWith({ exchange: { orders: [observedOrder()] } });
  const run = runCli(["smoke", "--scenario", "s.json"], {
    cwd: folderWith({ "s.json": scenario }),
  });
  expect(run.exitCode).toBe(3);
  expect(run.stdout).toContain("[INCONCLUSIVE]");
  expect(run.stdout).not.toContain("ALL SCENARIOS PASSED");
});

const unwritable = { ...audit, GRINDER_AUDIT_PATH: "a-folder" };

test("a dry run whose trail cannot be written runs, and is inconclusive, exit 3", () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "a-folder"));
  const run = runCli(["smoke"], { cwd, env: unwritable });
  expect(run.exitCode).toBe(3);
  expect(run.stderr).toContain("a-folder");
  expect(run.stdout).toContain("Audit events NOT written: cannot write a-folder");
  expect(run.stdout.match(/Planned count: {8}1/g)).toHaveLength(3);
  expect(run.stdout).toContain("Reason: the audit trail was not written: cannot write a-folder");
  expect(run.stdout).toContain("INCONCLUSIVE: NOT EVERY SCENARIO WAS JUDGED");
});

test("live mode executes nothing when the trail cannot be written, exit 1", () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "a-folder"));
  const run = runCli(["smoke", ...confirm], { cwd, env: { ...openGates.env, ...unwritable } });
  expect(run.exitCode).toBe(1);
  expect(run.stdout.match(/Port calls: {11}0/g)).toHaveLength(3);
  expect(run.stdout).toContain("Passed:  0/3");
});

test("a path with an escape sequence is never printed raw", () => {
  const env = { ...audit, GRINDER_AUDIT_PATH: "a\u001B[31m.jsonl" };
  const run = runCli(["smoke"], { env });
  expect(run.stdout).toContain("Audit events written to: a\\u{1b}[31m.jsonl");
  expect(run.stdout).not.toContain("\u001B");
});

test("a wrong value of the audit switch causes a warning", () => {
  const run = runCli(["smoke"], { env: { GRINDER_AUDIT_ENABLED: "true\u001B[31m" } });
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain("only '1' switches audit on");
  expect(run.stderr).not.toContain("\u001B");
});
