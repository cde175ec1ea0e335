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
import { scenarioSchema, type Scenario } from "../scenario/scenario.ts";

/**
 * The kind of the step with which a drill starts; the first such step counts. `stream-fault` is a run with faults of its
 * user stream. What was at stake follows from it: a bot that was at work before its gates close, a crash after a port
 * call, a port call without a clear reply, or a stream that was open.
 */
export const disturbances = ["set-gates", "crash", "set-port-faults", "stream-fault"] as const;
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
  .refine(({ scenario, disturbance }) => placeOfDisturbance(scenario, disturbance) >= 0, {
    message: "a step with what `disturbance` names",
    path: ["scenario", "steps"],
  })
  .readonly();
export type Drill = z.infer<typeof drillSchema> & {
  readonly name: string;
  readonly statement: string;
};

/** The index of the step, or -1. */
export function placeOfDisturbance({ steps }: Scenario, disturbance: Disturbance): number {
  return steps.findIndex((step) =>
    disturbance === "stream-fault"
      ? step.kind === "reconcile" && step.streamFaults !== undefined
      : step.kind === disturbance,
  );
}

/** The drills of a target, and those that it cannot have, with the reason. */
export function drillsOf(
  target: { readonly opensUserStream?: boolean | undefined },
  drills: readonly Drill[],
) {
  const isPossible = ({ disturbance }: Drill) =>
    disturbance !== "stream-fault" || target.opensUserStream === true;
  return {
    possible: drills.filter(isPossible),
    leftOut: drills
      .filter((drill) => !isPossible(drill))
      .map(({ name }) => ({ name, reason: "the target is no bot on the wire with a user stream" })),
  };
}

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
  throw new BadInputError(
    `there is no drill '${printableShort(name)}'; the drills are ${names.join(", ")}`,
  );
}

/** Throws `BadInputError` for a file that is no drill. */
export function readDrillFile(path: string): Drill {
  const drill = parseWithSchema(drillSchema, readJsonFile(path));
  const { name, statement } = drill.scenario;
  return { ...drill, name, statement };
}
