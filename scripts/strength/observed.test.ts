/** What `observe` finds in the records of generated live sequences; `observed.slow.test.ts` does the same with all. */
import { expect, test } from "vitest";
import { plantedBugs } from "../../properties/planted-bugs/all.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import { liveSequences, measureObserved, observe } from "./measure-observed.ts";

test("the records of a correct bot cause no alarm, and are judged", async () => {
  const judged = new Set<string>();
  for (const scenario of await liveSequences(25)) {
    const found = await observe(scenario, shippedPipeline);
    expect(found?.violations ?? []).toEqual([]);
    for (const name of found?.judged ?? []) judged.add(name);
  }
  // A property that judges nothing in any of them would raise no alarm either.
  expect(judged.size).toBeGreaterThanOrEqual(20);
});

test("of the safety violations of a campaign, 90 in 100 are found in the records", async () => {
  const bugs = plantedBugs.filter((_, at) => at % 4 === 0);
  const { violations, found } = await measureObserved(bugs, await liveSequences(12));
  expect(violations).toBeGreaterThan(50);
  expect(found / violations).toBeGreaterThanOrEqual(0.9);
});
