/** The reports that an evidence file repeats: of `drill --json`, and of `npm run strength`. */
import * as z from "zod";
import { quoted } from "../../domain/shell-word.ts";
import { printable } from "../../domain/printable-text.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { BadInputError } from "../../input/bad-input-error.ts";
import type { HashedFile } from "../../input/hashed-file.ts";
import { parseWithSchema } from "../../input/parse-with-schema.ts";
import { readJsonFile } from "../../input/read-json-file.ts";
import { readPackageVersion } from "../../package-root.ts";
import { readDrills } from "../../smoke/drill.ts";
import { drillReportSchema, type DrillReport } from "../drill-report.ts";
import { strengthReportSchema, type StrengthInput } from "../strength-report.ts";

export type AttachedReports = {
  readonly drills: DrillReport | null;
  readonly strength: StrengthInput | null;
  /** As written. */
  readonly paths: { readonly drills?: string; readonly strength?: string };
};

const kindSchema = z.object({ kind: z.enum(["drills", "strength"]) });

/** Throws `BadInputError` for a file that is no such report, for a second one of its kind, and for another version. */
export function readAttached(paths: readonly string[]): AttachedReports {
  const known: { drills?: string; strength?: string } = {};
  let drills: DrillReport | null = null;
  let strength: StrengthInput | null = null;
  for (const path of paths) {
    const document = readJsonFile(path);
    const { kind } = parseWithSchema(kindSchema, document);
    if (known[kind] !== undefined) {
      throw new BadInputError(`--attach: ${printable(path)}: a second report of ${kind}; give one`);
    }
    known[kind] = path;
    if (kind === "drills") {
      drills = parseWithSchema(drillReportSchema, document);
      refuseWrongDrills(path, drills);
    } else {
      strength = parseWithSchema(strengthReportSchema, document);
      refuseWrongStrength(path, strength);
    }
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

/** Throws `BadInputError` for drills that this harness does not have, or whose verdicts contradict their figures. */
function refuseWrongDrills(path: string, report: DrillReport): void {
  const shipped = readDrills(undefined);
  const problems = report.drills.map((drill, at) => {
    const { name, maxRuns, maxPortCalls } = drill;
    const own = shipped.find((one) => one.name === name);
    if (own === undefined) return `there is no drill ${name}`;
    if (report.drills.findIndex((one) => one.name === name) < at) return `${name} is there twice`;
    if (own.maxRuns !== maxRuns || own.maxPortCalls !== maxPortCalls) {
      return `the maximums of ${name} are not those of the shipped pipeline`;
    }
    return contradicts(drill) ? `the verdict of ${name} contradicts its figures` : null;
  });
  const problem = problems.find((one) => one !== null);
  if (problem === undefined) return;
  throw new BadInputError(
    `--attach: ${printable(path)}: ${printable(problem)}; run the drills again`,
  );
}

/** Throws `BadInputError` where counts or the verdict contradict what was measured with each seed. */
function refuseWrongStrength(path: string, { seeds, bugs, verdict }: StrengthInput): void {
  const wrong = bugs.find(({ detected, detections }) => {
    const found = detections.filter(({ detectedAfter }) => detectedAfter !== null).length;
    const isMissed = detected < seeds.length;
    const isWhole = detections.length === seeds.length;
    return !isWhole || detected !== found || (isMissed && verdict === "pass");
  });
  if (wrong === undefined) return;
  throw new BadInputError(
    `--attach: ${printable(path)}: the figures of ${printable(wrong.name)} contradict each other or the verdict; ` +
      "measure the strength again",
  );
}

/** More runs or port calls than the maximum are a failure. */
function contradicts(drill: DrillReport["drills"][number]): boolean {
  const { verdict, runs, portCalls, maxRuns, maxPortCalls } = drill;
  if (verdict === "pass") return !fitsPass(drill);
  const isBeyond = runs !== null && (runs > maxRuns || portCalls > maxPortCalls);
  return verdict === "inconclusive" && isBeyond;
}

function fitsPass(drill: DrillReport["drills"][number]): boolean {
  const { runs, portCalls, maxRuns, maxPortCalls, safety, reasons } = drill;
  const isWithin = runs !== null && runs <= maxRuns && portCalls <= maxPortCalls;
  return isWithin && safety !== null && reasons.length === 0;
}

type Named = Pick<CampaignReport["campaign"], "target" | "identity">;

/** Throws `BadInputError` for drills of another target. */
export function refuseOtherTarget({ drills, paths }: AttachedReports, campaign: Named): void {
  if (drills === null) return;
  const difference = differenceOf(drills, campaign);
  if (difference === null) return;
  throw new BadInputError(
    `--attach: ${printable(paths.drills ?? "")}: the drills are of another target than the campaign: ${difference}`,
  );
}

/** Null for one target. */
function differenceOf(drills: DrillReport, campaign: Named): string | null {
  const [one, other] = [describeTarget(drills), describeTarget(campaign)];
  if (one !== other) {
    return `of ${one}, and not of ${other}; run the drills with the options of the campaign`;
  }
  const again = "; run the drills again, and then the campaign";
  if (drills.identity.profile !== campaign.identity?.profile) return `the profile differs${again}`;
  const [own, others] = [hashesOf(drills.identity.files), hashesOf(campaign.identity?.files)];
  const path = [...own.keys(), ...others.keys()].find((each) => own.get(each) !== others.get(each));
  if (path === undefined) return null;
  const [before, now] = [own.get(path) ?? "none", others.get(path) ?? "none"];
  return `the file ${printable(path)} differs: ${before}, and not ${now}${again}`;
}

/** The first digits of each hash, by path. */
function hashesOf(files: readonly HashedFile[] = []): ReadonlyMap<string, string> {
  return new Map(files.map(({ path, sha256 }) => [path, `${sha256.slice(0, 8)}…`]));
}

/** Such as `bot (--target 'node bot.mjs')`. */
function describeTarget({ target, identity }: Named): string {
  const { options = [] } = identity ?? {};
  const words = options.length === 0 ? "the shipped pipeline" : options.map(quoted).join(" ");
  return printable(`${target} (${words})`);
}

/** Throws `BadInputError` for a campaign of another version, or of one that did not name its target by its options. */
export function refuseOldShards({ harness, identity }: CampaignReport["campaign"]): void {
  const version = readPackageVersion();
  if (harness === version && identity !== undefined) return;
  throw new BadInputError(
    harness === version
      ? "--report: the shards do not name the command of their target; run them again with this version"
      : `--report: the shards are of version ${printable(harness)}, and this is ${version}; ` +
          "write the evidence with the version of the shards",
  );
}
