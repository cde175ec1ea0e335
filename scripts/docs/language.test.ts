/** Holds the documents against words that this project does not use, and against long sentences. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/package-root.ts";
import { avoidedWordsOf } from "./avoided-words.ts";
import { documentPaths, readDocument } from "./documents.ts";
import { longSentencesOf } from "./long-sentences.ts";

/** The glossary lists replaced words, and the changelog names renamed options. */
const exempt = new Set(["docs/glossary.md", "CHANGELOG.md"]);

test.each(documentPaths().filter((path) => !exempt.has(path)))("%s", (path) => {
  expect(avoidedWordsOf(readDocument(path))).toEqual([]);
});

const isComment = (line: string) => /^\s*(?:\/\/|\/?\*|#)/.test(line);

/** The lines that are comments; the others are empty, so that numbers stay. */
function commentsOf(path: string): string {
  return readDocument(path)
    .split("\n")
    .map((line) => (isComment(line) ? line : ""))
    .join("\n");
}

const folders = ["src", "properties", "scripts", "examples"];
const codePaths = folders.flatMap((folder) =>
  readdirSync(join(packageRoot, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.(?:tsx?|mjs|py)$/.test(name) && !name.includes("node_modules"))
    .map((name) => `${folder}/${name}`),
);

test("comments of the code use no such word either", () => {
  expect(codePaths.length).toBeGreaterThan(800);
  const found = codePaths.flatMap((path) =>
    avoidedWordsOf(commentsOf(path)).map((word) => `${path}: ${word}`),
  );
  expect(found).toEqual([]);
});

const samples =
  "beside,lack,lacks,lacking,told,tells,hear,hears,heard,news,belief,believe,believes,believed,nobody,whoever,anew,mend,mended,stranger,strangers,held back,history,Histories,premise unmet,not drawn,witness,ledger,says,said,telling,looks,look";

test.each(samples.split(","))("the list finds '%s'", (text) => {
  expect(avoidedWordsOf(`First line.\n${text}.`)).toHaveLength(1);
});

test.each(["besides", "black", "amend", "newspaper", "prehistory", "hearsay", "look-up"])(
  "the list accepts '%s'",
  (text) => {
    expect(avoidedWordsOf(text)).toEqual([]);
  },
);

/** Texts that are older than the limit. */
const long = new Set(["docs/decisions.md", "docs/protocol.md", "CHANGELOG.md"]);

test.each(documentPaths().filter((path) => !long.has(path)))("%s has short sentences", (path) => {
  expect(longSentencesOf(readDocument(path))).toEqual([]);
});

const words = (count: number) => Array.from({ length: count }, () => "word").join(" ");

test.each<[string, string, number]>([
  ["20 words", `${words(20)}.`, 0],
  ["21 words", `${words(21)}.`, 1],
  ["two sentences", `${words(11)}. ${words(11)}.`, 0],
  ["two halves, with a semicolon or a colon", `${words(11)}; ${words(11)}: ${words(11)}.`, 0],
  ["a sentence on two lines", `${words(11)}\n${words(11)}.`, 1],
  ["two list items", `- ${words(11)}\n- ${words(11)}`, 0],
  ["a list item on two lines", `1. ${words(11)}\n   ${words(11)}`, 1],
  ["a table", `| ${words(30)} |`, 0],
  ["a block of code", "```sh\n" + words(30) + "\n```", 0],
  ["a sentence after a block of code", "```sh\nx\n```\n" + words(21), 1],
  ["code in a line, which is one word", `${words(19)} \`a b c\`.`, 0],
  ["a link, which is its text", `${words(19)} [one](a b c).`, 0],
  ["signs, which are no words", `${words(20)} = →`, 0],
])("%s", (_, text, count) => {
  expect(longSentencesOf(text)).toHaveLength(count);
});
