/** How well the properties detect planted bugs, as the page shows it. */
import { counted } from "../../domain/counted.ts";
import { ranks, type StrengthInput } from "../strength-report.ts";
import { emptyPage, type PageData } from "./page-data.ts";
import { printableDeep } from "./printable-deep.ts";

type PropertyStrengthRow = {
  readonly name: string;
  readonly kills: number;
  readonly uniqueKills: number;
  readonly firstKills: number;
};

export type BugRow = {
  readonly name: string;
  readonly expectedFailure: string;
  readonly isSequence: boolean;
  readonly detected: number;
  /** A digit for each property: the place of its rank in `ranks` from 1, or 0 for never. */
  readonly ranks: string;
  /** Cases until the detection, by seed; null: not detected. */
  readonly cases: readonly (number | null)[];
  /** The time of detection and shrinking, by seed. */
  readonly ms: readonly number[];
};

export type StrengthData = {
  readonly seeds: readonly number[];
  readonly casesMax: number;
  readonly properties: readonly PropertyStrengthRow[];
  readonly bugs: readonly BugRow[];
};

/** 0 for a property that never detects the bug. */
function digitOf(rank: string | undefined): number {
  return 1 + ranks.findIndex((one) => one === rank);
}

function strengthData({ seeds, casesMax, complete, ...report }: StrengthInput): StrengthData {
  // Of a part of the bugs, most properties detect none.
  const properties = report.properties.filter(({ kills }) => complete || kills > 0);
  return {
    seeds,
    casesMax,
    properties: properties.map(({ name, kills, uniqueKills, firstKills }) => {
      return { name, kills, uniqueKills, firstKills };
    }),
    bugs: report.bugs.map(({ name, expectedFailure, isSequence, detected, ...bug }) => {
      return {
        name,
        expectedFailure,
        isSequence,
        detected,
        ranks: properties.map((one) => digitOf(bug.detectedBy[one.name])).join(""),
        cases: bug.detections.map(({ detectedAfter }) => detectedAfter),
        ms: bug.detections.map(({ elapsedMs }) => Math.round(elapsedMs)),
      };
    }),
  };
}

export function strengthPage(report: StrengthInput): PageData {
  const { seeds, bugs, properties, complete, verdict, reasons, notes, harness } = report;
  const found = bugs.filter(({ detected }) => detected === seeds.length).length;
  return printableDeep({
    ...emptyPage,
    kind: "strength",
    subject: counted(properties.length, "property", "properties"),
    verdict,
    sentence: `${found} of ${counted(bugs.length, "planted bug")} detected with each seed`,
    command: "npm run strength",
    facts: [
      { name: "seeds", value: seeds.join(", ") },
      { name: "planted bugs", value: complete ? `all ${bugs.length}` : `${bugs.length}, a part` },
      { name: "harness", value: harness },
    ],
    reasons: [...reasons, ...notes],
    strength: strengthData(report),
  });
}
