import { expect, test } from "vitest";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { batchCasesOf, batchesOf, generatedScenarios } from "./batch.ts";
import { runBatch } from "./run-batch.ts";
import { counterexampleOf } from "./counterexample.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { campaignContext, generators } from "./campaign-context.ts";
import { hasConditionalOrders, withoutConditionalOrders } from "../scenario/scenario.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { generatorsOnWire } from "./plan-on-wire.ts";
import { describeProvenance } from "./provenance.ts";
import { inputsWith } from "../test-fixtures/campaign-inputs.ts";

const seed = 4;

/** A counterexample of the second batch, because the number of the batch takes part too. */
async function findIn(phase: "random" | "sequences", name: string) {
  const bug = plantedBug(name);
  const { expectedFailure } = bug;
  const target = targetOf(bug);
  const [property = ""] = expectedFailure.split("/");
  const cases = 2 * batchCasesOf(target);
  const context = campaignContext(
    inputsWith({
      seed,
      runs: phase === "random" ? cases : 0,
      sequences: phase === "sequences" ? cases : 0,
      propertyNames: [property],
    }),
    target,
  );
  const batch = [...batchesOf(context.plan)].filter((made) => made.phase === phase)[1];
  if (batch === undefined) throw new Error("there is no second batch");
  const found = Object.values((await runBatch(batch, context)).result.failures);
  const failure = found.find((failed) => `${failed.property}/${failed.check}` === expectedFailure);
  if (failure === undefined) throw new Error(`${expectedFailure} does not fail`);
  const foundAt = "2024-01-01T00:00:00Z";
  const versions = { harness: "0", node: "0", fastCheck: "0" };
  return counterexampleOf(failure, "", { target: target.name, seed, foundAt, versions });
}

test.each([
  ["random", "cooldown-ignored"],
  ["sequences", "attempts-per-intent-not-limited"],
] as const)(
  "seed and shrink path lead from a case of %s to its counterexample",
  async (phase, name) => {
    const found = await findIn(phase, name);
    const { provenance } = found;
    expect(provenance.case).toMatch(new RegExp(`^${phase}:`));
    expect(describeProvenance(found, shippedPipeline)).toBe(
      `seed ${seed}, case ${provenance.case} and the shrink path still lead to this scenario`,
    );
    const other = { ...found, provenance: { ...provenance, seed: seed + 1 } };
    expect(describeProvenance(other, shippedPipeline)).toContain("no longer lead to this scenario");
  },
);

test("a case that is not generated is only named", async () => {
  const found = await findIn("random", "cooldown-ignored");
  const enumerated = { ...found, provenance: { ...found.provenance, case: "enumeration:7" } };
  expect(describeProvenance(enumerated, shippedPipeline)).toBe("found in enumeration:7");
});

test("a case leads to its counterexample also without a part that the target does not declare", async () => {
  const found = await findIn("random", "cooldown-ignored");
  const batch = { phase: "random", start: 0, cases: 250 } as const;
  const generated = [...generatedScenarios(batch, { seed, ...generators })];
  const at = generated.findIndex(hasConditionalOrders);
  const whole = generated[at];
  if (whole === undefined) throw new Error("there is no case with conditional orders");
  const provenance = { ...found.provenance, case: `random:${at}`, shrinkPath: "" };
  for (const scenario of [whole, withoutConditionalOrders(whole)]) {
    const saved = { ...found, scenario, provenance };
    expect(describeProvenance(saved, shippedPipeline)).toContain("still lead to this scenario");
  }
});

test("on the wire a case has its own batches, reply faults and times", async () => {
  const found = await findIn("random", "cooldown-ignored");
  const wire = { isOnWire: true, opensUserStream: false };
  const plan = { seed, ...generatorsOnWire(generators, wire) };
  const [scenario] = generatedScenarios({ phase: "random", start: 25, cases: 1 }, plan);
  if (scenario === undefined) throw new Error("there is no case");
  const provenance = { ...found.provenance, case: "random:25", shrinkPath: "" };
  const generated = { ...found, scenario, provenance };
  expect(describeProvenance(generated, wire)).toContain("still lead to this scenario");
  expect(describeProvenance(generated, shippedPipeline)).toContain("no longer lead");
});
