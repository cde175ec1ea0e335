/** What a campaign reached: labels against their minimums, pairs of steps, faults next to steps, themes with faults. */
import { faults } from "../../domain/theme.ts";
import { portFaultKinds } from "../../domain/port-fault.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { conditionalLabels } from "../../fuzz/conditional-orders.ts";
import { isShareMet, minimumOf, requiredShares } from "../../fuzz/coverage.ts";
import { dimensions } from "../../fuzz/dimensions.ts";
import { filterShares } from "../../fuzz/filter-coverage.ts";
import { innerStepLabels } from "../../fuzz/inner-steps.ts";
import { misleadingLists } from "../../fuzz/misleading-lists.ts";
import { queryLabels } from "../../fuzz/order-queries.ts";
import { pairsByTheme } from "../../fuzz/pair-minimums.ts";
import { reachable } from "../../fuzz/support.ts";
import { pairOf } from "../../fuzz/theme-pairs.ts";
import { timesInRuns } from "../../fuzz/times-in-runs.ts";
import { requiredEntries } from "../../fuzz/transition-coverage.ts";
import { describeNeverSeen } from "../campaign-tables.ts";
import { stepKinds } from "../../scenario/step.ts";

export type LabelRow = {
  readonly name: string;
  readonly count: number;
  /** Shares of the random cases. */
  readonly share: number;
  readonly minimum: number;
  readonly isMet: boolean;
};

/** Cells by row and column; null: not required, or not reachable. */
export type HeatMap = {
  readonly title: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cells: readonly (readonly (number | null)[])[];
};

export type CoverageData = {
  readonly randomCases: number;
  readonly sequences: number;
  readonly groups: readonly { readonly title: string; readonly labels: readonly LabelRow[] }[];
  readonly maps: readonly HeatMap[];
  readonly unseenCount: number;
  /** Names that differ only in their last step are one line. */
  readonly unseen: readonly string[];
};

export function coverageData(report: CampaignReport): CoverageData {
  const { campaign, result, neverSeen } = report;
  const names = reachable(Object.keys(requiredShares), campaign);
  const rowOf = (name: string): LabelRow => {
    const [count, cases] = [result.labels[name] ?? 0, result.cases.random];
    const minimum = minimumOf(name, campaign);
    const share = cases === 0 ? 0 : count / cases;
    return { name, count, share, minimum, isMet: cases > 0 && isShareMet(count, cases, minimum) };
  };
  const grouped = groupsOfLabels(names).filter(({ labels }) => labels.length > 0);
  return {
    randomCases: result.cases.random,
    sequences: result.cases.sequences,
    groups: grouped.map(({ title, labels }) => ({ title, labels: labels.map(rowOf) })),
    maps: [
      ...(campaign.supportsSequences && campaign.cases.sequences > 0 ? mapsOfSteps(report) : []),
      mapOfThemes(report),
    ],
    unseenCount: neverSeen.length,
    unseen: describeNeverSeen(neverSeen),
  };
}

const themesOfLabels: readonly (readonly [string, readonly string[]])[] = [
  ["Dimensions: sizes, widths and ages", dimensions.map(({ label }) => label)],
  ["Lists that mislead", Object.keys(misleadingLists)],
  ["Filters of symbols", [...Object.keys(filterShares), "below_minimum"]],
  ["Times in runs", Object.keys(timesInRuns)],
  ["Steps within a snapshot or a run", Object.keys(innerStepLabels)],
  ["Queries for one order", Object.keys(queryLabels)],
  ["Conditional orders", Object.keys(conditionalLabels)],
];

function groupsOfLabels(names: readonly string[]) {
  const grouped = new Set(themesOfLabels.flatMap(([, labels]) => labels));
  const own = names.filter((name) => !grouped.has(name));
  return [
    { title: "Mismatches, blocks and replies", labels: own },
    ...themesOfLabels.map(([title, labels]) => {
      return { title, labels: labels.filter((label) => names.includes(label)) };
    }),
  ];
}

function mapsOfSteps({ campaign, result }: CampaignReport): HeatMap[] {
  const possible = new Set(reachable([...requiredEntries.keys()], campaign));
  const cell = (name: string) => (possible.has(name) ? (result.transitions[name] ?? 0) : null);
  const steps = stepKinds.filter((kind) => possible.has(kind));
  const pairs = steps.map((first) => steps.map((second) => cell(`${first} > ${second}`)));
  const withFault = (where: string) =>
    portFaultKinds.map((fault) => steps.map((step) => cell(`port ${fault}, ${where} ${step}`)));
  const maps: readonly HeatMap[] = [
    {
      title: "Sequences with a step (row) and the step after it (column)",
      rows: steps,
      columns: steps,
      cells: pairs,
    },
    {
      title: "Sequences with a port fault (row) in a run after a step (column)",
      rows: portFaultKinds,
      columns: steps,
      cells: withFault("after"),
    },
    {
      title: "Sequences with a port fault (row) in a run before a step (column)",
      rows: portFaultKinds,
      columns: steps,
      cells: withFault("before"),
    },
  ];
  return maps.map(withoutEmptyColumns);
}

function withoutEmptyColumns({ title, rows, columns, cells }: HeatMap): HeatMap {
  const used = columns.map((_, place) => cells.some((row) => row[place] !== null));
  return {
    title,
    rows,
    columns: columns.filter((_, place) => used[place] === true),
    cells: cells.map((row) => row.filter((_, place) => used[place] === true)),
  };
}

function mapOfThemes({ campaign, result }: CampaignReport): HeatMap {
  const themes = [...pairsByTheme(campaign)];
  return {
    title: "Cases with a theme (row) and a fault (column)",
    rows: themes.map(([theme]) => theme),
    columns: faults,
    cells: themes.map(([theme, names]) =>
      faults.map((fault) => {
        const name = pairOf(theme, fault);
        return names.includes(name) ? (result.pairs[name] ?? 0) : null;
      }),
    ),
  };
}
