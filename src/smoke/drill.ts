/**
 * A drill: a scenario with a disturbance, and the most runs and port calls until the bot is safe again. Drills are files
 * in `scenarios/drills/`.
 */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import * as z from "zod";
import { printableShort } from "../domain/printable-text.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { parseWithSchema } from "../input/parse-with-schema.ts";
import { readJsonFile } from "../input/read-json-file.ts";
import { packageRoot } from "../package-root.ts";
import { scenarioSchema } from "../scenario/scenario.ts";

/**
 * The kind of the step with which a drill starts; the first such step counts. What was at stake follows from it: a bot
 * that was at work before its gates close, a crash after a port call, or a port call without a clear reply.
 */
export const disturbances = ["set-gates", "crash", "set-port-faults"] as const;
export type Disturbance = (typeof disturbances)[number];

const maximum = z.int().min(0).max(1_000);

const drillSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    kind: z.literal("drill"),
    disturbance: z.enum(disturbances),
    /** From the disturbance on, until the bot is safe and stays it. */
    maxRuns: maximum,
    maxPortCalls: maximum,
    scenario: scenarioSchema,
  })
  .refine(({ scenario, disturbance }) => scenario.steps.some(({ kind }) => kind === disturbance), {
    message: "a step of the kind that `disturbance` names",
    path: ["scenario", "steps"],
  })
  .readonly();
export type Drill = z.infer<typeof drillSchema> & {
  readonly name: string;
  readonly statement: string;
};

/** The drills that an operator may expect and that do not run, with the reason. */
export const drillsLeftOut: readonly { readonly name: string; readonly reason: string }[] = [
  {
    name: "lost-stream",
    reason:
      "only a bot on the wire has a user stream, and no scenario can lose one; rule R82 judges a quiet stream",
  },
];

const folder = join(packageRoot, "scenarios", "drills");

/** By its name, without the folder. */
export function drillPath(name: string): string {
  return join(folder, `${name}.json`);
}

export function drillNames(): string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  return files.map((file) => basename(file, ".json")).toSorted();
}

/**
 * One drill, or all of them without a name.
 *
 * @throws `BadInputError` for a name that no drill has
 */
export function readDrills(name: string | undefined): readonly Drill[] {
  const names = drillNames();
  if (name === undefined) return names.map((one) => readDrillFile(drillPath(one)));
  if (names.includes(name)) return [readDrillFile(drillPath(name))];
  const left = drillsLeftOut.find((one) => one.name === name);
  const known = `the drills are ${names.join(", ")}`;
  throw new BadInputError(
    left === undefined
      ? `there is no drill '${printableShort(name)}'; ${known}`
      : `the drill ${name} is left out: ${left.reason}; ${known}`,
  );
}

/** Throws `BadInputError` for a file that is no drill. */
export function readDrillFile(path: string): Drill {
  const drill = parseWithSchema(drillSchema, readJsonFile(path));
  const { name, statement } = drill.scenario;
  return { ...drill, name, statement };
}
