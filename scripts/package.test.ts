import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { packageRoot } from "../src/package-root.ts";
import { folderWith, temporaryFolder } from "../src/test-fixtures/run-cli.ts";

const consumer = `
import { readScenarios, runScenario, shippedPipeline } from "reconcile-harness";
import type { Observation, Scenario } from "reconcile-harness";
const [scenario]: readonly Scenario[] = readScenarios("order");
if (scenario === undefined) throw new Error("no scenario");
const observation: Observation = await runScenario(scenario, shippedPipeline);
console.log(observation.runs.length, observation.portCalls.length);
`;

const compilerOptions = {
  module: "nodenext",
  target: "es2023",
  strict: true,
  exactOptionalPropertyTypes: true,
  types: [],
  lib: ["es2023", "dom"],
};

function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: "utf8" });
  expect({ status, stderr: status === 0 ? "" : stdout + stderr }).toEqual({
    status: 0,
    stderr: "",
  });
  return stdout;
}

let files: readonly string[] = [];
let project = "";

// The tarball as npm makes it, installed into an empty folder as a stranger would.
beforeAll(() => {
  const packed = temporaryFolder();
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", packed];
  const listed: unknown = JSON.parse(run("npm", args, packageRoot));
  const entry = z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) });
  // npm 11 prints a list, npm 12 an object with the package's name for its key.
  const [tarball] = z
    .union([z.array(entry), z.record(z.string(), entry).transform((named) => Object.values(named))])
    .parse(listed);
  if (tarball === undefined) throw new Error("npm packed nothing");
  files = tarball.files.map(({ path }) => path);
  project = folderWith({
    "package.json": { type: "module" },
    "consumer.ts": consumer,
    "tsconfig.json": { compilerOptions, files: ["consumer.ts"] },
  });
  run(
    "npm",
    ["install", "--prefer-offline", "--no-audit", "--no-fund", join(packed, tarball.filename)],
    project,
  );
}, 120_000);

test("an installed tarball gives a working smoke", () => {
  const golden = readFileSync(join(packageRoot, "src/report/golden/dry-run.txt"), "utf8");
  expect(run(join(project, "node_modules/.bin/reconcile-harness"), ["smoke"], project)).toBe(
    golden,
  );
});

test("the library can be imported, and its types hold under a strict compiler", () => {
  run(join(packageRoot, "node_modules/.bin/tsc"), ["--outDir", "out"], project);
  expect(run(process.execPath, ["out/consumer.js"], project)).toBe("1 0\n");
});

test("the tarball carries what runs and nothing that tests", () => {
  const expected = [
    "LICENSE",
    "README.md",
    "audit/schema.json",
    "dist/cli.js",
    "dist/index.js",
    "scenarios/order.json",
  ];
  expect(files).toEqual(expect.arrayContaining(expected));
  expect(files.filter((path) => /test|golden|node_modules|^src\//.test(path))).toEqual([]);
});
