/** The reports that an evidence file repeats: of `drill --json`, and of `npm run strength`. */
import * as z from "zod";
import { printable } from "../../domain/printable-text.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import { parseWithSchema } from "../../input/parse-with-schema.ts";
import { readJsonFile } from "../../input/read-json-file.ts";
import { readPackageVersion } from "../../package-root.ts";
import { drillReportSchema, type DrillReport } from "../drill-report.ts";

/** The parts of a strength report that are repeated. */
const strengthReportSchema = z.object({
  schemaVersion: z.literal(2),
  kind: z.literal("strength"),
  harness: z.string(),
  seeds: z.array(z.int()).min(1),
  complete: z.boolean(),
  verdict: z.enum(["pass", "fail"]),
  bugs: z
    .array(z.object({ name: z.string(), expectedFailure: z.string(), detected: z.int().min(0) }))
    .min(1),
});
export type MeasuredStrength = z.infer<typeof strengthReportSchema>;

export type AttachedReports = {
  readonly drills: DrillReport | null;
  readonly strength: MeasuredStrength | null;
  /** As written. */
  readonly paths: { readonly drills?: string; readonly strength?: string };
};

const kindSchema = z.object({ kind: z.enum(["drills", "strength"]) });

/** Throws `BadInputError` for a file that is no such report, for a second one of its kind, and for another version. */
export function readAttached(paths: readonly string[]): AttachedReports {
  const known: { drills?: string; strength?: string } = {};
  let drills: DrillReport | null = null;
  let strength: MeasuredStrength | null = null;
  for (const path of paths) {
    const document = readJsonFile(path);
    const { kind } = parseWithSchema(kindSchema, document);
    if (known[kind] !== undefined) {
      throw new BadInputError(`--attach: ${printable(path)}: a second report of ${kind}; give one`);
    }
    known[kind] = path;
    if (kind === "drills") drills = parseWithSchema(drillReportSchema, document);
    else strength = parseWithSchema(strengthReportSchema, document);
    const version = (kind === "drills" ? drills : strength)?.harness;
    if (version !== readPackageVersion()) {
      throw new BadInputError(
        `--attach: ${printable(path)}: it is of version ${printable(version ?? "")}, and this is ` +
          `${readPackageVersion()}; run it again with this version`,
      );
    }
  }
  return { drills, strength, paths: known };
}

/** Throws `BadInputError` for drills of another target. */
export function refuseOtherTarget({ drills }: AttachedReports, target: string): void {
  if (drills === null || drills.target === target) return;
  throw new BadInputError(
    `--attach: the drills are of the target ${printable(drills.target)}, and the campaign is of ` +
      `${printable(target)}; run the drills with the options of the target`,
  );
}

/** Throws `BadInputError` for a campaign of another version: the hashes of this one are not those of it. */
export function refuseOtherVersion({ harness }: { readonly harness: string }): void {
  if (harness === readPackageVersion()) return;
  throw new BadInputError(
    `--report: the shards are of version ${printable(harness)}, and this is ${readPackageVersion()}; ` +
      "write the evidence with the version of the shards",
  );
}
