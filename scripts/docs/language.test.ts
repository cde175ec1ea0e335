/** Holds the documents against words that this project does not use. */
import { expect, test } from "vitest";
import { avoidedWordsOf } from "./avoided-words.ts";
import { documentPaths, readDocument } from "./documents.ts";

/** The glossary lists replaced words, and the changelog names renamed options. */
const exempt = new Set(["docs/glossary.md", "CHANGELOG.md"]);

test.each(documentPaths().filter((path) => !exempt.has(path)))("%s", (path) => {
  expect(avoidedWordsOf(readDocument(path))).toEqual([]);
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
