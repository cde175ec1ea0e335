/** `report`: writes the page of a JSON report, of a campaign or of `npm run strength`. */
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { printable } from "../domain/printable-text.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { parseWithSchema } from "../input/parse-with-schema.ts";
import { readJsonFile } from "../input/read-json-file.ts";
import { campaignPage } from "../report/page/campaign-page.ts";
import { renderPage } from "../report/page/html.ts";
import type { PageData } from "../report/page/page-data.ts";
import { strengthPage } from "../report/page/strength-data.ts";
import { strengthReportSchema } from "../report/strength-report.ts";
import { readCampaignReport } from "./options/campaign-report-file.ts";
import { refuseOut, writeReport } from "./options/report-files.ts";
import { readPageAssets } from "./output/page-assets.ts";
import { program } from "./output/save-failures.ts";
import { exitCodes, type ExitCode, type Terminal } from "./output/terminal.ts";

export type ReportOptions = { readonly open?: boolean; readonly out?: string };

/** Throws `BadInputError` for a file that is no report, and for a page that cannot be written. */
export async function report(
  path: string,
  { open = false, out }: ReportOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const place = out ?? `${path.replace(/\.json$/, "")}.html`;
  refuseOut(place, [path]);
  const page = renderPage(pageOf(path), await readPageAssets());
  const warning = writeReport(place, page);
  if (warning !== null) throw new BadInputError(warning.replace(/^warning: /, "--out: "));
  terminal.out(`${printable(place)}\n`);
  if (open) await openPage(place, terminal);
  return exitCodes.pass;
}

function pageOf(path: string): PageData {
  const document = readJsonFile(path);
  const { value } = document;
  const kind: unknown =
    typeof value === "object" && value !== null ? Reflect.get(value, "kind") : undefined;
  if (kind === "strength") return strengthPage(parseWithSchema(strengthReportSchema, document));
  if (kind === "campaign") return campaignPage(readCampaignReport(path), program);
  throw new BadInputError(
    `${printable(path)}: no JSON report of fuzz, merge or npm run strength; write one with --report json=FILE`,
  );
}

const openers: Readonly<Record<string, string>> = { darwin: "open", win32: "explorer" };

/** Where no browser can be started, the page is written all the same. */
function openPage(path: string, terminal: Terminal): Promise<void> {
  const opener = openers[process.platform] ?? "xdg-open";
  const { href } = pathToFileURL(resolve(path));
  const child = spawn(opener, [href], { detached: true, stdio: "ignore" });
  return new Promise((done) => {
    child.once("error", () => {
      terminal.warn(`warning: --open: ${opener} cannot be started; open ${href} in a browser`);
      done();
    });
    child.once("spawn", () => {
      child.unref();
      done();
    });
  });
}
