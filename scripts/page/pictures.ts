/** `npm run pictures`: takes the pictures in docs/ with the Chromium of this machine; `--tutorial`: those of its chapters. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { plantedBugs } from "../../properties/planted-bugs/all.ts";
import { fuzzCampaign } from "../../src/fuzz/campaign.ts";
import type { CampaignReport } from "../../src/fuzz/campaign-report.ts";
import { withTimelines } from "../../src/fuzz/failure-timelines.ts";
import { packageRoot } from "../../src/package-root.ts";
import { campaignPage } from "../../src/report/page/campaign-page.ts";
import { renderPage } from "../../src/report/page/html.ts";
import type { PageData } from "../../src/report/page/page-data.ts";
import { strengthPage } from "../../src/report/page/strength-data.ts";
import { openTarget, optionsOf } from "../../src/target/open-target.ts";
import { identifyTarget } from "../../src/target/target-identity.ts";
import { buildPageAssets } from "../page-assets.ts";
import { measureStrength } from "../strength/strength.ts";
import { findChromium, launch, openHtml, type View } from "./chromium.ts";
import { reportOfBug } from "./page-of-bug.ts";
import { smallPng } from "./small-png.ts";
import { tutorialPages } from "./tutorial-pictures.ts";

const program = "npx reconcile-harness";
const noRegressions = { regressions: [], propertyNames: [], linesEvery: 0 };
const small = { seed: 1, runs: 1_000, sequences: 250 } as const;

/** The bot of the README. */
async function reportOfExample(): Promise<CampaignReport> {
  const command = { kind: "stdio", text: "python3 examples/bot.py" } as const;
  const opened = await openTarget(command);
  const identity = identifyTarget(opened, optionsOf(command));
  const inputs = { ...small, ...noRegressions };
  const { report } = await fuzzCampaign(inputs, opened.target, { bail: true, identity });
  const repeat = { options: ["--bail"], maxTime: null };
  const shown = await withTimelines({ ...report, repeat }, opened.target, () => true);
  await opened.close();
  return shown;
}

/** Bugs that few cases detect: all of them take an hour. */
const quickBugs = [
  "positions-before-orders",
  "only-whitelist-managed",
  "blocked-miscounted",
  "orders-paged-by-id",
  "quote-read-anywhere-in-a-symbol",
  "one-symbol-too-few",
  "price-sent-with-market-order",
  "ended-order-cancelled",
  "action-none-ignored",
  "trail-given-up-after-a-failure",
  "required-whitelist-ignored",
  "old-missing-orders-forgotten",
  "ban-not-written",
  "dated-contract-ids-read-as-external",
];

async function strengthOfSome(): Promise<PageData> {
  const some = plantedBugs.filter(({ name }) => quickBugs.includes(name));
  const seeds = Array.from({ length: 10 }, (_, at) => at + 1);
  const limits = { minCases: 20, minSequences: 20, allJudgeMax: 100 };
  return strengthPage(await measureStrength(seeds, some, { out: () => undefined }, limits));
}

type Picture = {
  readonly name: string;
  readonly page: () => Promise<PageData>;
  readonly view: View;
  /** Absent: the top of the page, to the end of the timeline. */
  readonly part?: string;
};

const bugPage = async (name: string, bail: boolean) =>
  campaignPage(await reportOfBug(name, small, { bail }), program);
const light = (width: number): View => ({ width, theme: "light" });

let whole: Promise<PageData> | null = null;
const wholePage = () => (whole ??= bugPage("positions-before-orders", false));

const pictures: readonly Picture[] = [
  {
    name: "page-finding",
    page: async () => campaignPage(await reportOfExample(), program),
    view: light(1280),
  },
  {
    name: "page-pair",
    page: () => bugPage("only-usdt-symbols-read", true),
    view: light(1280),
    part: ".failure",
  },
  {
    name: "page-unknown",
    page: () => bugPage("unknown-outcome-written-as-failed", true),
    view: { width: 1280, theme: "dark" },
    part: ".failure",
  },
  {
    name: "page-narrow",
    page: async () => campaignPage(await reportOfExample(), program),
    view: light(360),
  },
  { name: "page-gates", page: wholePage, view: light(1280), part: "#gates" },
  { name: "page-coverage", page: wholePage, view: light(1280), part: ".label-groups" },
  { name: "page-transitions", page: wholePage, view: light(1280), part: "#coverage figure" },
  { name: "page-strength", page: strengthOfSome, view: light(1280), part: "#strength" },
];

async function take(browser: Browser, picture: Picture, folder: string): Promise<void> {
  const html = renderPage(await picture.page(), await buildPageAssets());
  await takeHtml(browser, html, picture, folder);
}

type Shown = Pick<Picture, "name" | "view" | "part">;

async function takeHtml(
  browser: Browser,
  html: string,
  picture: Shown,
  folder: string,
): Promise<void> {
  const { page, noise } = await openHtml(browser, html, picture.view);
  if (noise.length > 0) throw new Error(`${picture.name}: ${noise.join("\n")}`);
  const path = join(folder, `${picture.name}.png`);
  writeFileSync(path, smallPng(await screenshotOf(page, picture)));
  process.stdout.write(`${path}\n`);
  await page.close();
}

async function screenshotOf(page: Page, { part, view }: Shown): Promise<Buffer> {
  if (part !== undefined) return page.locator(part).first().screenshot();
  const box = await page.locator(".rows").first().boundingBox();
  const height = Math.ceil((box?.y ?? 0) + (box?.height ?? 0)) + 12;
  return page.screenshot({ fullPage: true, clip: { x: 0, y: 0, width: view.width, height } });
}

const options = ["--try", "--tutorial"];
const wanted = process.argv.slice(2);
const chromium = findChromium();
if (chromium === null)
  throw new Error("there is no Chromium in PATH; the variable CHROMIUM names one");
const browser = await launch(chromium);
const folder = wanted.includes("--try")
  ? mkdtempSync(join(tmpdir(), "pictures-"))
  : join(packageRoot, "docs");
for (const picture of pictures) {
  const names = wanted.filter((name) => !options.includes(name));
  const isWanted =
    names.length === 0 ? !wanted.includes("--tutorial") : names.includes(picture.name);
  if (isWanted) await take(browser, picture, folder);
}
if (wanted.includes("--tutorial")) {
  // Those of the chapters are named by them.
  for (const [chapter, html] of tutorialPages()) {
    const picture = { name: `tutorial-${chapter}`, view: light(1280), part: ".failure" };
    await takeHtml(browser, html, picture, folder);
  }
}
await browser.close();
