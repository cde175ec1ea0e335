/** How strong the properties are, by what became of every planted bug: figures by bug and by property. */
import type { Detection } from "./measure-detection.ts";
import { casesMax, minCases, minSequences } from "./measure-detection.ts";
import type { PlantedBug } from "../../properties/planted-bugs/planted-bug-type.ts";

type Spread = { readonly median: number; readonly p95: number };

/** How the bug looks to one property. `first`: in most seeds no other property broke on an earlier case. */
export type DetectionRank = "alone" | "first" | "every_seed" | "some_seeds" | "never";

export type BugStrength = Omit<PlantedBug, "target"> & {
  readonly detections: readonly Detection[];
  /** In how many seeds. */
  readonly caught: number;
  /** Until the catch; null when it never came. */
  readonly cases: Spread | null;
  readonly elapsedMs: Spread;
  /** Of the shrunk counterexamples. */
  readonly size: { readonly least: number; readonly median: number; readonly most: number } | null;
  /** By property, in their order. */
  readonly detectedBy: Readonly<Record<string, DetectionRank>>;
};

type PropertyStrength = {
  readonly name: string;
  /** How many bugs name it as the one that has to catch them. */
  readonly named: number;
  /** How many bugs it notices in any seed; how many of them no other does, and none does before. */
  readonly catches: number;
  readonly alone: number;
  readonly first: number;
};

export type StrengthReport = {
  readonly schemaVersion: 2;
  readonly kind: "strength";
  readonly harness: string;
  readonly seeds: readonly number[];
  readonly casesMax: number;
  readonly minCases: number;
  readonly minSequences: number;
  /** Whether every planted bug was hunted; short of that nothing is said of the properties. */
  readonly complete: boolean;
  readonly bugs: readonly BugStrength[];
  readonly properties: readonly PropertyStrength[];
  readonly verdict: "pass" | "fail";
  readonly reasons: readonly string[];
  /** What is worth knowing and fails nothing. */
  readonly notes: readonly string[];
};

export type StrengthFigures = Omit<StrengthReport, "verdict" | "reasons" | "notes">;

export function bugStrength(
  { name, source, expectedFailure, minimalSize, isSequence }: PlantedBug,
  detections: readonly Detection[],
  properties: readonly string[],
): BugStrength {
  const cases = detections.flatMap(({ detectedAfter }) => detectedAfter ?? []);
  const sizes = detections.flatMap(({ size }) => size ?? []);
  return {
    name,
    source,
    expectedFailure,
    minimalSize,
    isSequence,
    detections,
    caught: cases.length,
    cases: cases.length === 0 ? null : spreadOf(cases),
    elapsedMs: spreadOf(detections.map(({ elapsedMs }) => elapsedMs)),
    size:
      sizes.length === 0
        ? null
        : { least: Math.min(...sizes), median: rank(sizes, 0.5), most: Math.max(...sizes) },
    detectedBy: Object.fromEntries(
      properties.map((property) => [property, rankOf(property, detections)]),
    ),
  };
}

export function strengthFigures(
  harness: string,
  seeds: readonly number[],
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
  const notices = bugs.map(({ detectedBy }) => detectedBy[name] ?? "never");
  const count = (...wanted: readonly DetectionRank[]) =>
    notices.filter((notice) => wanted.includes(notice)).length;
  return {
    name,
    named: bugs.filter(({ expectedFailure }) => expectedFailure.startsWith(`${name}/`)).length,
    catches: notices.length - count("never"),
    alone: count("alone"),
    first: count("first"),
  };
}

function rankOf(property: string, detections: readonly Detection[]): DetectionRank {
  const noticed = detections.filter(({ firstBroken }) => firstBroken[property] !== undefined);
  if (noticed.length === 0) return "never";
  if (
    detections.every(({ firstBroken }) => Object.keys(firstBroken).every((n) => n === property))
  ) {
    return "alone";
  }
  const led = noticed.filter(
    ({ firstBroken }) => firstBroken[property] === Math.min(...Object.values(firstBroken)),
  );
  if (led.length * 2 > detections.length) return "first";
  return noticed.length === detections.length ? "every_seed" : "some_seeds";
}

function spreadOf(values: readonly number[]): Spread {
  return { median: rank(values, 0.5), p95: rank(values, 0.95) };
}

/** The value at a share of the sorted list, by nearest rank: with ten values the p95 is the largest. */
function rank(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.max(Math.ceil(share * sorted.length) - 1, 0)] ?? 0;
}
