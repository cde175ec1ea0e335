/**
 * Loads each module of the mutated folders within a test: a mutation run counts failed tests only, and a file that
 * cannot be loaded has none.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../src/package-root.ts";

const folders = ["src/exchange", "src/simulation", "src/fuzz", "properties/oracle"];

test.each(folders)("each module of %s can be loaded", async (folder) => {
  const names = readdirSync(join(packageRoot, folder)).filter((name) => /^[\w-]+\.ts$/.test(name));
  const modules = names.filter((name) => name !== "fuzz-worker.ts");
  expect(modules.length).toBeGreaterThan(3);
  for (const name of modules) await import(join(packageRoot, folder, name));
});
