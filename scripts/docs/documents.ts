/** The documents of this project, as the tests read them: paths, links, fenced blocks, commands. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { packageRoot } from "../../src/package-root.ts";

export type Block = { readonly language: string; readonly text: string; readonly line: number };

/** Paths below the top folder. */
export function documentPaths(): string[] {
  const docs = readdirSync(join(packageRoot, "docs")).filter((name) => name.endsWith(".md"));
  const top = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];
  return [...top, "audit/README.md", ...docs.map((name) => `docs/${name}`), ...tutorialPaths()];
}

/** The chapters, in their order. */
export function tutorialPaths(): string[] {
  const names = readdirSync(join(packageRoot, "docs", "tutorial"));
  return names.toSorted().map((name) => `docs/tutorial/${name}`);
}

export function readDocument(path: string): string {
  return readFileSync(join(packageRoot, path), "utf8");
}

export type Link = { readonly path: string; readonly anchor: string };

/** Links to files of this project, from the document to paths below the top folder. */
export function linksOf(document: string): Link[] {
  const targets = Array.from(
    readDocument(document).matchAll(/\]\(([^)\s]+)\)/g),
    ([, to = ""]) => to,
  );
  return targets
    .filter((to) => !/^[a-z]+:/.test(to))
    .map((to) => {
      const [file = "", anchor = ""] = to.split("#");
      const path = file === "" ? document : normalize(join(dirname(document), file));
      return { path, anchor };
    });
}

/** The fenced blocks of a document, in its order. `line` is that of the fence, from 1. */
export function blocksOf(markdown: string): Block[] {
  return [...markdown.matchAll(/^```(\w*)\n([^]*?)^```$/gm)].map((match) => ({
    language: match[1] ?? "",
    text: match[2] ?? "",
    line: markdown.slice(0, match.index).split("\n").length,
  }));
}

/** The commands of a shell block: a line each, where a backslash joins two lines. */
export function commandsOf(block: Block): string[] {
  const lines = block.text.replaceAll(/\\\n\s*/g, "").split("\n");
  return lines.filter((line) => line.trim() !== "" && !line.startsWith("#"));
}
