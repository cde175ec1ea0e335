/** Why a property is not judged: it needs what the target does not show, or what a campaign does not have. */
import type { ReportPart } from "../domain/run-report.ts";

export type Need = ReportPart | "histories" | "news";

export type LeftOut = { readonly name: string; readonly needs: readonly Need[] };

export function describeNeeds(needs: readonly Need[]): string {
  if (needs.includes("histories")) return "there are no histories";
  if (needs.includes("news")) return "what the target makes of news is not its own";
  return `the target does not report ${needs.join(", ")}`;
}
