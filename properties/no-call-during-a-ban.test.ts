import { expect, test } from "vitest";
import { runScenario } from "../src/simulation/run-scenario.ts";
import { manyOrders } from "../src/test-fixtures/observe.ts";
import { openGates, scenarioWith } from "../src/test-fixtures/scenarios.ts";
import { noCallDuringABan } from "./no-call-during-a-ban.ts";
import { plantedBug } from "./planted-bugs/all.ts";
import { targetOf } from "./planted-bugs/planted-bug.ts";
import { shippedPipeline } from "../src/simulation/target.ts";
import { firstVerdict } from "./property.ts";

const target = (bug: string) => targetOf(plantedBug(bug));

/** Two runs, `ms` apart; the first call of the first run gets a ban of a minute. */
async function judge(ms: number, pipeline = shippedPipeline) {
  const scenario = scenarioWith({
    gates: openGates,
    config: { cooldownSeconds: 0 },
    exchange: { orders: manyOrders.slice(0, 2) },
    steps: [
      { kind: "set-port-faults", faults: [{ kind: "rate-limit", banMs: 60_000 }] },
      { kind: "snapshot" },
      { kind: "reconcile" },
      { kind: "advance-clock", ms },
      { kind: "snapshot" },
      { kind: "reconcile" },
    ],
  });
  const observation = await runScenario(scenario, pipeline);
  return firstVerdict((failures) => noCallDuringABan.judge({ scenario, observation }, failures));
}

test.each([59_999, 60_000])("a pipeline that waits passes, %i ms later", async (ms) => {
  expect(await judge(ms)).toEqual({ kind: "pass" });
});

test("a call in the same run and one in a later run are violations", async () => {
  expect(await judge(1, target("rate-limit-read-as-any-rejection"))).toMatchObject({
    kind: "fail",
    check: "call-during-ban",
    variant: "cancel/same run",
    violation: { run: 1, expected: "no port call for 60000 ms" },
  });
  const late = target("ban-ends-with-its-run");
  expect(await judge(59_999, late)).toMatchObject({
    kind: "fail",
    variant: "cancel/later run",
    violation: { run: 2, expected: "no port call for 1 ms" },
  });
  expect(await judge(60_000, late)).toEqual({ kind: "pass" });
});

test("a run ends with a rate limit, also where the ban is over at its reply", async () => {
  const scenario = scenarioWith({
    gates: openGates,
    exchange: { orders: manyOrders.slice(0, 2) },
    steps: [
      {
        kind: "set-port-faults",
        faults: [{ kind: "rate-limit", banMs: 1_500, takesMs: 5_000 }, { kind: "accept" }],
      },
      { kind: "snapshot" },
      { kind: "reconcile" },
    ],
  });
  const observation = await runScenario(scenario, target("run-goes-on-when-the-ban-is-over"));
  expect(
    firstVerdict((failures) => noCallDuringABan.judge({ scenario, observation }, failures)),
  ).toMatchObject({
    kind: "fail",
    check: "call-after-rate-limit",
    variant: "cancel",
    violation: { run: 1, expected: "no further port call in a run with a rate-limit answer" },
  });
  const right = await runScenario(scenario, shippedPipeline);
  expect(
    firstVerdict((failures) => noCallDuringABan.judge({ scenario, observation: right }, failures)),
  ).toEqual({ kind: "pass" });
});

test("without a rate limit there is nothing to judge", async () => {
  const scenario = scenarioWith({ gates: openGates, exchange: { orders: manyOrders } });
  const observation = await runScenario(scenario, shippedPipeline);
  const reason = "no rate limit was reached";
  expect(
    firstVerdict((failures) => noCallDuringABan.judge({ scenario, observation }, failures)),
  ).toEqual({ kind: "discarded", reason });
});
