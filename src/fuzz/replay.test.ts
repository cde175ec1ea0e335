import { expect, test } from "vitest";
import { allProperties } from "../../properties/all.ts";
import type { ReportPart } from "../domain/run-report.ts";
import type { Counterexample } from "./counterexample.ts";
import { defineTarget } from "../target/define-target.ts";
import { replay } from "./replay.ts";
import { readScenarios } from "../scenario/scenario-files.ts";

const [scenario] = readScenarios("position");

/** A dry run that plans a flatten on the wrong side. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a replay does not read the provenance
const found = { property: "flatten-only-reduces", check: "wrong-side", scenario } as Counterexample;

const idle = (reports: readonly ReportPart[]) =>
  defineTarget({ name: "idle", reports, reconcile: () => ({ results: [] }) });

test("a check about a plan is not observable for a target that reports no plan", async () => {
  const properties = allProperties.filter(({ name }) => name === found.property);
  expect(await replay(found, idle([]), properties)).toMatchObject({ kind: "not-observable" });
});

test("a check that cannot fail on the scenario is not observable, and never fixed", async () => {
  const properties = allProperties.filter(({ name }) => name === found.property);
  const message = "the check cannot fail on it: there was no flatten";
  const answer = await replay(found, idle(["results"]), properties);
  expect(answer).toEqual({ kind: "not-observable", message });
});

test.each([
  ["a property", { property: "gone" }, "there is no property gone today"],
  ["a check", { check: "x" }, "there is no check x of flatten-only-reduces today"],
])("%s that no longer exists is errored", async (_, changed, message) => {
  const answer = await replay({ ...found, ...changed }, idle(["results"]), allProperties);
  expect(answer).toEqual({ kind: "errored", cause: "property", message });
});

test("a sequence is not observable for a target that is judged on single runs", async () => {
  const properties = allProperties.filter(({ name }) => name === found.property);
  const steps = [{ kind: "restart", expectedState: "current" } as const, ...scenario.steps];
  const sequence = { ...found, scenario: { ...scenario, steps } };
  const message = "the scenario has the steps of a sequence, which the target does not support";
  expect(await replay(sequence, idle(["results"]), properties)).toEqual({
    kind: "not-observable",
    message,
  });
});
