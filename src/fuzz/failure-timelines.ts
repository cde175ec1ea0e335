/** Runs a failure once more, and keeps its timelines in the report, so that text, page and merge show the same. */
import { knownProperties } from "../../properties/wire/all.ts";
import type { Target } from "../simulation/target.ts";
import type { BatchResult, Failure, ShrunkFailure } from "./batch-result.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { viewFailure } from "./failure-view.ts";
import { findingsOf } from "./findings.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { timelinesOf } from "./timeline.ts";
import type { FailureTimelines } from "./timeline-schema.ts";

type Shown = Pick<Failure, "scenario" | "property" | "violation">;

export async function showFailure(failure: Shown, target: Target): Promise<FailureTimelines> {
  const { scenario, property: name, violation } = failure;
  const property = knownProperties.find((known) => known.name === name);
  return timelinesOf(await viewFailure(scenario, target, property), scenario, violation.run);
}

/** A run of a bot on the wire may take seconds. */
const shownMax = { inProcess: 100, onWire: 10 } as const;

/**
 * The report with the timelines of its failures, those of the worst findings first. A flaky failure has none: another run
 * shows something else.
 */
export async function withTimelines(
  report: CampaignReport,
  target: Target,
  canShow: () => boolean,
): Promise<CampaignReport> {
  const most = target.isOnWire === true ? shownMax.onWire : shownMax.inProcess;
  const shown = new Map<Failure, FailureTimelines>();
  for (const failure of worstFirst(report)) {
    if (shown.size >= most || !canShow()) break;
    if (failure.flaky !== undefined || failure.timelines !== undefined) continue;
    shown.set(failure, await showFailure(failure, target));
  }
  const extend = <One extends Failure>(failure: One): One => {
    const timelines = shown.get(failure);
    return timelines === undefined ? failure : { ...failure, timelines };
  };
  const failures = mapValues(report.result.failures, (failure): ShrunkFailure => {
    return { ...extend(failure), alsoFound: mapValues(failure.alsoFound, extend) };
  });
  return { ...report, result: { ...report.result, failures } };
}

/** Also those that no finding has: a merge may report them. */
function worstFirst(report: CampaignReport): readonly Failure[] {
  const findings = findingsOf(report);
  const heads = findings.map(({ head }) => fingerprintOf(head));
  const others = findings.flatMap((finding) => finding.others.map(fingerprintOf));
  const rank = new Map([...heads, ...others].map((fingerprint, at) => [fingerprint, at]));
  const rankOf = (failure: Failure) => rank.get(fingerprintOf(failure)) ?? rank.size;
  return everyFailure(report.result).toSorted((left, right) => rankOf(left) - rankOf(right));
}

function everyFailure({ failures }: BatchResult): readonly Failure[] {
  const met: readonly Failure[] = Object.values(failures);
  const found = Object.values(failures).flatMap(({ alsoFound }) => Object.values(alsoFound));
  return [...met, ...found];
}

function mapValues<Value>(
  values: Readonly<Record<string, Value>>,
  change: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
