/** The page in a real browser. Where there is no Chromium, these tests are skipped. */
import { describe, expect, test } from "vitest";
import { campaignPage } from "../../src/report/page/campaign-page.ts";
import { renderPage } from "../../src/report/page/html.ts";
import type { CampaignReport } from "../../src/fuzz/campaign-report.ts";
import { hostileReport, reportToShow, shownFailure } from "../../src/test-fixtures/pages.ts";
import { assets, hasChromium, open, startBrowser } from "./browser-for-tests.ts";
import { seriousFindings, type View } from "./chromium.ts";

startBrowser();

const program = "npx reconcile-harness";
const wide: View = { width: 1440, theme: "light" };

/** Without coverage, which has thousands of cells. */
function htmlOf(report: CampaignReport): string {
  return renderPage({ ...campaignPage(report, program), coverage: null }, assets);
}

const everything = reportToShow([shownFailure(1, 6), shownFailure(10, 4, true)]);

// The bound is 400 KB. It leaves room for one more library, and for no framework.
test("script and styles of a page have at most 100,000 bytes", () => {
  expect(Buffer.byteLength(assets.script + assets.style)).toBeLessThan(100_000);
});

/** Radio buttons of one name are one stop of Tab. */
const countControls = `
  [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")].filter(
    (one) => !one.disabled && one.checkVisibility() && !(one.type === "radio" && !one.checked),
  ).length`;

const outlineOfFocus = `(() => {
  const one = document.activeElement;
  if (one === document.body) return null;
  return getComputedStyle(one.type === "radio" ? one.nextElementSibling : one).outlineStyle;
})()`;

