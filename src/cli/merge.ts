/** `merge`: makes one report of the shards' JSON reports. */
import { printable } from "../domain/printable-text.ts";
import { counterexamplesFolder, regressionsFolder } from "../fuzz/counterexample-files.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { FailureSaver } from "../fuzz/failure-saver.ts";
import { Limits } from "../fuzz/limits.ts";
import { mergeReports } from "../fuzz/merge-reports.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { shippedPipeline } from "../simulation/target.ts";
import { buildEvidence } from "../report/evidence/build-evidence.ts";
import { refuseOldShards, refuseOtherTarget } from "../report/evidence/attached-reports.ts";
import { hasEvidence, readEvidenceOptions } from "./options/evidence-options.ts";
import { repeatOf } from "./output/evidence-commands.ts";
import { readCampaignReport } from "./options/campaign-report-file.ts";
import { readReportFiles, reportKinds } from "./options/report-files.ts";
import { describePlan, publish, type ReplayTarget } from "./output/publish-campaign.ts";
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
  readonly attach?: readonly string[];
};

/** Throws `BadInputError` for reports that are not the shards of one campaign. */
export async function merge(
  paths: readonly string[],
  { report = [], save, attach = [], ...output }: MergeOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const reports = readReportFiles(report, reportKinds, [...paths, ...attach]);
  const attached = readEvidenceOptions({ reports }, attach);
  const ofCases = reports.find(({ kind }) => kind === "ndjson" || kind === "observations")?.kind;
  if (ofCases !== undefined) {
    throw new BadInputError(
      `--report ${ofCases}: the shards' reports hold no cases; concatenate the shards' ${ofCases} files`,
    );
  }
  const merged = mergeReports(
    paths.map((path) => ({ name: printable(path), report: readCampaignReport(path) })),
  );
  if (hasEvidence({ reports })) refuseOldShards(merged.campaign);
  refuseOtherTarget(attached, merged.campaign);
  const { seed, cases, supportsSequences } = merged.campaign;
  if (printsText(output)) terminal.out(`${describePlan(seed, cases, supportsSequences)}\n`);
  const opened = openedOf(merged);
  const saver = new FailureSaver(save === true ? regressionsFolder : counterexamplesFolder);
  const limits = Limits.start();
  const evidence = () => {
    const { commands } = repeatOf(merged, attached);
    const repeat = { commands, remarks: remarksOfShards };
    return buildEvidence(merged, { attached, replayed: null, shards: paths, repeat });
  };
  const published = { ...output, saver, reports, lines: [], observations: [], evidence };
  await publish(merged, { ...opened, limits }, published, terminal);
  return exitCodes[merged.verdict];
}

const remarksOfShards = [
  "the shards of this campaign ran apart; the command runs it at once, with the same figures",
  "the reports of shards name the replayed counterexamples only by the hash of all cases",
];

/** Only the shipped pipeline runs again. An older report does not have the command of its target: the reader adds it. */
function openedOf({ campaign }: CampaignReport): Omit<ReplayTarget, "limits"> {
  const { identity, target } = campaign;
  const older = target === shippedPipeline.name ? [] : ["--target", "COMMAND"];
  const words = identity?.options ?? older;
  return { target: words.length === 0 ? shippedPipeline : null, words };
}
