/** One HTML file with script, styles and data in it. Its policy lets it load nothing and run nothing else. */
import { createHash } from "node:crypto";
import { escapeHtml } from "../escape-html.ts";
import type { PageData } from "./page-data.ts";

/** The text of the bundle in `dist/`. */
export type PageAssets = { readonly script: string; readonly style: string };

export function renderPage(data: PageData, { script, style }: PageAssets): string {
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escapeHtml(titleOf(data))}</title>`,
    '<link rel="icon" href="data:,">',
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    '<div id="page"></div>',
    "<noscript>This report needs JavaScript. It loads nothing from a network.</noscript>",
    `<script type="application/json" id="data">${escapeScript(JSON.stringify(data))}</script>`,
    `<script>${script}</script>`,
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

function titleOf({ verdict, kind, subject }: PageData): string {
  return `${verdict.toUpperCase()} ${kind}: ${subject}`;
}

function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

const scriptEscapes = /[<>&\u2028\u2029]/g;

/** JSON that cannot end its element, and that no parser reads as a comment or a line end. */
export function escapeScript(json: string): string {
  return json.replace(scriptEscapes, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}
