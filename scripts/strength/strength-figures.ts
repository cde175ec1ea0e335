/** The strength of the properties: figures for each planted bug and for each property. */
import { type CaseMinimum, type Detection, casesMax } from "./measure-detection.ts";
import type { PlantedBug } from "../../properties/planted-bugs/planted-bug.ts";

type Spread = { readonly median: number; readonly p95: number };

/**
 * How one property detects a bug. `unique`: no other property failed with any seed. `first`: with most
 * seeds no other property failed on an earlier case.
 */
export type DetectionRank = "unique" | "first" | "every-seed" | "some-seeds" | "never";

export type BugStrength = Pick<PlantedBug, "name" | "expectedFailure" | "minimalSize"> & {
  readonly issue: string | null;
  readonly isSequence: boolean;
  readonly detections: readonly Detection[];
  /** The number of seeds with which the expected check failed. */
  readonly detected: number;
  /** Cases until the detection; null when there was none. */
  readonly cases: Spread | null;
  readonly elapsedMs: Spread;
  /** Of the shrunk cases. */
  readonly size: { readonly min: number; readonly median: number; readonly max: number } | null;
  /** By property, in their order. */
  readonly detectedBy: Readonly<Record<string, DetectionRank>>;
};

export type PropertyStrength = {
  readonly name: string;
  /** The number of bugs whose expected failure is of this property. */
  readonly expected: number;
  /** The number of bugs that it detects with any seed. */
  readonly kills: number;
  readonly uniqueKills: number;
  readonly firstKills: number;
};

export type StrengthReport = {
  readonly schemaVersion: 2;
  readonly kind: "strength";
  readonly harness: string;
  readonly seeds: readonly number[];
  readonly casesMax: number;
  readonly minCases: number;
  readonly minSequences: number;
  /** Whether every planted bug was measured; otherwise the properties are not judged. */
  readonly complete: boolean;
  readonly bugs: readonly BugStrength[];
  readonly properties: readonly PropertyStrength[];
  readonly verdict: "pass" | "fail";
  readonly reasons: readonly string[];
  /** Remarks that do not change the verdict. */
  readonly notes: readonly string[];
};

export type StrengthFigures = Omit<StrengthReport, "verdict" | "reasons" | "notes">;

export function bugStrength(
  { name, issue, expectedFailure, minimalSize, isSequence = false }: PlantedBug,
  detections: readonly Detection[],
  properties: readonly string[],
): BugStrength {
  const cases = detections.flatMap(({ detectedAfter }) => detectedAfter ?? []);
  const sizes = detections.flatMap(({ size }) => size ?? []);
  return {
    name,
    issue: issue ?? null,
    expectedFailure,
    minimalSize,
    isSequence,
    detections,
    detected: cases.length,
    cases: cases.length === 0 ? null : spreadOf(cases),
    elapsedMs: spreadOf(detections.map(({ elapsedMs }) => elapsedMs)),
    size:
      sizes.length === 0
        ? null
        : { min: Math.min(...sizes), median: rank(sizes, 0.5), max: Math.max(...sizes) },
    detectedBy: Object.fromEntries(
      properties.map((property) => [property, rankOf(property, detections)]),
    ),
  };
}

export function strengthFigures(
  harness: string,
  seeds: readonly number[],
  { minCases, minSequences }: CaseMinimum,
  complete: boolean,
  bugs: readonly BugStrength[],
  properties: readonly string[],
): StrengthFigures {
  return {
    schemaVersion: 2,
    kind: "strength",
    harness,
    seeds,
    casesMax,
    minCases,
    minSequences,
    complete,
    bugs,
    properties: properties.map((name) => propertyStrength(name, bugs)),
  };
}

function propertyStrength(name: string, bugs: readonly BugStrength[]): PropertyStrength {
  const ranks = bugs.map(({ detectedBy }) => detectedBy[name] ?? "never");
  const count = (wanted: DetectionRank) => ranks.filter((given) => given === wanted).length;
  return {
    name,
    expected: bugs.filter(({ expectedFailure }) => expectedFailure.startsWith(`${name}/`)).length,
    kills: ranks.length - count("never"),
    uniqueKills: count("unique"),
    firstKills: count("first"),
  };
}

function rankOf(property: string, detections: readonly Detection[]): DetectionRank {
  const failures = detections.map(({ firstFailures }) => firstFailures);
  const own = failures.filter((first) => first[property] !== undefined);
  if (own.length === 0) return "never";
  if (failures.every((first) => Object.keys(first).every((name) => name === property))) {
    return "unique";
  }
  const led = own.filter((first) => first[property] === Math.min(...Object.values(first)));
  if (led.length * 2 > detections.length) return "first";
  return own.length === detections.length ? "every-seed" : "some-seeds";
}

function spreadOf(values: readonly number[]): Spread {
  return { median: rank(values, 0.5), p95: rank(values, 0.95) };
}

/** The value at a share of the sorted list, by nearest rank: with ten values the p95 is the largest. */
function rank(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? 0;
}
