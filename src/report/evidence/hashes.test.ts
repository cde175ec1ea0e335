import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { packageRoot, readPackageVersion } from "../../package-root.ts";
import { sha256 } from "../../input/hashed-file.ts";
import { hashHarness } from "./hashes.ts";

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
