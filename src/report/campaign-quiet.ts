/** What `--quiet` prints of a campaign. */
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { splitKnown } from "../fuzz/campaign-verdict.ts";
import {
  describeFailures,
  describeNotSelected,
  withUnjudged,
  type SavedFinding,
} from "./campaign-text.ts";
import { renderVerdict } from "./verdict.ts";

/** The verdict; below it the worst failure of each finding, or the reasons why nothing was decided. */
export function renderCampaignQuietly(
  report: CampaignReport,
  saved: readonly SavedFinding[],
): string {
  const { verdict, reasons, campaign } = report;
  if (verdict === "inconclusive") {
    return renderVerdict(
      verdict,
      withUnjudged("", campaign),
      reasons.flatMap((reason) => reason.split("\n")),
    );
  }
  if (verdict === "pass") {
    return renderVerdict(
      verdict,
      withUnjudged(`no property failed${describeNotSelected(campaign)}`, campaign),
    );
  }
  const [sentence = ""] = describeFailures(report, saved);
  return renderVerdict(verdict, withUnjudged(sentence, campaign), namesOf(report, saved));
}

/** A port call at the end of the target is in no finding, because it has no scenario. */
function namesOf(report: CampaignReport, saved: readonly SavedFinding[]): string[] {
  const all = saved.flatMap(({ head, others }) => [head, ...others]);
  const found = all.map(({ counterexample }) => counterexample.fingerprint);
  const heads = saved.map(({ head }) => head.counterexample.fingerprint);
  return [...heads, ...splitKnown(report).fresh.filter((name) => !found.includes(name))];
}
