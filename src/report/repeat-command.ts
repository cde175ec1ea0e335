/** The words of the commands that repeat what a report is about. */
import type { CampaignReport } from "../fuzz/campaign-report.ts";

/** Without a time limit: equal seeds and sizes then give equal figures. */
export function repeatWords(report: CampaignReport): string[] {
  const { seed, runs, cases } = report.campaign;
  const sizes = ["--seed", `${seed}`, "--runs", `${runs}`, "--sequences", `${cases.sequences}`];
  return ["fuzz", ...sizes, ...(report.repeat?.options ?? []), ...targetOf(report)];
}

/** With its time limit. */
export function sameWords(report: CampaignReport): string[] {
  const maxTime = report.repeat?.maxTime ?? null;
  return [...repeatWords(report), ...(maxTime === null ? [] : ["--max-time", maxTime])];
}

/** The options that name the target. */
export function targetOf({ campaign }: CampaignReport): readonly string[] {
  return campaign.identity?.options ?? [];
}
