/** A failing scenario as a file to read, edit, replay and commit. Its provenance is only information. */
import { createHash } from "node:crypto";
import { __version as fastCheckVersion } from "fast-check";
import * as z from "zod";
import { canonicalJson } from "../audit/canonical-json.ts";
import { zero } from "../domain/decimal.ts";
import { scenarioSchema } from "../scenario/scenario.ts";
import type { Step } from "../scenario/step.ts";
import { flakySchema, shrinkCutSchema, violationSchema, type Failure } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { fingerprintOf } from "./fingerprint.ts";

export const counterexampleSchema = z
  .strictObject({
    schemaVersion: z.literal(2),
    kind: z.literal("counterexample"),
    id: z.string().regex(/^[0-9a-f]{8}$/, "an id of eight hexadecimal digits"),
    property: z.string(),
    statement: z.string(),
    /** The assertion that failed. */
    check: z.string(),
    /** Null in a file that was saved before there were variants. */
    variant: z.string().nullable().default(null),
    fingerprint: z.string(),
    violation: violationSchema,
    scenario: scenarioSchema,
    irrelevantFields: z.array(z.string()).readonly(),
    flaky: flakySchema.optional(),
    provenance: z.strictObject({
      target: z.string(),
      seed: z.int(),
      case: z.string(),
      shrinkPath: z.string(),
      shrinks: z.int().min(0),
      /** What ended the shrinking early. */
      shrinkCut: shrinkCutSchema.optional(),
      foundAt: z.iso.datetime(),
      versions: z.strictObject({ harness: z.string(), node: z.string(), fastCheck: z.string() }),
    }),
  })
  .readonly();
export type Counterexample = z.infer<typeof counterexampleSchema>;

type Hashed = Pick<Failure, "property" | "check" | "scenario">;

/** A hash of property, check and scenario, without the scenario's name and statement. */
export function counterexampleId({ property, check, scenario }: Hashed): string {
  const { name: _, statement: __, expected, steps, ...rest } = scenario;
  const hashed = {
    ...rest,
    expected: { ...expected, orders: expected.orders.map(withoutNoFill) },
    steps: steps.map(withoutNoFillIn),
  };
  const content = canonicalJson({ property, check, scenario: hashed });
  return createHash("sha256").update(content).digest("hex").slice(0, 8);
}

// Files that were saved before expected orders and updates had a fill keep their ids.
function withoutNoFill(item: { readonly filledQuantity: string }): object {
  const { filledQuantity, ...without } = item;
  return filledQuantity === zero ? without : item;
}

function withoutNoFillIn(step: Step): object {
  if (step.kind === "order-update") return withoutNoFill(step);
  return step.kind === "place-order" ? { ...step, order: withoutNoFill(step.order) } : step;
}

type Named = Pick<Counterexample, "property" | "check" | "id">;

export function counterexampleFileName({ property, check, id }: Named): string {
  return `${property}--${check}--${id}.json`;
}

function provenanceOf({ campaign, timing }: Parameters<typeof toCounterexample>[1]) {
  const { target, seed, harness } = campaign;
  const versions = { harness, node: process.version, fastCheck: fastCheckVersion };
  return { target, seed, foundAt: timing.startedAt, versions };
}

/** With the statement that the campaign has for its property. */
export function toCounterexample(
  failure: Failure,
  report: Pick<CampaignReport, "campaign"> & { readonly timing: { readonly startedAt: string } },
): Counterexample {
  const property = report.campaign.properties.find(({ name }) => name === failure.property);
  return counterexampleOf(failure, property?.statement ?? "", provenanceOf(report));
}

export function counterexampleOf(
  failure: Failure,
  statement: string,
  provenance: ReturnType<typeof provenanceOf>,
): Counterexample {
  const { property, check, variant, violation, irrelevantFields } = failure;
  const { case: name, shrinkPath, shrinks, shrinkCut } = failure;
  const scenario = { ...failure.scenario, name: property, statement };
  const { target, seed, foundAt, versions } = provenance;
  return {
    schemaVersion: 2,
    kind: "counterexample",
    id: counterexampleId({ property, check, scenario }),
    property,
    statement,
    check,
    variant,
    fingerprint: fingerprintOf(failure),
    violation,
    scenario,
    irrelevantFields,
    ...(failure.flaky && { flaky: failure.flaky }),
    provenance: {
      target,
      seed,
      case: name,
      shrinkPath,
      shrinks,
      ...(shrinkCut && { shrinkCut }),
      foundAt,
      versions,
    },
  };
}
