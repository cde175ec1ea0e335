/** The counterexample of two accounts in one process shows the account whose run differs. */
import { expect, test } from "vitest";
import { accountsDoNotMix } from "../../properties/metamorphic/accounts-do-not-mix.ts";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { renderCounterexample } from "../report/counterexample-report.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { counterexampleWith } from "../test-fixtures/counterexamples.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  scenarioWith,
} from "../test-fixtures/scenarios.ts";
import { viewFailure } from "./failure-view.ts";
import { timelinesOf } from "./timeline.ts";

const scenario = scenarioWith({
  gates: openGates,
  config: { action: "cancel_all", cooldownSeconds: 60 },
  exchange: { orders: [observedOrder()] },
  steps: [{ kind: "snapshot" }, { kind: "reconcile" }],
});
const violation = { run: 1, expected: "", actual: "" };

/** The headings of a counterexample, and the results below them. */
async function shown(target: typeof shippedPipeline, given = scenario): Promise<readonly string[]> {
  const view = await viewFailure(given, target, accountsDoNotMix);
  const text = renderCounterexample(
    counterexampleWith({ scenario: given, violation }),
    timelinesOf(view, given, violation.run),
  );
  return text
    .split("\n")
    .filter((line) => /step by step|expects|[▶ ] run 1: |: executed|blocked/.test(line));
}

test("the account that differs is shown in the process of both, and alone", async () => {
  const executed = expect.stringMatching(/ORDER_EXISTS_UNEXPECTED .*: executed$/);
  expect(await shown(targetOf(plantedBug("cooldown-of-the-other-account")))).toEqual([
    "The first account in the process of both, step by step:",
    "  run 1: live",
    executed,
    "The second account in the process of both, step by step:",
    "▶ run 1: live",
    // The snapshot is not newer than the call that it remembers, so no result follows.
    "The second account alone in a process, step by step:",
    "▶ run 1: live",
    executed,
  ]);
});

test("what only one account expects is named", async () => {
  const known = scenarioWith({ ...scenario, expected: { orders: [expectedOrder()] } });
  expect(await shown(shippedPipeline, known)).toEqual([
    "The first account in the process of both, step by step:",
    "  run 1: live",
    "The second account expects nothing.",
    "The second account in the process of both, step by step:",
    "  run 1: live",
    expect.stringMatching(/: executed$/),
  ]);
});
