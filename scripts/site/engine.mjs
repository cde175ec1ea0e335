/** The two packages of the site. They are installed by `npm run site`, so that only this file imports them. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import MarkdownIt from "markdown-it";
import MiniSearch from "minisearch";

const markdown = new MarkdownIt({ html: false });

/** See engine.d.mts. */
export function renderMarkdown(text, { anchorOf, linkOf }) {
  const tokens = markdown.parse(text, {});
  const sections = [{ anchor: "", title: "", words: [] }];
  for (const [at, token] of tokens.entries()) {
    const inline = tokens[at + 1];
    if (token.type === "heading_open") {
      const title = plain(inline);
      const anchor = anchorOf(inline.content);
      token.attrSet("id", anchor);
      sections.push({ anchor, title, words: [] });
    } else if (token.type === "inline" && tokens[at - 1]?.type !== "heading_open") {
      sections.at(-1).words.push(plain(token));
    } else if (token.type === "fence") sections.at(-1).words.push(token.content);
    for (const child of token.children ?? []) {
      if (child.type === "link_open") child.attrSet("href", linkOf(child.attrGet("href")));
    }
  }
  return {
    html: markdown.renderer.render(tokens, markdown.options, {}),
    sections: sections.map(({ anchor, title, words }) => ({
      anchor,
      title,
      text: words.join(" "),
    })),
  };
}

/** The text that a reader sees. */
function plain({ children }) {
  return children.map(({ type, content }) => (type === "softbreak" ? " " : content)).join("");
}

const searchOptions = {
  fields: ["title", "page", "text"],
  storeFields: ["title", "page", "href", "text"],
};

/** See engine.d.mts. */
export function searchIndex(entries) {
  const index = new MiniSearch(searchOptions);
  index.addAll(entries.map((entry, id) => ({ id, ...entry })));
  return { options: searchOptions, index: JSON.stringify(index) };
}

/** See engine.d.mts. */
export function searchEngine() {
  const path = fileURLToPath(import.meta.resolve("minisearch")).replace(
    /dist.*/,
    "dist/umd/index.js",
  );
  return readFileSync(path, "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
}
