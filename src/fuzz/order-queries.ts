/** Labels of queries for one order. Only a target that declares them can reach these. */
import type { Case } from "../../properties/property.ts";

const labels = {
  query: "a query for one order",
  misled: "a query for one order that misleads",
} as const;

/** The minimum share of random cases: a bot may ask only after an unknown outcome. */
export const queryLabels: Readonly<Record<string, number>> = {
  [labels.query]: 0.0005,
  [labels.misled]: 0.0001,
};

export function hasQueries({
  labels: counts,
}: {
  readonly labels: Readonly<Record<string, number>>;
}) {
  return (counts[labels.query] ?? 0) > 0;
}

/** Adds the labels of a scenario of one or two runs. */
export function addQueryLabels({ observation }: Case, found: Set<string>): void {
  for (const { isMisled } of observation.orderQueries) {
    found.add(labels.query);
    if (isMisled) found.add(labels.misled);
  }
}
