/** What evidence needs besides a campaign; and a campaign on the shipped pipeline with attached drills. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AttachedReports } from "../report/evidence/attached-reports.ts";
import type { EvidenceInputs } from "../report/evidence/build-evidence.ts";
import { evidenceSchema, type Evidence } from "../report/evidence/evidence.ts";
import { runCli, temporaryFolder } from "./run-cli.ts";

export const nothing: AttachedReports = { drills: null, strength: null, paths: {} };
export const inputs: EvidenceInputs = {
  attached: nothing,
  replayed: [],
  shards: [],
  repeat: { commands: ["fuzz --seed 1"], remarks: [] },
};

export const sizes = [
  "--seed",
  "3",
  "--runs",
  "250",
  "--sequences",
  "0",
  "--property",
  "limits-hold",
];
export const attach = ["--attach", "drills.json"];

export function evidenceIn(folder: string): Evidence {
  return evidenceSchema.parse(JSON.parse(readFileSync(join(folder, "evidence.json"), "utf8")));
}

/** In `out/evidence` of a new folder, which has `drills.json` too. */
export function writeEvidence() {
  const cwd = temporaryFolder();
  const drills = runCli(["drill", "--json"], { cwd });
  writeFileSync(join(cwd, "drills.json"), drills.stdout);
  const ran = runCli(["fuzz", ...sizes, ...attach, "--report", "evidence=out/evidence"], { cwd });
  return { cwd, drills, ran, evidence: evidenceIn(join(cwd, "out", "evidence")) };
}
