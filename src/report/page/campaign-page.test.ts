import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { campaignReportSchema } from "../../fuzz/campaign-report.ts";
import {
  hostileReport,
  hostileText,
  reportToShow,
  shownFailure,
} from "../../test-fixtures/pages.ts";
import { reportWith } from "../../test-fixtures/campaign-reports.ts";
import { failureWith } from "../../test-fixtures/counterexamples.ts";
import { campaignPage } from "./campaign-page.ts";
import { escapeScript, renderPage } from "./html.ts";
import { jsonLines } from "./json-lines.ts";

const program = "npx reconcile-harness";
const assets = { script: "start()", style: "p{}" };

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

test("no text of a page has a character that a browser interprets", () => {
  const texts = textsIn(campaignPage(hostileReport(), program));
  expect(texts.filter((text) => text.includes("gnihton")).length).toBeGreaterThan(8);
  expect(texts.filter((text) => /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(text))).toEqual([]);
});

test("the data of a page cannot end its element, and are read back as they are", () => {
  const page = campaignPage(hostileReport(), program);
  const html = renderPage(page, assets);
  const [, json = ""] =
    /<script type="application\/json" id="data">([^<]*)<\/script>/.exec(html) ?? [];
  expect(JSON.parse(json)).toEqual(page);
  expect(html.match(/<\/script>/g)).toHaveLength(2);
  expect(html).not.toMatch(/<img|<!--|\u2028|\u202E/);
  expect(JSON.parse(escapeScript(JSON.stringify(hostileText)))).toBe(hostileText);
});

test("the policy of a page allows its own script and styles, and nothing else", () => {
  const html = renderPage(campaignPage(reportWith(), program), assets);
  expect(html).toContain(
    `content="default-src 'none'; script-src ${hashOf("start()")}; style-src ${hashOf("p{}")}; ` +
      `img-src data:; base-uri 'none'; form-action 'none'"`,
  );
  expect(html).not.toMatch(/(?:src|href)="(?!data:)/);
});

test("a page has each failure with its command, and its irrelevant fields", () => {
  const shown = reportToShow([shownFailure(1, 3)]);
  const options = ["--target", "node bot.mjs", "--bot-profile", "our profile.json"];
  const identity = { options, profile: null, files: [] };
  const report = {
    ...shown,
    campaign: { ...shown.campaign, identity },
    repeat: { options: ["--property", "limits-*", "--bail"], maxTime: "30s" },
  };
  const { failures, findings, command, sentence, reasons } = campaignPage(report, program);
  expect(findings).toEqual([[0]]);
  expect(sentence).toBe("1 finding: 1 check failed");
  expect(reasons).toEqual(["a port call at the end of the target"]);
  expect(command).toBe(
    "npx reconcile-harness fuzz --seed 1 --runs 0 --sequences 500 --property 'limits-*' --bail " +
      "--target 'node bot.mjs' --bot-profile 'our profile.json' --max-time 30s",
  );
  const [failure] = failures;
  expect(failure?.command).toMatch(
    /^npx reconcile-harness replay [0-9a-f]{8} --target 'node bot.mjs' --bot-profile 'our profile.json'$/,
  );
  expect(failure?.timelines?.panels).toHaveLength(1);
  expect(failure?.absent).toBeNull();
  const dimmed = failure?.start.flatMap(({ parts }) => parts.filter((part) => part.isIrrelevant));
  expect(dimmed?.map(({ text }) => text)).toEqual([", cooldown 0 s"]);
  expect(
    failure?.json.filter(({ isIrrelevant }) => isIrrelevant).map(({ text }) => text.trim()),
  ).toEqual(['"cooldownSeconds": 0,']);
});

test("the page of an older report names what is not in the report", () => {
  const { repeat: _, ...shown } = reportToShow([]);
  const { gateCases: __, ...result } = shown.result;
  const failures = { "p/c": { ...failureWith(), alsoFound: {} } };
  const written = { ...shown, result: { ...result, failures } };
  const page = campaignPage(campaignReportSchema.parse(structuredClone(written)), program);
  expect(page.gates).toBeNull();
  expect(page.absent).toEqual([
    "1 counterexample without a timeline; replay shows it",
    "the matrix of gates: the report is of an earlier version",
    "options in its commands, such as --bail and --target: the report names none",
  ]);
  expect(page.failures.map(({ absent }) => absent)).toEqual([expect.stringMatching(/no timeline/)]);
});

test("gates have all 32 combinations, those with more open gates later", () => {
  const { gates } = campaignPage(reportToShow([]), program);
  expect(gates?.combinations).toHaveLength(32);
  const open = gates?.combinations.map((one) => one.filter(Boolean).length) ?? [];
  expect(open).toEqual(open.toSorted((left, right) => left - right));
  expect(new Set(gates?.combinations.map(String)).size).toBe(32);
  expect(gates?.rows.map(({ scenario }) => scenario)).toEqual(["order"]);
  const cells = gates?.rows[0]?.cells ?? [];
  expect(cells.map((cell) => cell?.live)).toEqual([...Array<number>(31).fill(0), 8]);
});

test("coverage has each label once, and a heat map of each pair of steps", () => {
  const { coverage } = campaignPage(reportToShow([]), program);
  const labels = coverage?.groups.flatMap((group) => group.labels.map(({ name }) => name)) ?? [];
  expect(new Set(labels).size).toBe(labels.length);
  expect(labels).toContain("rate_limited");
  expect(labels).toContain("200 orders or more");
  const [pairs] = coverage?.maps ?? [];
  expect(pairs?.cells.flat().filter((count) => count === 0).length).toBeGreaterThan(0);
  expect(coverage?.unseen.some((line) => line.startsWith("snapshot > snapshot, reconcile"))).toBe(
    true,
  );
});

test("JSON in lines is JSON, with the lines of irrelevant fields marked", () => {
  const document = {
    config: { cooldownSeconds: 1, action: "none" },
    orders: [
      { clientOrderId: "a", side: "BUY" },
      { clientOrderId: "b", side: "BUY" },
    ],
    positions: [{ symbol: "S", positionSide: "BOTH", quantity: "1" }],
    empty: [],
    text: hostileText,
  };
  const lines = jsonLines(document, [
    "config.action",
    "order b: side",
    "position S BOTH: quantity",
  ]);
  expect(JSON.parse(lines.map(({ text }) => text).join("\n"))).toEqual(document);
  expect(lines.filter(({ isIrrelevant }) => isIrrelevant).map(({ text }) => text.trim())).toEqual([
    '"action": "none"',
    '"side": "BUY"',
    '"quantity": "1"',
  ]);
});
