/** Holds the documents and the help of each command against words that this project does not use. */
import { expect, test } from "vitest";
import { helpOfCommands } from "./command-help.ts";
import { documentPaths, readDocument } from "./documents.ts";

/** `docs/glossary.md` has the better word for each. */
const avoided =
  /\b(?:beside|lack(?:s|ed|ing)?|told|tells|hears?|heard|news|beliefs?|believe[sd]?|nobody|whoever|anew|mend(?:ed)?|strangers?|held\s+back|history|histories|premise\s+unmet|not\s+drawn|witness(?:es)?|ledgers?)\b/gi;

/** The glossary lists replaced words, and the changelog names renamed options. */
const exempt = new Set(["docs/glossary.md", "CHANGELOG.md"]);

function avoidedWordsOf(text: string): string[] {
  return Array.from(text.matchAll(avoided), (match) => {
    const line = text.slice(0, match.index).split("\n").length;
    return `line ${line}: ${match[0]}`;
  });
}

test.each(documentPaths().filter((path) => !exempt.has(path)))("%s", (path) => {
  expect(avoidedWordsOf(readDocument(path))).toEqual([]);
});

test.each([...helpOfCommands()])("the help of '%s'", (_, help) => {
  expect(help).toContain("Usage:");
  expect(avoidedWordsOf(help)).toEqual([]);
});

const samples =
  "beside,lack,lacks,lacking,told,tells,hear,hears,heard,news,belief,believe,believes,believed,nobody,whoever,anew,mend,mended,stranger,strangers,held back,history,Histories,premise unmet,not drawn,witness,ledger";

test.each(samples.split(","))("the list finds '%s'", (text) => {
  expect(avoidedWordsOf(`First line.\n${text}.`)).toHaveLength(1);
});

test.each(["besides", "black", "amend", "newspaper", "prehistory", "hearsay"])(
  "the list accepts '%s'",
  (text) => {
    expect(avoidedWordsOf(text)).toEqual([]);
  },
);
