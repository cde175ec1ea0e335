/** `--report evidence=FOLDER`, and `--attach FILE` for it. */
import { BadInputError } from "../../input/bad-input-error.ts";
import { readAttached, type AttachedReports } from "../../report/evidence/attached-reports.ts";
import type { ReportFile } from "./report-files.ts";

type Reports = { readonly reports: readonly ReportFile[] };

export function hasEvidence({ reports }: Reports): boolean {
  return reports.some(({ kind }) => kind === "evidence");
}

/** Throws `BadInputError`, also for an attached report without evidence. */
export function readEvidenceOptions(
  settings: Reports,
  attach: readonly string[] = [],
): AttachedReports {
  if (attach.length > 0 && !hasEvidence(settings)) {
    throw new BadInputError(
      "--attach: add --report evidence=FOLDER; only evidence has such reports",
    );
  }
  return readAttached(attach);
}
