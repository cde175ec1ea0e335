/** llms.txt: a short index of the documents, for programs that read text. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/package-root.ts";
import { avoidedWordsOf } from "./avoided-words.ts";
import { documentPaths, linksOf, readDocument } from "./documents.ts";

const links = linksOf("llms.txt").map(({ path }) => path);

test("every document is in llms.txt once", () => {
  expect(links.toSorted()).toEqual(documentPaths().toSorted());
});

test("every link of llms.txt exists", () => {
  expect(links.filter((path) => !existsSync(join(packageRoot, path)))).toEqual([]);
});

test("each link has one line, with the subject of the document", () => {
  const lines = readDocument("llms.txt").trimEnd().split("\n");
  const entries = lines.filter((line) => line.includes("]("));
  for (const entry of entries) expect(entry).toMatch(/^- \[[A-Z][^\]]*\]\([^)]+\): .{10,100}$/);
  expect(lines[0]).toBe("# reconcile-harness");
  expect(avoidedWordsOf(readDocument("llms.txt"))).toEqual([]);
});
