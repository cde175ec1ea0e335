import { expect, test } from "vitest";
import { hasNoCooldown } from "../../properties/planted-bugs/has-no-cooldown.ts";
import { triesForEver } from "../../properties/planted-bugs/tries-for-ever.ts";
import { blockCases, blocksOf } from "./batch.ts";
import { runBlock } from "./run-batch.ts";
import { counterexampleOf } from "./counterexample.ts";
import type { PlantedBug } from "../../properties/planted-bugs/planted-bug-type.ts";
import { campaignContext } from "./campaign-context.ts";
import { describeOrigin } from "./provenance.ts";

const seed = 3;

/** A counterexample of the second block, so that the block's number counts too. */
async function findIn(phase: "random" | "histories", { caughtBy, target }: PlantedBug) {
  const [property = ""] = caughtBy.split("/");
  const cases = 2 * blockCases;
  const context = campaignContext(
    {
      seed,
      runs: phase === "random" ? cases : 0,
      histories: phase === "histories" ? cases : 0,
      regressions: [],
      propertyNames: [property],
      linesEvery: 0,
    },
    target,
  );
  const block = [...blocksOf(context.plan)].filter((made) => made.phase === phase)[1];
  if (block === undefined) throw new Error("there is no second block");
  const failure = (await runBlock(block, context)).result.failures[caughtBy];
  if (failure === undefined) throw new Error(`${caughtBy} does not break`);
  const foundAt = "2024-01-01T00:00:00Z";
  const versions = { harness: "0", node: "0", fastCheck: "0" };
  return counterexampleOf(failure, "", { target: target.name, seed, foundAt, ...versions });
}

test.each([
  ["random", hasNoCooldown],
  ["histories", triesForEver],
] as const)("seed and path lead from a case of %s to its counterexample", async (phase, bug) => {
  const found = await findIn(phase, bug);
  const { foundBy } = found;
  expect(foundBy.case).toMatch(new RegExp(`^${phase}:`));
  expect(describeOrigin(found)).toBe(`seed ${seed}, ${foundBy.case} and the path still lead here`);
  const other = { ...found, foundBy: { ...foundBy, seed: seed + 1 } };
  expect(describeOrigin(other)).toContain("no longer lead here");
});

test("of a case that nobody generated only its name is told", async () => {
  const found = await findIn("random", hasNoCooldown);
  const enumerated = { ...found, foundBy: { ...found.foundBy, case: "enumeration:7" } };
  expect(describeOrigin(enumerated)).toBe("found in enumeration:7");
});
