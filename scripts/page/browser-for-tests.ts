/** The browser and the script of a page, for the tests of a file. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { buildPageAssets } from "../page-assets.ts";
import { findChromium, launch, openHtml, type OpenedPage, type View } from "./chromium.ts";

const chromium = findChromium();
let browser: Browser | null = null;

export const hasChromium = chromium !== null;
export const assets = await buildPageAssets();

/** Registers start and end. */
export function startBrowser(): void {
  beforeAll(async () => {
    if (chromium !== null) browser = await launch(chromium);
  });
  afterAll(() => browser?.close());
}

export function open(html: string, view: View): Promise<OpenedPage> {
  if (browser === null) throw new Error("there is no browser");
  return openHtml(browser, html, view);
}
