import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { packageRoot, readPackageVersion } from "../../package-root.ts";
import { folderWith } from "../../test-fixtures/run-cli.ts";
import { refuseOtherTarget, refuseOtherVersion } from "./attached-reports.ts";
import { hashFile, hashHarness, sha256 } from "./hashes.ts";

test("a path names a file from the root, and an absolute one names it alone", () => {
  const folder = folderWith({ "bot.mjs": "a bot" });
  const absolute = join(folder, "bot.mjs");
  const hash = sha256("a bot");
  expect(hashFile("bot.mjs", folder)).toEqual({ path: "bot.mjs", sha256: hash });
  expect(hashFile(absolute)).toEqual({ path: absolute, sha256: hash });
});

test("the hash of a checkout is that of its source files, as sha256sum lists them in order", () => {
  const paths = ["src", "properties"].flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(packageRoot, join(parentPath, name))),
  );
  const source = paths.filter((path) => !/\.test\.ts$|test-fixtures/.test(path));
  expect(source).toContain("src/report/evidence/hashes.ts");
  const lines = source.toSorted().map((path) => {
    return `${sha256(readFileSync(join(packageRoot, path)))}  ${path}\n`;
  });
  expect(hashHarness()).toEqual({
    version: readPackageVersion(),
    of: "source",
    sha256: sha256(lines.join("")),
  });
});

test("shards of another version, and drills of another target, are refused", () => {
  expect(() => refuseOtherVersion({ harness: "9.9.9" })).toThrow("the shards are of version 9.9.9");
  refuseOtherVersion({ harness: readPackageVersion() });
  const shared = { schemaVersion: 1, kind: "drills", verdict: "pass", harness: "1" } as const;
  const attached = {
    drills: { ...shared, target: "t", drills: [], leftOut: [] },
    strength: null,
    paths: {},
  };
  expect(() => refuseOtherTarget(attached, "u")).toThrow("the drills are of the target t");
  refuseOtherTarget(attached, "t");
});
