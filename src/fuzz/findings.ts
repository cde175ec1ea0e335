/** Findings: the failures of one cause, with the one to read first. */
import { knownProperties } from "../../properties/wire/all.ts";
import { sizeOf } from "../scenario/size.ts";
import { reportedFailures, type BatchResult, type Failure } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { checkNameOf, fingerprintOf } from "./fingerprint.ts";

export type Finding = {
  /** Of severity `money` where one is, and then the worst check of the property with the smallest failure. */
  readonly head: Failure;
  readonly others: readonly Failure[];
};

/** Worst first. Every reported failure is in one finding. */
export function findingsOf(report: Pick<CampaignReport, "campaign" | "result">): Finding[] {
  const ofMoney = new Set(
    report.campaign.properties.flatMap(({ name, severity }) =>
      severity === "money" ? [name] : [],
    ),
  );
  const ordered = worstFirst(report.result, ofMoney);
  const origins = originsOf(report.result);
  const isAboutOneThing = ({ property }: Failure) =>
    ofMoney.has(property) && !wholePlan.has(property);
  const groups: Failure[][] = [];
  for (const failure of ordered) {
    if (origins.has(fingerprintOf(failure))) continue;
    const isNarrow = isAboutOneThing(failure);
    const group = groups.find((found) =>
      found.some((one) => (isNarrow ? haveOneCause(failure, one) : followsFrom(failure, one))),
    );
    if (group === undefined) groups.push([failure]);
    else group.push(failure);
  }
  for (const failure of ordered) {
    const origin = origins.get(fingerprintOf(failure));
    if (origin === undefined) continue;
    groups.find((group) => group.some((one) => fingerprintOf(one) === origin))?.push(failure);
  }
  const rank = new Map(ordered.map((failure, at) => [failure, at]));
  const rankOf = (failure: Failure | undefined) =>
    (failure === undefined ? undefined : rank.get(failure)) ?? ordered.length;
  return joinWholePlans(joinByProperty(groups, isAboutOneThing), isAboutOneThing)
    .map((group) => group.toSorted((left, right) => rankOf(left) - rankOf(right)))
    .toSorted(([left], [right]) => rankOf(left) - rankOf(right))
    .flatMap((group) => {
      const [head, ...others] = worstCheckFirst(group);
      return head === undefined ? [] : [{ head, others }];
    });
}

/** A property declares its worst check first. Its failures that repeat are in that order, and then by their rank. */
function worstCheckFirst(group: readonly Failure[]): readonly Failure[] {
  const first = group[0];
  const isOfFirst = ({ property, flaky }: Failure) =>
    property === first?.property && (flaky === undefined) === (first.flaky === undefined);
  const { checks = [] } = knownProperties.find(({ name }) => name === first?.property) ?? {};
  // A check of an older report comes last.
  const placeOf = ({ check }: Failure) =>
    checks.includes(check) ? checks.indexOf(check) : checks.length;
  const same = group.filter(isOfFirst).toSorted((left, right) => placeOf(left) - placeOf(right));
  return [...same, ...group.filter((one) => !isOfFirst(one))];
}

/** A failure that only shrinking showed came to its origin, and others of its property may be elsewhere. */
function joinByProperty(
  groups: readonly Failure[][],
  isAboutOneThing: (failure: Failure) => boolean,
): Failure[][] {
  const joined: Failure[][] = [];
  for (const group of groups) {
    const names = new Set(group.filter(isAboutOneThing).map(({ property }) => property));
    const same = joined.find((other) =>
      other.some((one) => isAboutOneThing(one) && names.has(one.property)),
    );
    if (same === undefined) joined.push([...group]);
    else same.push(...group);
  }
  return joined;
}

function isOfPlan(group: readonly Failure[]): boolean {
  return group.every(({ property }) => wholePlan.has(property));
}

/** Where one property names a cause, the differences from the whole plan are of it as far as a campaign can tell. */
function joinWholePlans(
  groups: readonly Failure[][],
  isAboutOneThing: (failure: Failure) => boolean,
): readonly Failure[][] {
  const [cause, ...others] = groups.filter((group) => group.some(isAboutOneThing));
  if (cause === undefined || others.length > 0) return groups;
  const joined = [...cause, ...groups.filter(isOfPlan).flat()];
  return groups.flatMap((group) => (group === cause ? [joined] : isOfPlan(group) ? [] : [group]));
}

/**
 * By the fingerprint of a failure that no case showed: the failure whose shrink candidates showed it. A candidate
 * differs from the failing scenario by little, so that it has the same cause.
 */
function originsOf({
  failures,
  failureCounts,
}: CampaignReport["result"]): ReadonlyMap<string, string> {
  const origins = new Map<string, string>();
  for (const [origin, { alsoFound }] of Object.entries(failures)) {
    for (const found of Object.keys(alsoFound)) {
      const isMet = failures[found] !== undefined || failureCounts[found] !== undefined;
      if (!isMet && !origins.has(found)) origins.set(found, origin);
    }
  }
  return origins;
}

/**
 * These compare the whole plan with that of the oracle, so that almost every bug fails them. Another property shows more
 * of the cause.
 */
const wholePlan: ReadonlySet<string> = new Set([
  "permitted-remediations-are-executed",
  "every-mismatch-is-reported",
  "no-mismatch-no-action",
  "a-second-run-has-nothing-to-do",
  "reconciliation-converges",
]);

const comparesRuns: ReadonlySet<string> = new Set(
  knownProperties.flatMap(({ kind, name }) => (kind === "metamorphic" ? [name] : [])),
);

/**
 * Of severity `money` first, then those about one thing, then those of one run, then those that repeat, then the smallest.
 * A difference between two runs follows from what one of them breaks, so that it joins its cause.
 */
function worstFirst(result: BatchResult, ofMoney: ReadonlySet<string>): Failure[] {
  const rankOf = ({ property, flaky }: Failure) =>
    (ofMoney.has(property) ? 0 : 8) +
    (wholePlan.has(property) ? 4 : 0) +
    (comparesRuns.has(property) ? 2 : 0) +
    (flaky === undefined ? 0 : 1);
  return [...reportedFailures(result).values()].toSorted(
    (left, right) =>
      rankOf(left) - rankOf(right) ||
      sizeOf(left.scenario) - sizeOf(right.scenario) ||
      left.batch - right.batch,
  );
}

/**
 * The failures of one property have one cause, as far as a campaign can tell. So have two checks that share a shrunk
 * scenario: nothing can be taken from it without losing one of them, and then the other one fails there too.
 */
function haveOneCause(left: Failure, right: Failure): boolean {
  return left.property === right.property || failsOn(left, right) || failsOn(right, left);
}

/** Whether the check of `other` fails on the shrunk scenario of `failure`; false where that was not judged. */
function failsOn({ alsoFails = [] }: Failure, other: Failure): boolean {
  return alsoFails.includes(checkNameOf(other));
}

/**
 * Whether a failure of a report or of the whole plan follows from the other one: any check of its property fails there.
 * A property fails with its first check, which hides further ones.
 */
function followsFrom(failure: Failure, other: Failure): boolean {
  const { alsoFails = [] } = other;
  const start = `${failure.property}/`;
  return haveOneCause(failure, other) || alsoFails.some((name) => name.startsWith(start));
}
