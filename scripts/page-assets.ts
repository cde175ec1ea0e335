/** Bundles the page: its script and its styles, which the command line puts into each report. */
import { join } from "node:path";
import { build, type BuildResult } from "esbuild";
import { packageRoot } from "../src/package-root.ts";
import type { PageAssets } from "../src/report/page/html.ts";

/** With the inputs of the bundle, for the licences. */
export async function buildPageAssets(): Promise<PageAssets & { readonly inputs: string[] }> {
  const result = await build({
    absWorkingDir: packageRoot,
    entryPoints: { page: join("src", "page", "main.tsx"), style: join("src", "page", "page.css") },
    bundle: true,
    write: false,
    outdir: "dist",
    format: "iife",
    platform: "browser",
    target: "es2022",
    jsx: "automatic",
    jsxImportSource: "preact",
    minify: true,
    metafile: true,
    charset: "utf8",
    legalComments: "none",
    banner: { js: "/* with preact, MIT licence, copyright (c) 2015-present Jason Miller */" },
    logLevel: "warning",
  });
  return {
    script: textOf(result, "page.js"),
    style: textOf(result, "style.css"),
    inputs: Object.keys(result.metafile.inputs),
  };
}

function textOf({ outputFiles = [] }: BuildResult, name: string): string {
  const file = outputFiles.find(({ path }) => path.endsWith(name));
  if (file === undefined) throw new Error(`esbuild wrote no ${name}`);
  return file.text.trim();
}
