import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import type { ReportPart } from "../domain/run-report.ts";
import type { Counterexample } from "./counterexample.ts";
import { defineTarget } from "../target/define-target.ts";
import { replay } from "./replay.ts";
import { readScenarios } from "../scenario/scenario-files.ts";

const [scenario] = readScenarios("position");

/** Of a plan that flattens on the wrong side, seen in a dry run. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where it was found takes no part
const found = {
  property: "flatten-only-reduces",
  check: "wrong-side",
  scenario,
} as Counterexample;

const idle = (reports: readonly ReportPart[]) =>
  defineTarget({ name: "idle", reports, reconcile: () => ({ results: [] }) });

test("a check about a plan is not fixed by a target that shows no plan", async () => {
  const properties = allProperties.filter(({ name }) => name === found.property);
  expect(await replay(found, idle([]), properties)).toMatchObject({ answer: "unseen" });
  const seen = await replay(found, idle(["results"]), properties);
  expect(seen).toEqual({ answer: "fixed", judged: false });
});

test("a sequence says nothing of a target that is judged on single runs", async () => {
  const properties = allProperties.filter(({ name }) => name === found.property);
  const steps = [{ kind: "restart", expectedState: "current" } as const, ...scenario.steps];
  const sequence = { ...found, scenario: { ...scenario, steps } };
  const message = "a sequence, which the target does not support";
  expect(await replay(sequence, idle(["results"]), properties)).toEqual({
    answer: "unseen",
    message,
  });
});
