/** Holds the workflows: actions by commit, few rights, the steps of a release. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../src/package-root.ts";

const folder = join(packageRoot, ".github", "workflows");
const names = readdirSync(folder);
const read = (name: string): string => readFileSync(join(folder, name), "utf8");

/** The lines that use an action or another workflow, in any form that YAML allows. */
function usesOf(text: string): string[] {
  return text.split("\n").filter((line) => /\buses\b["']?\s*:/.test(line));
}

const pinned = /^ +(?:- )?uses: ([\w.-]+\/[\w./-]+)@([0-9a-f]{40} # v\d+\.\d+\.\d+)$/;

test.each(names)("%s names each action by its commit, with the version in a comment", (name) => {
  const uses = usesOf(read(name));
  expect(uses).not.toEqual([]);
  expect(uses.filter((line) => !pinned.test(line))).toEqual([]);
});

test.each([
  "      - uses: actions/checkout@v4",
  `      - uses: actions/checkout@${"0".repeat(39)} # v4.2.2`,
  `      - uses: actions/checkout@${"0".repeat(40)}`,
  "      - { uses: actions/checkout@v4 }",
  '      - "uses" : actions/checkout@v4',
])("'%s' is not pinned", (line) => {
  expect(usesOf(line).filter((one) => !pinned.test(one))).toEqual([line]);
});

test("all workflows use the same commit of an action", () => {
  const used = names.flatMap((name) => usesOf(read(name)));
  const commits = new Set(used.map((line) => line.replace(/^ +(?:- )?uses: /, "")));
  const actions = [...commits].map((one) => one.split("@")[0]);
  expect(actions).toEqual([...new Set(actions)]);
});

test("only the job that publishes has a right to write, and only for its identity", () => {
  const rights = names.flatMap((name) =>
    Array.from(read(name).matchAll(/^.*\bwrite(?:-all)?\b.*$/gm), ([line]) => `${name}:${line}`),
  );
  expect(rights).toEqual(["release.yml:      id-token: write"]);
  for (const name of names) expect(read(name)).toContain("\npermissions:\n  contents: read\n");
});

const commandsOf = (job: string) =>
  Array.from(job.matchAll(/^ +(?:- )?run: (.*)$/gm), ([, command]) => command);

test("a version tag starts a release, which publishes with provenance what passed the tests", () => {
  const release = read("release.yml");
  expect(release).toContain('\non:\n  push:\n    tags: ["v*"]\n');
  const [pack = "", publish = ""] = release.split("\n  publish:\n");
  expect(commandsOf(pack)).toEqual([
    `test "$GITHUB_REF_NAME" = "v$(node -p 'require("./package.json").version')"`,
    "npm ci",
    "npm test",
    "npm run test:slow",
    "npm pack",
  ]);
  expect(publish).toMatch(/^ {4}needs: pack\n/);
  expect(commandsOf(publish)).toEqual([
    "npm publish --provenance --access public ./reconcile-harness-*.tgz",
  ]);
});
