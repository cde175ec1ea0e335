/** The documentation site, where `npm run site` has installed its packages. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../../src/package-root.ts";
import { temporaryFolder } from "../../src/test-fixtures/run-cli.ts";
import { documentPaths, linksOf, readDocument } from "../docs/documents.ts";

const isInstalled = existsSync(join(packageRoot, "scripts", "site", "node_modules"));
const missing = isInstalled ? "" : " (skipped: npm run site installs its packages)";
const folder = temporaryFolder();
if (isInstalled) (await import("./site.ts")).buildSite(folder);

const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".html"),
);
const read = (path: string) => readFileSync(join(folder, path), "utf8");

type Address = { readonly tag: string; readonly to: string };

/** What a page names, or loads. */
function addressesOf(page: string): Address[] {
  const named = read(page).matchAll(/<(\w+)\b[^>]*? (?:href|src|action)="([^"]*)"/g);
  return Array.from(named, ([, tag = "", to = ""]) => ({ tag, to }));
}

const isElsewhere = ({ to }: Address) => /^(?:[a-z]+:|\/)/.test(to);

/** Why an address leads nowhere, or null. */
function problemOf(page: string, { to }: Address): string | null {
  const [path = "", anchor] = to.split("#");
  const target = path === "" ? page : normalize(join(dirname(page), path));
  if (target.startsWith("..")) return `${to} leaves the site`;
  if (!existsSync(join(folder, target))) return `${to} does not exist`;
  if (anchor === undefined || statSync(join(folder, target)).isDirectory()) return null;
  return read(target).includes(` id="${anchor}"`) ? null : `${to} has no such heading`;
}

describe.skipIf(!isInstalled)(`the site${missing}`, () => {
  test("each document is a page, and so is the search", async () => {
    const { pageOf } = await import("./site.ts");
    const expected = [...documentPaths().map(pageOf), "search.html"];
    expect(pages.toSorted()).toEqual(expected.toSorted());
  });

  test("no page loads or names anything from elsewhere, but links of a text", () => {
    const found = pages.flatMap((page) =>
      addressesOf(page).filter((address) => address.tag !== "a" && isElsewhere(address)),
    );
    expect(found).toEqual([]);
    for (const page of pages) expect(read(page)).toContain("default-src 'none'; style-src 'self'");
    // The test in a browser has the requests of the engine.
    const files = ["site.css", "search.js"].map(read);
    expect(
      files.join("").match(/@import|url\(|fetch\(|XMLHttpRequest|sourceMappingURL/g),
    ).toBeNull();
  });

  test("each link within the site leads to a file, and to a heading of it", () => {
    const links = pages.flatMap((page) =>
      addressesOf(page)
        .filter((address) => !isElsewhere(address))
        .map((address) => ({ page, problem: problemOf(page, address) })),
    );
    expect(links.length).toBeGreaterThan(500);
    expect(links.filter(({ problem }) => problem !== null)).toEqual([]);
  });

  test("llms.txt is in the site, with each document that it names", () => {
    expect(read("llms.txt")).toBe(readFileSync(join(packageRoot, "llms.txt"), "utf8"));
    for (const { path } of linksOf("llms.txt")) {
      expect(read(path)).toBe(readFileSync(join(packageRoot, path), "utf8"));
    }
  });

  test("the index of the search names the section of a word", () => {
    const code = `${read("minisearch.js")}\n${read("search-index.js")}
      MiniSearch.loadJSON(siteIndex.index, siteIndex.options)
        .search("venue outage", { combineWith: "AND" }).map(({ href }) => href).join()`;
    const found = String(runInNewContext(code, {})).split(",");
    expect(found).toContain("docs/cli.html#drill");
    const targets = found.map((to) => problemOf("index.html", { tag: "a", to }));
    expect(targets.filter((problem) => problem !== null)).toEqual([]);
  });

  test("a link to a heading of another document names the heading of its page", () => {
    expect(addressesOf("index.html")).toContainEqual({ tag: "a", to: "docs/cli.html#report" });
    expect(addressesOf("docs/cli.html")).toContainEqual({ tag: "a", to: "wire.html#sealed" });
    expect(addressesOf("docs/cli.html")).toContainEqual({ tag: "a", to: "#report" });
    expect(addressesOf("docs/cli.html")).toContainEqual({ tag: "form", to: "../search.html" });
    expect(addressesOf("search.html").filter(({ tag }) => tag === "form")).toEqual([]);
  });

  test("the search has the words of code", async () => {
    // A word of a block of code alone.
    const [block = ""] =
      /```json\n([^`]+)```/.exec(readDocument("docs/observe.md"))?.slice(1) ?? [];
    const { renderMarkdown } = await import("./engine.mjs");
    const rules = { anchorOf: (heading: string) => heading, linkOf: (href: string) => href };
    const { sections } = renderMarkdown(readDocument("docs/observe.md"), rules);
    expect(block.length).toBeGreaterThan(20);
    expect(sections.some(({ text }) => text.includes(block))).toBe(true);
  });

  test("markup in a document is text", async () => {
    const { renderMarkdown } = await import("./engine.mjs");
    const rules = { anchorOf: (heading: string) => heading, linkOf: (href: string) => href };
    const { html } = renderMarkdown("<script>alert(1)</script>\n\n[a](javascript:alert)", rules);
    expect(html).not.toMatch(/<script|href="javascript/);
  });
});
