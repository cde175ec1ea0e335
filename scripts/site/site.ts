/** The documents as a static site: relative addresses only, so that it works from a file and below any path. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { escapeHtml } from "../../src/report/escape-html.ts";
import { documentPaths, linksOf, readDocument } from "../docs/documents.ts";
import { renderMarkdown, searchEngine, searchIndex, type SearchEntry } from "./engine.mjs";

export const siteFolder = join(packageRoot, "scripts", "site");

type Entry = { readonly title: string; readonly path: string };
type Group = { readonly title: string; readonly entries: readonly Entry[] };

/** The sections of llms.txt, which names every document once. */
function readGroups(): Group[] {
  const sections = readDocument("llms.txt").split("\n## ").slice(1);
  return sections.map((section) => {
    const [title = ""] = section.split("\n");
    const links = section.matchAll(/^- \[([^\]]+)\]\(([^)]+)\)/gm);
    return {
      title,
      entries: Array.from(links, ([, name = "", path = ""]) => ({ title: name, path })),
    };
  });
}

/** `README.md` is the first page. */
export function pageOf(document: string): string {
  return document === "README.md" ? "index.html" : document.replace(/\.md$/, ".html");
}

/** The anchor of a heading, in the form that GitHub gives it. */
function anchorOf(heading: string): string {
  const plain = heading.toLowerCase().replaceAll(/[^\p{L}\p{N} _-]/gu, "");
  return plain.replaceAll(" ", "-");
}

/** Writes the site into an empty folder. Files that a document links to are copied. */
export function buildSite(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const groups = readGroups();
  const documents = documentPaths();
  const entries: SearchEntry[] = [];
  for (const document of documents) {
    const title = titleOf(document);
    const { html, sections } = renderMarkdown(readDocument(document), {
      anchorOf,
      linkOf: (href) => linkOf(href, document, documents),
    });
    write(folder, pageOf(document), pageWith(document, title, html, groups));
    for (const { anchor, title: heading, text } of sections) {
      if (heading === "" && text === "") continue;
      const href = `${pageOf(document)}${anchor === "" ? "" : `#${anchor}`}`;
      entries.push({ page: title, title: heading === "" ? title : heading, href, text });
    }
    for (const { path } of linksOf(document)) copyLinked(path, folder, documents);
  }
  const scripts = ["minisearch.js", "search-index.js", "search.js"];
  write(folder, "search.html", pageWith("search.md", "Search", searchForm, groups, scripts));
  write(folder, "minisearch.js", searchEngine());
  write(folder, "search-index.js", `const siteIndex = ${JSON.stringify(searchIndex(entries))};\n`);
  for (const name of ["search.js", "site.css"]) {
    write(folder, name, readFileSync(join(siteFolder, name), "utf8"));
  }
  write(folder, "llms.txt", readDocument("llms.txt"));
  for (const document of documents) write(folder, document, readDocument(document));
}

const searchForm = `<h1>Search</h1>
<p><label>Word <input name="q" type="search" autofocus></label></p>
<p id="state" role="status">The search needs a script.</p>
<ol id="results"></ol>`;

function titleOf(document: string): string {
  return /^# (.*)$/m.exec(readDocument(document))?.[1] ?? document;
}

/** A document becomes its page. Another file keeps its address, and so does another site. */
function linkOf(href: string, document: string, documents: readonly string[]): string {
  if (/^[a-z]+:/.test(href)) return href;
  const [path = "", anchor] = href.split("#");
  const target = join(dirname(document), path);
  const hash = anchor === undefined ? "" : `#${anchor}`;
  const file = documents.includes(target) ? pageOf(target) : target;
  return `${relative(dirname(document), file)}${hash}`;
}

function copyLinked(path: string, folder: string, documents: readonly string[]): void {
  const source = join(packageRoot, path);
  if (documents.includes(path) || !existsSync(source) || !statSync(source).isFile()) return;
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  copyFileSync(source, join(folder, path));
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

const policy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'";

function pageWith(
  document: string,
  title: string,
  html: string,
  groups: readonly Group[],
  scripts: readonly string[] = [],
): string {
  const to = (path: string) => relative(dirname(document), path);
  const navigation = groups.map(
    (group) => `<h2>${escapeHtml(group.title)}</h2>
<ul>
${group.entries
  .map(({ title: name, path }) => {
    const current = path === document ? ' aria-current="page"' : "";
    return `<li><a href="${to(pageOf(path))}"${current}>${escapeHtml(name)}</a></li>`;
  })
  .join("\n")}
</ul>`,
  );
  const ownSearch = scripts.length > 0;
  const search = ownSearch
    ? ""
    : `<form action="${to("search.html")}" role="search"><input name="q" type="search" aria-label="Search" placeholder="Search"></form>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${to("site.css")}">
</head>
<body>
<header><a href="${to("index.html")}">reconcile-harness</a>${search}</header>
<div class="frame">
<nav aria-label="Documents">
${navigation.join("\n")}
</nav>
<main>
${html}
</main>
</div>
${scripts.map((path) => `<script src="${to(path)}"></script>`).join("\n")}
</body>
</html>
`;
}
