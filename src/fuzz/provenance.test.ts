import { expect, test } from "vitest";
import { plantedBug } from "../../properties/planted-bugs/all.ts";
import { hasStreamFaults, hasWireFaults } from "../scenario/scenario.ts";
import { shippedPipeline, type Target } from "../simulation/target.ts";
import { batchCases, batchesOf, scenariosOf } from "./batch.ts";
import { runBatch } from "./run-batch.ts";
import { counterexampleOf } from "./counterexample.ts";
import { targetOf } from "../../properties/planted-bugs/planted-bug.ts";
import { campaignContext } from "./campaign-context.ts";
import { describeProvenance } from "./provenance.ts";

const seed = 4;

/** A counterexample of the second batch, because the number of the batch takes part too. */
async function findIn(phase: "random" | "sequences", name: string) {
  const bug = plantedBug(name);
  const { expectedFailure } = bug;
  const target = targetOf(bug);
  const [property = ""] = expectedFailure.split("/");
  const cases = 2 * batchCases;
  const context = campaignContext(
    {
      seed,
      runs: phase === "random" ? cases : 0,
      sequences: phase === "sequences" ? cases : 0,
      regressions: [],
      propertyNames: [property],
      linesEvery: 0,
    },
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
    expect(describeProvenance(found)).toBe(
      `seed ${seed}, case ${provenance.case} and the shrink path still lead to this scenario`,
    );
    const other = { ...found, provenance: { ...provenance, seed: seed + 1 } };
    expect(describeProvenance(other)).toContain("no longer lead to this scenario");
  },
);

test.each([false, true])(
  "seed and shrink path lead to a case of a bot on the wire, with a user stream: %s",
  async (opensUserStream) => {
    const found = await findIn("random", "cooldown-ignored");
    const target: Target = { ...shippedPipeline, isOnWire: true, opensUserStream };
    const inputs = { seed, runs: 50, sequences: 50, regressions: [], propertyNames: [] };
    const { plan } = campaignContext({ ...inputs, linesEvery: 0 }, target);
    for (const phase of ["random", "sequences"] as const) {
      const cases = [...scenariosOf({ number: 0, phase, start: 0, cases: 50 }, plan)];
      // Random cases without a stream have faults of replies, which no other target has.
      const isOfSuchABot = opensUserStream ? hasStreamFaults : hasWireFaults;
      const at = phase === "sequences" && !opensUserStream ? 49 : cases.findLastIndex(isOfSuchABot);
      const [scenario, name] = [cases[at], `${phase}:${at}`];
      if (scenario === undefined) throw new Error("there is such a case");
      const provenance = { ...found.provenance, case: name, shrinkPath: "" };
      expect(describeProvenance({ ...found, scenario, provenance })).toBe(
        `seed ${seed}, case ${name} and the shrink path still lead to this scenario`,
      );
    }
  },
);

test("a case that is not generated is only named", async () => {
  const found = await findIn("random", "cooldown-ignored");
  const enumerated = { ...found, provenance: { ...found.provenance, case: "enumeration:7" } };
  expect(describeProvenance(enumerated)).toBe("found in enumeration:7");
});
