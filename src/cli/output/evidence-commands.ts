/** The commands with which somebody else runs the same campaign. */
import { quoted } from "../../domain/shell-word.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import type { AttachedReports } from "../../report/evidence/attached-reports.ts";
import type { Evidence } from "../../report/evidence/evidence.ts";
import { repeatWords, targetOf } from "../../report/repeat-command.ts";
import { shellCommand } from "../../report/shell-command.ts";
import { formatDuration } from "../../target/open-target.ts";
import type { FuzzOptions } from "../options/fuzz-settings.ts";
import { program } from "./save-failures.ts";

const folder = "reports/evidence";

/** What the report of a campaign has for its repetition. */
export function repeatOptions(
  { property = [], without = [], known, bail }: FuzzOptions,
  maxTimeMs: number | null,
): NonNullable<CampaignReport["repeat"]> {
  const options = [
    ...named("--property", property),
    ...named("--without", without),
    ...(known === undefined ? [] : ["--known", known]),
    ...(bail === true ? ["--bail"] : []),
  ];
  return { options, maxTime: maxTimeMs === null ? null : formatDuration(maxTimeMs) };
}

export function repeatOf(
  report: CampaignReport,
  { drills, strength, paths }: AttachedReports,
): Evidence["repeat"] {
  const attached = named("--attach", Object.values(paths));
  const words = [...repeatWords(report), ...attached, "--report", `evidence=${folder}`];
  const commands = [shellCommand(program, words)];
  if (strength !== null) {
    const [first = 1] = strength.seeds;
    const seeds = `--seeds ${strength.seeds.length} --seed ${first}`;
    const some = named("--bug", strength.complete ? [] : strength.bugs.map(({ name }) => name));
    const measure = ["npm run strength --", seeds, ...some.map(quoted)].join(" ");
    commands.unshift(`${measure} --report ${quoted(`json=${paths.strength}`)}`);
  }
  if (drills !== null) {
    const drill = shellCommand(program, ["drill", ...targetOf(report), "--json"]);
    commands.unshift(`${drill} > ${quoted(paths.drills ?? "")}`);
  }
  return { commands, remarks: [] };
}

function named(option: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [option, ...values];
}
