/** The commands with which somebody else runs the same campaign. */
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { countNotSelected } from "../../fuzz/not-covered.ts";
import type { AttachedReports } from "../../report/evidence/attached-reports.ts";
import type { Evidence } from "../../report/evidence/evidence.ts";
import { shippedPipeline } from "../../simulation/target.ts";
import { optionsOf, type TargetCommand } from "../../target/open-target.ts";
import type { FuzzOptions } from "../options/fuzz-settings.ts";
import { quoted, shellCommand } from "../../report/shell-command.ts";
import { program } from "./save-failures.ts";

type Repeat = Evidence["repeat"];

const folder = "reports/evidence";

/** A time limit is left out: without one, equal seeds and sizes give equal figures. */
export function repeatOfFuzz(
  report: CampaignReport,
  options: FuzzOptions,
  command: TargetCommand | null,
  attached: AttachedReports,
): Repeat {
  const { property = [], without = [], known, bail, botProfile } = options;
  const profile = botProfile === undefined ? [] : ["--bot-profile", botProfile];
  const target = [...(command === null ? [] : optionsOf(command)), ...profile];
  const campaign = [
    ...sizesOf(report),
    ...named("--property", property),
    ...named("--without", without),
    ...(known === undefined ? [] : ["--known", known]),
    ...(bail === true ? ["--bail"] : []),
    ...target,
  ];
  return { commands: commandsOf(campaign, target, attached), remarks: [] };
}

/** The shards do not record by which options their properties were selected, or which command their target has. */
export function repeatOfMerge(report: CampaignReport, attached: AttachedReports): Repeat {
  const { campaign } = report;
  const isOurs = campaign.target === shippedPipeline.name;
  const target = isOurs ? [] : [campaign.isOnWire === true ? "--wire" : "--target", "COMMAND"];
  const selected = [...campaign.properties, ...campaign.skippedProperties].map(({ name }) => name);
  const properties = countNotSelected(campaign) === 0 ? [] : named("--property", selected);
  return {
    commands: commandsOf([...sizesOf(report), ...properties, ...target], target, attached),
    remarks: [
      "the shards of this campaign ran apart; the command runs it at once, with the same figures",
      "the reports of shards name the replayed counterexamples only by the hash of all cases",
      ...(isOurs ? [] : ["put the command of the target, and its profile, in place of COMMAND"]),
    ],
  };
}

function sizesOf({ campaign }: CampaignReport): string[] {
  const { seed, runs, cases } = campaign;
  return ["--seed", `${seed}`, "--runs", `${runs}`, "--sequences", `${cases.sequences}`];
}

function commandsOf(
  campaign: readonly string[],
  target: readonly string[],
  { drills, strength, paths }: AttachedReports,
): string[] {
  const attached = named("--attach", Object.values(paths));
  const words = [...campaign, ...attached, "--report", `evidence=${folder}`];
  const lines = [shellCommand(program, ["fuzz", ...words])];
  if (strength !== null) {
    const [first = 1] = strength.seeds;
    const report = quoted(`json=${paths.strength}`);
    const seeds = `--seeds ${strength.seeds.length} --seed ${first}`;
    lines.unshift(`npm run strength -- ${seeds} --report ${report}`);
  }
  if (drills !== null) {
    const drill = shellCommand(program, ["drill", ...target, "--json"]);
    lines.unshift(`${drill} > ${quoted(paths.drills ?? "")}`);
  }
  return lines;
}

function named(option: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [option, ...values];
}
