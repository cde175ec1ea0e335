/** The site in Chromium: from a file, and from a server below a path. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../../src/package-root.ts";
import { temporaryFolder } from "../../src/test-fixtures/run-cli.ts";

const browser = ["chromium", "chromium-browser", "google-chrome"].find(
  (name) => spawnSync(name, ["--version"]).status === 0,
);
const isInstalled = existsSync(join(packageRoot, "scripts", "site", "node_modules"));
const whyNot = [
  ...(isInstalled ? [] : ["npm run site installs its packages"]),
  ...(browser === undefined ? ["no Chromium is installed"] : []),
];
const missing = whyNot.length === 0 ? "" : ` (skipped: ${whyNot.join("; ")})`;
const folder = temporaryFolder();
if (isInstalled) (await import("./site.ts")).buildSite(folder);

/** The page after its scripts have run, and what the console has. */
function open(url: string): Promise<{ readonly page: string; readonly log: string }> {
  const options = ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr"];
  const profile = `--user-data-dir=${temporaryFolder()}`;
  const child = spawn(browser ?? "", [...options, profile, "--dump-dom", url]);
  let [page, log] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (page += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (log += text));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve({ page, log }));
  });
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
};

describe.skipIf(whyNot.length > 0)(`the site in Chromium${missing}`, () => {
  test("from a file the search finds a section, and the console has no error", async () => {
    const { page, log } = await open(
      `${pathToFileURL(join(folder, "search.html")).href}?q=venue+outage`,
    );
    expect(page).toMatch(/<p id="state" role="status">\d+ found<\/p>/);
    expect(page).toContain('href="docs/cli.html#drill"');
    expect(log).not.toContain("CONSOLE");
  });

  test("below a path of a server it asks only for its own files", async () => {
    const asked: string[] = [];
    const server = createServer(({ url = "" }, response) => {
      asked.push(url);
      const [path = ""] = url.replace("/a/b/", "").split("?");
      const file = join(folder, path);
      const type = types[extname(path)];
      if (!url.startsWith("/a/b/") || type === undefined || !existsSync(file)) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { "content-type": type }).end(readFileSync(file));
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { page, log } = await open(`http://127.0.0.1:${port}/a/b/search.html?q=drill`);
    server.close();
    expect(page).toMatch(/\d+ found/);
    expect(log).not.toContain("CONSOLE");
    // The browser asks for an icon by itself.
    expect(asked.filter((url) => url !== "/favicon.ico").toSorted()).toEqual(
      ["minisearch.js", "search-index.js", "search.html?q=drill", "search.js", "site.css"].map(
        (path) => `/a/b/${path}`,
      ),
    );
  });
});
