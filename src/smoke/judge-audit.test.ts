import { expect, test } from "vitest";
import type { Scenario } from "../scenario/scenario.ts";
import { runScenario } from "../simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { audited, dryRun, live, standard } from "../test-fixtures/standard-scenarios.ts";
import { judgeExpectation } from "./judge-expectation.ts";

async function judge(scenario: Scenario, target: Target = shippedPipeline) {
  return judgeExpectation(scenario, await runScenario(scenario, target));
}

const mute: Target = {
  name: "writes no audit event",
  reconcile: (inputs, services) =>
    shippedPipeline.reconcile(
      { ...inputs, config: { ...inputs.config, auditEnabled: false } },
      services,
    ),
};

test("audit events that are missing fail the scenario", async () => {
  for (const scenario of standard) {
    expect(await judge(audited(live(scenario)), mute)).toMatchObject({
      reasons: [expect.stringContaining("audit events: expected")],
    });
  }
});

test.each([dryRun, live])(
  "a target that reports no audit leaves an audited scenario inconclusive",
  async (inMode) => {
    const unaudited: Target = {
      ...mute,
      reports: new Set(["mode", "results", "counts", "status"]),
    };
    for (const scenario of standard) {
      expect(await judge(inMode(scenario), unaudited)).toEqual({ kind: "pass" });
      expect(await judge(audited(inMode(scenario)), unaudited)).toEqual({
        kind: "inconclusive",
        reasons: ["the target does not report `audit`, so it wrote no trail"],
      });
    }
  },
);

const withoutTrail = (scenario: Scenario): Scenario => ({
  ...audited(scenario),
  steps: [{ kind: "set-audit-fault", writable: false, afterEvents: 0 }, ...scenario.steps],
});

test("a dry run that loses its trail is inconclusive, unless the scenario expects that", async () => {
  for (const scenario of standard) {
    expect(await judge(withoutTrail(scenario))).toEqual({
      kind: "inconclusive",
      reasons: [expect.stringMatching(/^the audit trail was not written: /)],
    });
    expect((await judge(live(withoutTrail(scenario)))).kind).toBe("fail");
    const { expect: expectation } = scenario;
    if (expectation === undefined) throw new Error("no expectation");
    const expecting = { ...expectation, dryRun: { ...expectation.dryRun, auditEvents: [] } };
    expect(await judge(withoutTrail({ ...scenario, expect: expecting }))).toEqual({ kind: "pass" });
  }
});
