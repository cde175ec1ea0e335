/**
 * A counterexample: a failing scenario as a file that a person can read, edit, replay and commit. It
 * carries the scenario itself; seed and path only tell where it came from.
 */
import { createHash } from "node:crypto";
import { __version as fastCheckVersion } from "fast-check";
import * as z from "zod";
import { canonicalJson } from "../audit/canonical-json.ts";
import { scenarioSchema } from "../scenario/scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { witnessSchema } from "./batch-result.ts";
import type { Failure } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";

export const counterexampleSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    kind: z.literal("counterexample"),
    id: z.string().regex(/^[0-9a-f]{8}$/, "an id of eight hexadecimal digits"),
    property: z.string(),
    statement: z.string(),
    /** The part of the property that broke; property and claim are the fingerprint. */
    claim: z.string(),
    fingerprint: z.string(),
    witness: witnessSchema,
    scenario: scenarioSchema,
    doesNotMatter: z.array(z.string()).readonly(),
    foundBy: z.strictObject({
      target: z.string(),
      seed: z.int(),
      case: z.string(),
      path: z.string(),
      shrinks: z.int().min(0),
      foundAt: z.iso.datetime(),
      versions: z.strictObject({ harness: z.string(), node: z.string(), fastCheck: z.string() }),
    }),
  })
  .readonly();
export type Counterexample = z.infer<typeof counterexampleSchema>;

/** The same failure of the same scenario has the same id, whenever and wherever it is found. */
function counterexampleId({
  property,
  claim,
  scenario,
}: Pick<Failure, "property" | "claim" | "scenario">): string {
  const content = canonicalJson({ property, claim, scenario });
  return createHash("sha256").update(content).digest("hex").slice(0, 8);
}

/** The name of its file: what broke, then the id. */
export function counterexampleFileName({
  property,
  claim,
  id,
}: Pick<Counterexample, "property" | "claim" | "id">): string {
  return `${property}--${claim}--${id}.json`;
}

export type Finder = Counterexample["foundBy"]["versions"] & {
  readonly target: string;
  readonly seed: number;
  readonly foundAt: string;
};

/** Where and when a counterexample was found, and by what. */
export function finderOf({
  campaign,
  timing,
}: Pick<CampaignReport, "campaign" | "timing">): Finder {
  const { target, seed, harness } = campaign;
  return {
    target,
    seed,
    foundAt: timing.startedAt,
    harness,
    node: process.version,
    fastCheck: fastCheckVersion,
  };
}

export function counterexampleOf(
  failure: Failure,
  statement: string,
  finder: Finder,
): Counterexample {
  const { property, claim, witness, scenario, doesNotMatter } = failure;
  const { target, seed, foundAt, harness, node, fastCheck } = finder;
  const described = describedBy(scenario, statement, property);
  return {
    schemaVersion: 1,
    kind: "counterexample",
    id: counterexampleId({ property, claim, scenario: described }),
    property,
    statement,
    claim,
    fingerprint: `${property}/${claim}`,
    witness,
    scenario: described,
    doesNotMatter,
    foundBy: {
      target,
      seed,
      case: failure.case,
      path: failure.path,
      shrinks: failure.shrinks,
      foundAt,
      versions: { harness, node, fastCheck },
    },
  };
}

function describedBy(scenario: Scenario, statement: string, property: string): Scenario {
  return { ...scenario, name: property, statement };
}
