import { expect, test } from "vitest";
import { folderWith } from "../src/test-fixtures/run-cli.ts";
import { licensesOf } from "./third-party-licenses.ts";

const manifest = (name: string, more: object = {}) => ({
  name,
  version: "1.2.3",
  license: "MIT",
  ...more,
});

/** The names of the packages, and all text, of a bundle of these files. */
function read(files: Readonly<Record<string, string | object>>, inputs: readonly string[]) {
  const text = licensesOf(folderWith(files), inputs);
  return { text, names: text.split("\n---\n\n").map((part) => part.split("\n")[0]) };
}

test("a licence and a notice are kept, once for each package", () => {
  const { text } = read(
    {
      "node_modules/@scope/one/package.json": manifest("@scope/one"),
      "node_modules/@scope/one/LICENSE.md": "Copyright One\n",
      "node_modules/@scope/one/NOTICE": "Notice of One\n",
      "node_modules/@scope/one/license.js": "no licence\n",
    },
    ["src/cli.ts", "node_modules/@scope/one/a.js", "node_modules/@scope/one/b/c.js"],
  );
  expect(text).toBe("@scope/one@1.2.3\n\nCopyright One\n\nNotice of One\n");
});

test("dependencies of a bundled package have licences too, from where Node finds them", () => {
  const { names, text } = read(
    {
      "node_modules/one/package.json": manifest("one", { dependencies: { two: "1", three: "1" } }),
      "node_modules/one/LICENSE": "One",
      "node_modules/one/node_modules/two/package.json": manifest("two", { version: "2.0.0" }),
      "node_modules/one/node_modules/two/LICENSE": "Nested Two",
      "node_modules/two/package.json": manifest("two"),
      "node_modules/two/LICENSE": "Other Two",
      "node_modules/three/package.json": manifest("three", { dependencies: { two: "1" } }),
      "node_modules/three/LICENCE": "Three",
    },
    ["node_modules/one/index.js"],
  );
  expect(names).toEqual(["one@1.2.3", "three@1.2.3", "two@1.2.3", "two@2.0.0"]);
  for (const own of ["\nOne\n", "Nested Two", "Other Two", "Three"]) expect(text).toContain(own);
});

test("a file of a nested package is of that package", () => {
  const { names } = read(
    {
      "node_modules/one/node_modules/two/package.json": manifest("two"),
      "node_modules/one/node_modules/two/LICENSE": "Two",
    },
    ["node_modules/one/node_modules/two/lib/index.js"],
  );
  expect(names).toEqual(["two@1.2.3"]);
});

test("a licence that a package only names has its standard text", () => {
  const author = "An Author";
  const { text } = read(
    { "node_modules/one/package.json": manifest("one", { license: "Apache-2.0", author }) },
    ["node_modules/one/index.js"],
  );
  expect(text).toMatch(/^one@1\.2\.3\n\nApache-2\.0, An Author\n\n +Apache License\n/);
  expect(text).toMatch(/END OF TERMS AND CONDITIONS\n$/);
});

test("a licence without a known text is refused", () => {
  const files = { "node_modules/one/package.json": manifest("one", { license: "EUPL-1.2" }) };
  expect(() => read(files, ["node_modules/one/index.js"])).toThrow(
    "one has no licence file: add the text of EUPL-1.2 to scripts/licenses",
  );
});

test("a dependency that is not installed is refused", () => {
  const files = {
    "node_modules/one/package.json": manifest("one", { dependencies: { two: "1" } }),
    "node_modules/one/LICENSE": "One",
  };
  expect(() => read(files, ["node_modules/one/index.js"])).toThrow(
    "the dependency two is not installed",
  );
});
