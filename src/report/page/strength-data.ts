/** How well the properties detect planted bugs, as the page shows it. */

/** What a page needs of the report of `npm run strength`. */
export type StrengthInput = {
  readonly harness: string;
  readonly seeds: readonly number[];
  readonly casesMax: number;
  readonly complete: boolean;
  readonly verdict: "pass" | "fail";
  readonly reasons: readonly string[];
  readonly notes: readonly string[];
  readonly bugs: readonly {
    readonly name: string;
    readonly expectedFailure: string;
    readonly isSequence: boolean;
    readonly detected: number;
    readonly detections: readonly {
      readonly seed: number;
      readonly detectedAfter: number | null;
      readonly elapsedMs: number;
    }[];
    readonly detectedBy: Readonly<Record<string, string>>;
  }[];
  readonly properties: readonly {
    readonly name: string;
    readonly kills: number;
    readonly uniqueKills: number;
    readonly firstKills: number;
  }[];
};

export const ranks = ["unique", "first", "every-seed", "some-seeds"] as const;

export type BugRow = {
  readonly name: string;
  readonly expectedFailure: string;
  readonly isSequence: boolean;
  readonly detected: number;
  /** A digit for each property: the place of its rank in `ranks` from 1, or 0 for never. */
  readonly ranks: string;
  /** Cases until the detection, by seed; null: not detected. */
  readonly cases: readonly (number | null)[];
  readonly ms: readonly number[];
};

export type StrengthData = {
  readonly seeds: readonly number[];
  readonly casesMax: number;
  readonly properties: StrengthInput["properties"];
  readonly bugs: readonly BugRow[];
};

export function strengthData({ seeds, casesMax, properties, bugs }: StrengthInput): StrengthData {
  return {
    seeds,
    casesMax,
    properties: properties.map(({ name, kills, uniqueKills, firstKills }) => {
      return { name, kills, uniqueKills, firstKills };
    }),
    bugs: bugs.map(({ name, expectedFailure, isSequence, detected, detections, detectedBy }) => {
      return {
        name,
        expectedFailure,
        isSequence,
        detected,
        ranks: properties
          .map((one) => 1 + ranks.findIndex((rank) => rank === detectedBy[one.name]))
          .join(""),
        cases: detections.map(({ detectedAfter }) => detectedAfter),
        ms: detections.map(({ elapsedMs }) => Math.round(elapsedMs)),
      };
    }),
  };
}
