import { expect, test } from "vitest";
import { allGatesOpen, type GateInputs } from "../domain/gate.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { profileNamed, type ProfileName } from "../test-fixtures/profiles.ts";
import { checkTarget } from "./check-target.ts";
import { runSmoke } from "./run-smoke.ts";

const targetOf = (name: ProfileName): Target => ({
  ...shippedPipeline,
  profile: profileNamed(name),
});

const smoke = async (name: ProfileName, gates: GateInputs) => {
  const run = await runSmoke({
    scenarios: readScenarios("all"),
    gates,
    auditPath: null,
    target: targetOf(name),
    endTarget: () => Promise.resolve(null),
  });
  if (run.mode === "refused") throw new Error("the run was refused");
  return run.results.map((result) => [result.name, result.verdict.kind, result.portCalls]);
};

test("the smoke test has the ids and gates of the bot, dry and live", async () => {
  expect(await smoke("ids with a symbol", { confirm: null, env: {} })).toEqual([
    ["order", "pass", 0],
    ["position", "pass", 0],
    ["mixed", "pass", 0],
  ]);
  const live = await smoke("gates of its own", allGatesOpen);
  expect(live.map(([, kind]) => kind)).toEqual(["pass", "pass", "pass"]);
  expect(live.every(([, , calls]) => Number(calls) > 0)).toBe(true);
});

test("a scenario whose action the bot does not have is not judged", async () => {
  const kinds = (await smoke("cancels only", allGatesOpen)).map(([, kind]) => kind);
  expect(kinds).toContain("inconclusive");
  expect(kinds).not.toContain("fail");
});

test.each<[ProfileName, "order" | "position"]>([
  ["all together", "order"],
  ["gates of its own", "order"],
  ["flattens only", "position"],
])(
  "target check within the profile %s, on the scenario %s: all its steps are ok",
  async (name, scenario) => {
    const checked = await checkTarget(targetOf(name), readScenarios(scenario)[0]);
    expect(checked.map(({ verdict }) => verdict)).toEqual(checked.map(() => "ok"));
    expect(checked.filter(({ detail }) => detail === "1 port call").length).toBe(4);
  },
);
