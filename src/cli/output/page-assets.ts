/** Script and styles of the page: files next to the bundle, or made from the sources of a checkout. */
import { readFileSync } from "node:fs";
import type { PageAssets } from "../../report/page/html.ts";

export async function readPageAssets(): Promise<PageAssets> {
  if (!import.meta.url.endsWith(".ts")) {
    return { script: readOwn("page.js"), style: readOwn("page.css") };
  }
  // The bundle has neither this module nor the bundler that it imports.
  const { href } = new URL("../../../scripts/page-assets.ts", import.meta.url);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a module of this checkout
  const built = (await import(href)) as { readonly buildPageAssets: () => Promise<PageAssets> };
  return built.buildPageAssets();
}

function readOwn(name: string): string {
  return readFileSync(new URL(`./${name}`, import.meta.url), "utf8");
}
