import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  listCounterexamples,
  readCounterexample,
  regressionsFolder,
} from "../src/fuzz/counterexample-files.ts";
import { replay } from "../src/fuzz/replay.ts";
import { shippedPipeline } from "../src/simulation/target.ts";
import { packageRoot } from "../src/package-root.ts";
import { testTarget } from "../src/vitest.ts";
import { allProperties } from "./all.ts";

// First, because a known failure needs no search.
test("every saved regression is fixed", async () => {
  const paths = listCounterexamples([join(packageRoot, regressionsFolder)]);
  expect(paths.length).toBeGreaterThan(0);
  for (const path of paths) {
    const answer = await replay(readCounterexample(path), shippedPipeline, allProperties);
    expect({ path, ...answer }).toEqual({ path, kind: "fixed" });
  }
});

test("every property has a file of its own, with its name", () => {
  const folders = ["properties", join("properties", "metamorphic")];
  const files = folders
    .flatMap((folder) => readdirSync(join(packageRoot, folder)))
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => name.replace(/\.ts$/, ""));
  const names = allProperties.map(({ name }) => name);
  const support = ["all", "property"];
  expect(files.filter((name) => !support.includes(name)).toSorted()).toEqual(names.toSorted());
});

test.each(allProperties)("the statement of $name has at most 20 words", ({ statement }) => {
  expect(statement).toMatch(/^[A-Z].*\.$/);
  expect(statement.split(" ").length).toBeLessThanOrEqual(20);
});

testTarget(shippedPipeline, { seed: 20_260_101 });
