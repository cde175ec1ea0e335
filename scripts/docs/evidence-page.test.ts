/** docs/evidence.md and the table that it is made of. */
import { expect, test } from "vitest";
import { drillNames } from "../../src/smoke/drill.ts";
import { articles } from "../../src/report/evidence/regulations.ts";
import { avoidedWordsOf } from "./avoided-words.ts";
import { longSentencesOf } from "./long-sentences.ts";
import { readDocument } from "./documents.ts";
import { renderEvidencePage } from "./evidence-markdown.ts";

test("docs/evidence.md has the table of regulations", async () => {
  expect(readDocument("docs/evidence.md")).toBe(await renderEvidencePage());
});

test("the table has the articles of RTS 6 that are asked for, the rule of the SEC, and the FIA", () => {
  const ofRts6 = articles.filter(({ regulation }) => regulation.startsWith("RTS 6"));
  expect(ofRts6.map(({ place }) => place)).toEqual(
    [6, 7, 10, 12, 15, 17].map((number) => `Article ${number}`),
  );
  const others = articles.map(({ regulation }) => regulation);
  expect(others.filter((name) => name.includes("15c3-5"))).toHaveLength(1);
  expect(others.filter((name) => name.startsWith("FIA"))).not.toEqual([]);
});

test.each(articles)("$regulation: $place has mappings that are argued, and gaps", (article) => {
  expect(article.mappings).not.toEqual([]);
  expect(article.notCovered).not.toEqual([]);
  for (const { rules, drills = [], why } of article.mappings) {
    expect(rules).toEqual([...new Set(rules)]);
    expect(drills.filter((name) => !drillNames().includes(name))).toEqual([]);
    expect(rules.length + drills.length).toBeGreaterThan(0);
    expect(why.match(/[.](?= |$)/g)).toHaveLength(1);
  }
  const sentences = [...article.mappings.map(({ why }) => why), ...article.notCovered];
  expect(sentences.flatMap(longSentencesOf)).toEqual([]);
  expect(sentences.flatMap(avoidedWordsOf)).toEqual([]);
});

test("no article claims to be verified, because no text was read", () => {
  expect(articles.filter(({ isVerified }) => isVerified)).toEqual([]);
  const marks = readDocument("docs/evidence.md").match(/^Subject: .* \*\*Unverified\.\*\*$/gm);
  expect(marks).toHaveLength(articles.length);
});

test("every drill is in an article", () => {
  const named = articles.flatMap(({ mappings }) => mappings.flatMap(({ drills = [] }) => drills));
  expect(new Set(named)).toEqual(new Set(drillNames()));
});
