/** `merge`: makes one report of the shards' JSON reports. */
import { printable } from "../domain/printable-text.ts";
import { campaignReportSchema, type CampaignReport } from "../fuzz/campaign-report.ts";
import { counterexamplesFolder, regressionsFolder } from "../fuzz/counterexample-files.ts";
import { FailureSaver } from "../fuzz/failure-saver.ts";
import { Limits } from "../fuzz/limits.ts";
import { mergeReports } from "../fuzz/merge-reports.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { parseWithSchema } from "../input/parse-with-schema.ts";
import { readJsonFile } from "../input/read-json-file.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { readReportFiles, reportKinds } from "./options/report-files.ts";
import { describePlan, publish } from "./output/publish-campaign.ts";
import {
  exitCodes,
  printsText,
  type ExitCode,
  type OutputOptions,
  type Terminal,
} from "./output/terminal.ts";

export type MergeOptions = OutputOptions & {
  readonly report?: readonly string[];
  readonly save?: boolean;
};

/** Throws `BadInputError` for reports that are not the shards of one campaign. */
export async function merge(
  paths: readonly string[],
  { report = [], save, ...output }: MergeOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const reports = readReportFiles(report, reportKinds, paths);
  const ofCases = reports.find(({ kind }) => kind === "ndjson" || kind === "observations")?.kind;
  if (ofCases !== undefined) {
    throw new BadInputError(
      `--report ${ofCases}: the shards' reports hold no cases; concatenate the shards' ${ofCases} files`,
    );
  }
  const merged = mergeReports(
    paths.map((path) => ({ name: printable(path), report: readReport(path) })),
  );
  const { seed, cases, supportsSequences } = merged.campaign;
  if (printsText(output)) terminal.out(`${describePlan(seed, cases, supportsSequences)}\n`);
  // A report does not contain the command of its target, so the reader puts it in place of COMMAND.
  const opened =
    merged.campaign.target === shippedPipeline.name
      ? { target: shippedPipeline, command: null }
      : { target: null, command: { kind: "stdio", text: "COMMAND" } as const };
  const saver = new FailureSaver(save === true ? regressionsFolder : counterexamplesFolder);
  const limits = Limits.start();
  const noCases = { lines: [], observations: [] };
  await publish(merged, { ...opened, limits }, { ...output, saver, reports, ...noCases }, terminal);
  return exitCodes[merged.verdict];
}

function readReport(path: string): CampaignReport {
  const document = readJsonFile(path);
  const { value } = document;
  if (typeof value === "object" && value !== null && Reflect.get(value, "schemaVersion") === 1) {
    throw new BadInputError(
      `${printable(path)}: a report of version 1; run the campaign again with this version`,
    );
  }
  return parseWithSchema(campaignReportSchema, document);
}
