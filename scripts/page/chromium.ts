/** The Chromium of this machine, and pages in it that must stay quiet. */
import { existsSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { chromium, type Browser, type Page } from "playwright-core";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The variable `CHROMIUM`, or the first of these names in `PATH`; null where there is none. */
export function findChromium(): string | null {
  const named = process.env["CHROMIUM"] ?? "";
  if (named !== "") return named;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}

/** It sends no request of its own. Root may not have its sandbox. */
export function launch(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      // Without coloured edges a picture has fewer colours.
      "--disable-lcd-text",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export type View = { readonly width: number; readonly theme: "light" | "dark" };

export type OpenedPage = {
  readonly page: Page;
  /** Messages of the console, errors, and requests for anything but the file. */
  readonly noise: readonly string[];
};

/** Opens HTML from disk, as a person does. */
export async function openHtml(
  browser: Browser,
  html: string,
  { width, theme }: View,
): Promise<OpenedPage> {
  const file = join(mkdtempSync(join(tmpdir(), "reconcile-page-")), "page.html");
  writeFileSync(file, html);
  const { href } = pathToFileURL(file);
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: theme });
  const noise: string[] = [];
  page.on("console", (message) => noise.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => noise.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== href && !request.url().startsWith("data:")) noise.push(request.url());
  });
  await page.goto(href);
  await page.waitForSelector("main");
  return { page, noise };
}

/** What axe calls serious or critical, with the elements. */
export async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(askAxe);
}

const askAxe = `axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
  violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, nodes }) => nodes.slice(0, 3).map(({ html }) => id + ": " + html.slice(0, 200))))`;
