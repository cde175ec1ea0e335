import * as fc from "fast-check";
import { judgeCase, scenarioSchema } from "reconcile-harness";
import { scenario } from "reconcile-harness/arbitraries";
import { testTarget } from "reconcile-harness/vitest";
import { expect, test } from "vitest";
import { ownTarget } from "./pipeline.js";

const { BROKEN, PROPERTY } = process.env;
const target = ownTarget(BROKEN === "1", "all");

const properties = PROPERTY === undefined ? [] : [PROPERTY];
// A broken pipeline fails early; with `bail` the campaign ends there.
testTarget(target, { runs: 1_500, properties, bail: BROKEN === "1" });

test("a property of our own over the library's scenarios", async () => {
  await fc.assert(
    fc.asyncProperty(scenario(), async (made) => {
      const { observed } = await judgeCase(scenarioSchema.parse(made), target, []);
      expect(observed.observation.targetError).toBeNull();
    }),
    { seed: 1, numRuns: 50 },
  );
});
