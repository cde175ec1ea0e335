/** The reports of `drill`. */
import * as z from "zod";
import { counted } from "../domain/counted.ts";
import { printable } from "../domain/printable-text.ts";
import { verdictSchema } from "../domain/verdict.ts";
import { targetIdentitySchema } from "../target/target-identity.ts";
import { verdictOfDrills, type DrillResult } from "../smoke/run-drills.ts";
import { renderDocument, renderVerdict } from "./verdict.ts";

const count = z.int().min(0);

const drillResultSchema = z
  .strictObject({
    name: z.string(),
    statement: z.string(),
    maxRuns: count,
    maxPortCalls: count,
    verdict: verdictSchema,
    reasons: z.array(z.string()).readonly(),
    runs: count.nullable(),
    portCalls: count,
    safety: z.enum(["nothing-to-remediate", "halted"]).nullable(),
  })
  .readonly();

export const drillReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  kind: z.literal("drills"),
  verdict: verdictSchema,
  harness: z.string(),
  target: z.string(),
  identity: targetIdentitySchema,
  drills: z.array(drillResultSchema).readonly(),
  leftOut: z.array(z.strictObject({ name: z.string(), reason: z.string() }).readonly()).readonly(),
});
/** What `drill --json` prints. */
export type DrillReport = Readonly<z.infer<typeof drillReportSchema>>;

export function renderDrillsJson({ verdict, ...report }: DrillReport): string {
  const { schemaVersion: _, kind, ...content } = report;
  return renderDocument(kind, verdict, content);
}

export function renderDrillsQuietly({ verdict, drills }: DrillReport): string {
  const open = drills.filter((drill) => drill.verdict !== "pass");
  return renderVerdict(
    verdict,
    sentenceOf(drills),
    open.map(({ name, verdict: own }) => `${name}: ${own.toUpperCase()}`),
  );
}

export function renderDrills({ target, drills, leftOut, verdict }: DrillReport): string {
  const width = Math.max(...[...drills, ...leftOut].map(({ name }) => name.length)) + 2;
  const lines = [
    `target ${printable(target)}`,
    "",
    ...drills.flatMap((drill) => renderDrill(drill, width)),
    ...leftOut.map(({ name, reason }) => `${name.padEnd(width)}left out: ${reason}`),
    "",
  ];
  return `${lines.join("\n")}\n${renderVerdict(verdict, sentenceOf(drills))}`;
}

function renderDrill(drill: DrillResult, width: number): string[] {
  const { name, statement, verdict, reasons } = drill;
  const indent = " ".repeat(width);
  return [
    `${name.padEnd(width)}${verdict.toUpperCase()}  ${describeSafety(drill)}`,
    `${indent}${printable(statement)}`,
    ...reasons.map((reason) => `${indent}reason: ${reason.split("\n").map(printable).join(" ")}`),
  ];
}

/** Such as `safe after 2 runs and 3 port calls (at most 2 and 3): it has nothing to remediate`. */
export function describeSafety(drill: DrillResult): string {
  const { runs, portCalls, maxRuns, maxPortCalls, safety } = drill;
  const maximum = `(at most ${maxRuns} and ${maxPortCalls})`;
  if (runs === null || safety === null) {
    return `not safe, or not judged; ${counted(portCalls, "port call")} ${maximum}`;
  }
  const how = safety === "halted" ? "it is halted" : "it has nothing to remediate";
  return `safe after ${counted(runs, "run")} and ${counted(portCalls, "port call")} ${maximum}: ${how}`;
}

function sentenceOf(drills: readonly DrillResult[]): string {
  const passed = drills.filter(({ verdict }) => verdict === "pass").length;
  return `${passed} of ${counted(drills.length, "drill")} passed`;
}

export function drillReport(
  target: Pick<DrillReport, "harness" | "target" | "identity">,
  drills: readonly DrillResult[],
  leftOut: DrillReport["leftOut"],
): DrillReport {
  const verdict = verdictOfDrills(drills);
  return { schemaVersion: 1, kind: "drills", verdict, ...target, drills, leftOut };
}
