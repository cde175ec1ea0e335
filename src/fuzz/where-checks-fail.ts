/** Where each check can fail, as the planted bugs show. Where it cannot, its pass proves nothing. */
import * as z from "zod";
import { requirements, type Property, type Requirement } from "../../properties/property.ts";
import document from "../../properties/where-checks-fail.json" with { type: "json" };
import type { Scenario } from "../scenario/scenario.ts";
import type { Target } from "../simulation/target.ts";
import { describeMissing } from "./skipped-property.ts";

const placeSchema = z.strictObject({
  /** The planted bug that shows it. */
  bug: z.string(),
  /** The capabilities that a target needs for it, in addition to the kind of cases. */
  requires: z.array(z.enum(requirements)).readonly(),
});
export type Place = z.infer<typeof placeSchema>;

/** Null: no planted bug fails the check in cases of this kind. Twice null: only a process can fail it. */
const checkSchema = z.strictObject({
  singleRuns: placeSchema.nullable(),
  sequences: placeSchema.nullable(),
});
export type CheckPlaces = z.infer<typeof checkSchema>;
export type CaseKind = keyof CheckPlaces;

/** By property: the places of each check, and an example that a planted bug fails. */
export type PropertyPlaces = Readonly<
  Record<
    string,
    {
      readonly checks: Readonly<Record<string, CheckPlaces>>;
      readonly counterexample: {
        readonly check: string;
        readonly bug: string;
        readonly scenario: Scenario;
      };
    }
  >
>;

/** By `property/check`. */
export const checkPlaces: ReadonlyMap<string, CheckPlaces> = new Map(
  Object.entries(document).flatMap(([property, { checks }]) =>
    Object.entries(checks).map(([check, places]) => [
      `${property}/${check}`,
      checkSchema.parse(places),
    ]),
  ),
);

/** A check that cannot fail on a target, and the capabilities that the target is missing for it. */
export const skippedCheckSchema = z.strictObject({
  name: z.string(),
  /** Empty: only a process can fail it. */
  missing: z.array(z.enum(requirements)).readonly(),
});
export type SkippedCheck = z.infer<typeof skippedCheckSchema>;

/** The checks of a property that cannot fail on a target with these capabilities. */
export function checksThatCannotFail(
  property: Property,
  capabilities: readonly Requirement[],
  { takeCallsOutsideRuns }: Pick<Target, "takeCallsOutsideRuns">,
): SkippedCheck[] {
  return property.checks.flatMap((check) => {
    const name = `${property.name}/${check}`;
    // A property of the library's user, or one that was not measured yet.
    if (!checkPlaces.has(name)) return [];
    const sufficient = sufficientCapabilities(name);
    if (sufficient.length === 0 && takeCallsOutsideRuns !== undefined) return [];
    const [missing = []] = sufficient
      .map((requires) => requires.filter((one) => !capabilities.includes(one)))
      .toSorted((left, right) => left.length - right.length);
    return missing.length === 0 && sufficient.length > 0 ? [] : [{ name, missing }];
  });
}

/** Sets of capabilities, of which one is enough for the check to fail. */
function sufficientCapabilities(name: string): (readonly Requirement[])[] {
  const { singleRuns = null, sequences = null } = checkPlaces.get(name) ?? {};
  return [
    ...(singleRuns === null ? [] : [singleRuns.requires]),
    ...(sequences === null ? [] : [[...sequences.requires, "sequences"] as const]),
  ];
}

export function describeSkippedCheck({ name, missing }: SkippedCheck): string {
  return `${name} cannot fail: ${missing.length === 0 ? "the target is no process" : describeMissing(missing)}`;
}
