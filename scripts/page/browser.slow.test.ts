/** Every view of the page in a real browser, and the largest reports. */
import { describe, expect, test } from "vitest";
import { campaignPage } from "../../src/report/page/campaign-page.ts";
import { renderPage } from "../../src/report/page/html.ts";
import type { PageData } from "../../src/report/page/page-data.ts";
import { smokePage } from "../../src/report/page/smoke-page.ts";
import { strengthPage } from "../../src/report/page/strength-data.ts";
import { readScenarios } from "../../src/scenario/scenario-files.ts";
import { shippedPipeline } from "../../src/simulation/target.ts";
import { runSmoke } from "../../src/smoke/run-smoke.ts";
import { hostileReport, reportToShow, shownFailure } from "../../src/test-fixtures/pages.ts";
import { strengthToShow } from "../../src/test-fixtures/strength-reports.ts";
import { assets, hasChromium, open, startBrowser } from "./browser-for-tests.ts";
import { seriousFindings, type View } from "./chromium.ts";

const program = "npx reconcile-harness";

startBrowser();

const endTarget = () => Promise.resolve(null);

const pages: Readonly<Record<string, () => PageData | Promise<PageData>>> = {
  campaign: () =>
    campaignPage(reportToShow([shownFailure(1, 6), shownFailure(10, 4, true)]), program),
  hostile: () => campaignPage(hostileReport(), program),
  smoke: async () => {
    const inputs = { gates: { confirm: null, env: {} }, auditPath: null, target: shippedPipeline };
    const scenarios = readScenarios("all");
    return smokePage(await runSmoke({ ...inputs, scenarios, endTarget }), "");
  },
  strength: () => strengthPage(strengthToShow()),
};

const views = Object.keys(pages).flatMap((name) =>
  [360, 1440].flatMap((width) =>
    (["light", "dark"] as const).map((theme) => ({ name, width, theme })),
  ),
);

describe.skipIf(!hasChromium)("in Chromium", () => {
  test.each<View & { readonly name: string }>(views)(
    "$name at $width px, $theme: nothing is wider, serious for axe, or asks the network",
    async ({ name, ...view }) => {
      const data = await pages[name]?.();
      if (data === undefined) throw new Error(`no page ${name}`);
      const { page, noise } = await open(renderPage(data, assets), view);
      await page.evaluate(
        "for (const one of document.querySelectorAll('details')) one.open = true",
      );
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(view.width);
      expect(await seriousFindings(page)).toEqual([]);
      expect(noise).toEqual([]);
      await page.close();
    },
  );

  test("of 500 failures with 60 steps only the chosen one is rendered", async () => {
    const failures = Array.from({ length: 500 }, (_, at) => shownFailure(at + 1, 60));
    const html = renderPage(campaignPage(reportToShow(failures), program), assets);
    const { page, noise } = await open(html, { width: 1440, theme: "light" });
    expect(await page.locator("article").count()).toBe(1);
    expect(await page.locator(".row").count()).toBe(61);
    await page.evaluate("document.querySelector('.others').open = true");
    const last = page.locator(".entry").last();
    await last.click();
    expect(await last.getAttribute("aria-current")).toBe("true");
    expect(await page.locator("article").count()).toBe(1);
    expect(noise).toEqual([]);
    await page.close();
  });

  test("a page prints without its controls", async () => {
    const html = renderPage(campaignPage(reportToShow([shownFailure(1, 6)]), program), assets);
    const { page } = await open(html, { width: 1440, theme: "dark" });
    await page.emulateMedia({ media: "print" });
    expect(await page.locator(".controls").first().isVisible()).toBe(false);
    expect(await page.locator(".row.failed").isVisible()).toBe(true);
    const background: unknown = await page.evaluate(
      "getComputedStyle(document.querySelector('.failure')).backgroundColor",
    );
    expect(background).toBe("rgb(255, 255, 255)");
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
    await page.close();
  });
});
