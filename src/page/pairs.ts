/** The panels of a failure in pairs, and which one of a pair has the run that failed. */
import type { TimelinePanel } from "../fuzz/timeline-schema.ts";

/** The account in a process of both, and alone; the scenario, and its follow-up. */
export function pairsOf(panels: readonly TimelinePanel[]): readonly (readonly TimelinePanel[])[] {
  const groups: TimelinePanel[][] = [];
  for (const panel of panels) {
    const last = groups.at(-1);
    const [first] = last ?? [];
    const isOfSame = first === undefined || accountOf(first) === accountOf(panel);
    if (last !== undefined && isOfSame) last.push(panel);
    else groups.push([panel]);
  }
  return groups;
}

/** The index: of an account its panel in the process of both, otherwise the last one, the follow-up. */
export function faultyIn(panels: readonly TimelinePanel[]): number {
  return panels.some((panel) => accountOf(panel) !== "") ? 0 : panels.length - 1;
}

const accountOf = ({ title }: TimelinePanel) => /^The \w+ account/.exec(title)?.[0] ?? "";
