/** Writes a page into each of its files. One that cannot be written is a warning. */
import { renderPage } from "../../report/page/html.ts";
import type { PageData } from "../../report/page/page-data.ts";
import { shellCommand } from "../../report/shell-command.ts";
import { writeReport, type ReportFile } from "../options/report-files.ts";
import type { SmokeInputs } from "../../smoke/run-smoke.ts";
import { targetWords } from "../options/with-target.ts";
import type { SmokeOptions } from "../smoke.ts";
import { readPageAssets } from "./page-assets.ts";
import { program } from "./save-failures.ts";
import type { Terminal } from "./terminal.ts";

export async function writePages(
  page: PageData,
  files: readonly ReportFile<"html">[],
  { warn }: Terminal,
): Promise<void> {
  const text = renderPage(page, await readPageAssets());
  for (const { path } of files) {
    const warning = writeReport(path, text);
    if (warning !== null) warn(warning);
  }
}

/** The command of a smoke test, with the variables of its gates and of its trail. */
export function smokeCommand(
  options: SmokeOptions,
  { gates, auditPath }: Pick<SmokeInputs, "gates" | "auditPath">,
): string {
  const { scenario, confirm, symbol } = options;
  const trail =
    auditPath === null ? {} : { GRINDER_AUDIT_ENABLED: "1", GRINDER_AUDIT_PATH: auditPath };
  const words = [
    "smoke",
    "--scenario",
    scenario,
    ...(confirm === undefined ? [] : ["--confirm", confirm]),
    ...(symbol === undefined ? [] : ["--symbol", symbol]),
    ...targetWords(options),
  ];
  return shellCommand(program, words, { ...gates.env, ...trail });
}