describe.skipIf(!hasChromium)("in Chromium", () => {
  // The slow tests have every view.
  test("axe has no serious finding", async () => {
    const { page } = await open(htmlOf(everything), wide);
    expect(await seriousFindings(page)).toEqual([]);
    await page.close();
  });

  test.each([360, 1440])("at %i px nothing is wider, and no request leaves", async (width) => {
    const html = renderPage(campaignPage(everything, program), assets);
    const { page, noise } = await open(html, { width, theme: "dark" });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(noise).toEqual([]);
    await page.close();
  });

  test("the policy stops a script that gets into the page", async () => {
    const html = htmlOf(everything).replace(
      '<div id="page">',
      '<img src="https://example.invalid/x.png"><script>document.title = "taken"</script><div id="page">',
    );
    const { page, noise } = await open(html, wide);
    expect(await page.title()).toMatch(/^FAIL campaign/);
    expect(noise.filter((line) => line.includes("Content Security Policy")).length).toBe(2);
    await page.close();
  });

  test("hostile texts are shown as text", async () => {
    const { page, noise } = await open(htmlOf(hostileReport()), wide);
    expect(noise).toEqual([]);
    expect(await page.locator("#page img, #page script").count()).toBe(0);
    // The id of the order is a letter everywhere else.
    const shown = await page.locator(".legend").innerText();
    expect(shown).toContain("</script><img src=x onerror=alert(1)><!-- \\u{202e}gnihton\\u{202c}");
    expect(shown).toContain("\\u{1b}[31mred\\u{1b}[0m \\u{2028} &amp; ';");
    await page.close();
  });

  test("the keyboard reaches every control, each with an outline", async () => {
    const { page } = await open(htmlOf(everything), wide);
    const all: unknown = await page.evaluate(countControls);
    let reached = 0;
    for (; ; reached += 1) {
      await page.keyboard.press("Tab");
      const outline: unknown = await page.evaluate(outlineOfFocus);
      if (outline === null) break;
      expect(outline).toBe("solid");
    }
    expect(reached).toBe(all);
    expect(reached).toBeGreaterThan(15);
    await page.close();
  });

  test("arrows on the slider go through the steps", async () => {
    const { page } = await open(htmlOf(everything), wide);
    const place = page.locator("output").first();
    expect(await place.innerText()).toBe("step 3 of 6, 2000 ms");
    await page.getByRole("slider").focus();
    await page.keyboard.press("ArrowRight");
    expect(await place.innerText()).toBe("step 4 of 6, 3000 ms");
    await page.keyboard.press("Home");
    expect(await place.innerText()).toBe("start");
    expect(await page.locator(".row.chosen").innerText()).toContain("Start");
    await page.close();
  });

  test("a port call has its outcome as a colour and as a word", async () => {
    const { page } = await open(htmlOf(everything), wide);
    const badges = page.locator(".row.failed .call .badge");
    expect(await badges.allInnerTexts()).toEqual([
      "✓ accepted",
      "✕ rejected -2011",
      "? unknown",
      "⊘ refused",
    ]);
    const colours: unknown = await page.evaluate(
      'new Set([...document.querySelectorAll(".row.failed .badge")].map((one) => getComputedStyle(one).color)).size',
    );
    expect(colours).toBe(4);
    await page.close();
  });

  test("a call with a closed gate, and a failed check, are marked in the matrix of gates", async () => {
    const report = reportToShow([]);
    const [order = ""] = Object.keys(report.result.gateCases);
    const cells = { ...report.result.gateCases };
    const change = (name: string, parts: object) => {
      const cell = cells[name];
      if (cell !== undefined) cells[name] = { ...cell, ...parts };
    };
    const [scenario = ""] = order.split(" ");
    change(`${scenario} 11110`, { sent: 1 });
    change(`${scenario} 11111`, { failed: 1 });
    const wrong = { ...report, result: { ...report.result, gateCases: cells } };
    const { page } = await open(htmlOf(wrong), wide);
    expect(await page.locator(".matrix td.wrong").allInnerTexts()).toEqual(["R•!", "L•!"]);
    await page.close();
  });

  test("reasons, what is not covered and unmet labels are on the page", async () => {
    const shown = reportToShow([]);
    const report = { ...shown, verdict: "inconclusive" as const, reasons: ["too few cases"] };
    const data = campaignPage(report, program);
    const [group] = data.coverage?.groups ?? [];
    if (data.coverage === null || group === undefined) throw new Error("there is coverage");
    const coverage = { ...data.coverage, groups: [group], maps: [] };
    const { page } = await open(renderPage({ ...data, coverage }, assets), wide);
    const summary = await page.locator(".summary").innerText();
    for (const text of ["too few cases", ...report.notCovered]) expect(summary).toContain(text);
    const marks = await page.locator(".labels .met, .labels .not-met").allInnerTexts();
    expect(marks.map((text) => text.slice(0, 1))).toEqual(
      group.labels.map(({ isMet }) => (isMet ? "✓" : "✕")),
    );
    expect(marks.join("")).toContain("✕");
    await page.close();
  });

  test("a row has the state after its step, and the error of its run", async () => {
    const failure = shownFailure(1, 3);
    const [panel] = failure.timelines?.panels ?? [];
    if (panel === undefined) throw new Error("there is a timeline");
    const steps = panel.timeline.steps.map((step) => {
      const runs = step.runs.map(
        (run) => ({ ...run, mode: "no-report", error: ["it threw"] }) as const,
      );
      return { ...step, runs };
    });
    const panels = [{ ...panel, timeline: { ...panel.timeline, steps } }];
    const report = reportToShow([{ ...failure, timelines: { panels, followUpStartsWith: [] } }]);
    const { page } = await open(htmlOf(report), wide);
    const states = await page.locator(".row .state").allInnerTexts();
    // The order is there at the start and after two steps, and gone after the third one.
    expect(states.map((text) => text.includes("OPEN 0/0.001"))).toEqual([true, true, true, false]);
    expect(await page.locator(".row.failed .run").innerText()).toContain("it threw");
    await page.close();
  });

  test("the frame of the failed step has all its marks in it", async () => {
    const { page } = await open(htmlOf(everything), wide);
    const band = await page.locator(".failed-band").first().boundingBox();
    const calls = await page.locator(".mark.refused").first().boundingBox();
    expect(calls?.x ?? 0).toBeGreaterThan(band?.x ?? Infinity);
    expect((calls?.x ?? 0) + (calls?.width ?? 0)).toBeLessThan((band?.x ?? 0) + (band?.width ?? 0));
    await page.close();
  });

  test("the two sides of a pair are next to each other, with what differs marked", async () => {
    const { page } = await open(htmlOf(reportToShow([shownFailure(10, 4, true)])), wide);
    const [left, right] = await page.locator(".panel-title").all();
    const boxes = [await left?.boundingBox(), await right?.boundingBox()];
    expect(boxes[0]?.y).toBe(boxes[1]?.y);
    expect(boxes[1]?.x ?? 0).toBeGreaterThan(boxes[0]?.x ?? 0);
    expect(await page.locator(".row.unlike .unlike-mark").count()).toBe(8);
    const isRight = (one: { x: number } | null | undefined) => (one?.x ?? 0) >= (boxes[1]?.x ?? 0);
    expect(isRight(await page.locator(".failed-mark").boundingBox())).toBe(true);
    expect(await page.locator(".row.failed").count()).toBe(1);
    expect(await page.locator(".failed-band").count()).toBe(1);
    expect(isRight(await page.getByText("to compare with", { exact: true }).boundingBox())).toBe(
      false,
    );
    await page.close();
  });
});
