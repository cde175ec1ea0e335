/** The rows of two timelines next to each other: steps that are alike share a row. */
import type { TimelineStep } from "../fuzz/timeline-schema.ts";

/** By panel: the index of its step, or null where the other one has a step more. */
export type Row = readonly (number | null)[];

/** Only steps of one kind share a row. */
function likeness(left: TimelineStep, right: TimelineStep): number {
  if (left.kind !== right.kind) return 0;
  return left.text === right.text ? 3 : 2;
}

/** Of each pair of ends of both lists, the most that steps in common rows can be alike. */
function bestOf(left: readonly TimelineStep[], right: readonly TimelineStep[]): number[][] {
  const best = Array.from({ length: left.length + 1 }, () =>
    Array.from({ length: right.length + 1 }, () => 0),
  );
  for (let at = left.length - 1; at >= 0; at -= 1) {
    for (let place = right.length - 1; place >= 0; place -= 1) {
      const [one, other] = [left[at], right[place]];
      const own = one === undefined || other === undefined ? 0 : likeness(one, other);
      const row = best[at] ?? [];
      const both = own === 0 ? 0 : own + (best[at + 1]?.[place + 1] ?? 0);
      row[place] = Math.max(both, best[at + 1]?.[place] ?? 0, row[place + 1] ?? 0);
    }
  }
  return best;
}

export function alignSteps(lists: readonly (readonly TimelineStep[])[]): Row[] {
  const [left = [], right] = lists;
  if (right === undefined || lists.length > 2) {
    const most = Math.max(...lists.map(({ length }) => length));
    return Array.from({ length: most }, (_, at) =>
      lists.map(({ length }) => (at < length ? at : null)),
    );
  }
  const best = bestOf(left, right);
  const rows: Row[] = [];
  let [at, place] = [0, 0];
  while (at < left.length || place < right.length) {
    const [one, other] = [left[at], right[place]];
    const here = best[at]?.[place] ?? 0;
    const own = one === undefined || other === undefined ? 0 : likeness(one, other);
    if (own > 0 && here === own + (best[at + 1]?.[place + 1] ?? 0)) {
      rows.push([at, place]);
      at += 1;
      place += 1;
    } else if (
      other === undefined ||
      (one !== undefined && here === (best[at + 1]?.[place] ?? 0))
    ) {
      rows.push([at, null]);
      at += 1;
    } else {
      rows.push([null, place]);
      place += 1;
    }
  }
  return rows;
}
