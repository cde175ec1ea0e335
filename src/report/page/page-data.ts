/** What the page shows, as plain data. Every text is without characters that a terminal or a browser interprets. */
import { byVerdict, type AnyVerdict } from "../../domain/verdict.ts";
import type { FailureTimelines } from "../../fuzz/timeline-schema.ts";
import type { CoverageData } from "./coverage-data.ts";
import type { GateData } from "./gate-data.ts";
import type { ShownGate } from "./gate-list.ts";
import type { StrengthData } from "./strength-data.ts";

/** A fact of the summary, such as the seed. */
export type Fact = { readonly name: string; readonly value: string };

/** `isIrrelevant`: the failure stays with other values of it. */
export type StartLine = {
  readonly subject: string;
  readonly parts: readonly { readonly text: string; readonly isIrrelevant: boolean }[];
};

export type PageFailure = {
  /** An id, or the name of a file or scenario. */
  readonly id: string;
  readonly title: string;
  readonly check: string;
  readonly variant: string;
  readonly severity: "money" | "report" | null;
  readonly statement: string;
  /** Such as `R1`. */
  readonly rules: readonly string[];
  readonly verdict: AnyVerdict;
  readonly run: number | null;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
  /** Such as `in 2 cases`, and where it came from. */
  readonly notes: readonly string[];
  /** The port calls of a failure that did not repeat; null for any other. */
  readonly flakyCalls: readonly string[] | null;
  readonly irrelevant: readonly string[];
  readonly gates: readonly ShownGate[];
  /** Without the gates. */
  readonly start: readonly StartLine[];
  readonly timelines: FailureTimelines | null;
  /** Why there are no timelines. */
  readonly absent: string | null;
  /** Replays it; null where nothing is saved. */
  readonly command: string | null;
  readonly json: readonly JsonLine[];
};

/** A line of a JSON document. */
export type JsonLine = { readonly text: string; readonly isIrrelevant?: true };

/** The failures of one cause, by their places in `failures`, the one to read first at the start. */
type PageFinding = readonly number[];

export type PropertyRow = {
  readonly name: string;
  readonly statement: string;
  readonly severity: "money" | "report";
  readonly counts: Readonly<Record<string, number>>;
};

export type PageData = {
  readonly kind: "campaign" | "replay" | "smoke" | "strength";
  /** What was judged. */
  readonly subject: string;
  readonly verdict: AnyVerdict;
  readonly sentence: string;
  /** The command that gives this report again, or null. */
  readonly command: string | null;
  readonly facts: readonly Fact[];
  readonly reasons: readonly string[];
  readonly reached: readonly Fact[];
  readonly notCovered: readonly string[];
  /** What an older report has not. */
  readonly absent: readonly string[];
  readonly failures: readonly PageFailure[];
  readonly findings: readonly PageFinding[];
  readonly gates: GateData | null;
  readonly coverage: CoverageData | null;
  readonly properties: readonly PropertyRow[];
  readonly strength: StrengthData | null;
};

/** A page without contents, for the reports that have few of the parts. */
export const emptyPage: Omit<PageData, "kind" | "subject" | "verdict" | "sentence"> = {
  command: null,
  facts: [],
  reasons: [],
  reached: [],
  notCovered: [],
  absent: [],
  failures: [],
  findings: [],
  gates: null,
  coverage: null,
  properties: [],
  strength: null,
};

/** Each failure is a finding of its own. */
export function worstFirst(failures: readonly PageFailure[]): PageFinding[] {
  return failures
    .map(({ verdict }, place) => ({ verdict, place }))
    .toSorted((left, right) => byVerdict(left.verdict, right.verdict))
    .map(({ place }) => [place]);
}
