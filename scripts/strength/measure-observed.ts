/** How many of the safety violations that a campaign reports `observe` finds in the records of the same sequences. */
import { allProperties } from "../../properties/all.ts";
import { targetOf, type PlantedBug } from "../../properties/planted-bugs/planted-bug.ts";
import { allRules } from "../../properties/rules/all.ts";
import { isAbout } from "../../properties/rules/rule.ts";
import { allowedMode } from "../../properties/oracle/mode.ts";
import { judgeCase } from "../../src/fuzz/judge-case.ts";
import { judgeRecords, type JudgedRecords } from "../../src/records/judge-records.ts";
import type { Records } from "../../src/records/records.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { runScenario } from "../../src/simulation/run-scenario.ts";
import { shippedPipeline, type Target } from "../../src/simulation/target.ts";
import { recordsOf, textsOf } from "../../src/test-fixtures/records.ts";
import { generatedScenarios } from "./generated-scenarios.ts";

/** Sequences with an audit trail and a live run. */
export async function liveSequences(count: number, seed = 1): Promise<readonly Scenario[]> {
  const found: Scenario[] = [];
  for (const scenario of generatedScenarios(seed, true, count * 10)) {
    if (!scenario.config.auditEnabled) continue;
    const { runContexts } = await runScenario(scenario, shippedPipeline);
    if (!runContexts.some(({ gates }) => allowedMode(gates) === "live")) continue;
    found.push(scenario);
    if (found.length === count) return found;
  }
  throw new Error(`only ${found.length} of ${count} live sequences were generated`);
}

/** What an operator has of the records; by default all of them. */
type Kept = (records: Records) => Records;

const all: Kept = (records) => records;
const withoutExports: Kept = (records) => ({ ...records, orders: null, trades: null });
const calls: Kept = ({ log, ...records }) =>
  withoutExports({ ...records, log: log?.filter(({ kind }) => kind === "call") ?? null });
const noLog: Kept = (records) => withoutExports({ ...records, log: null });

/** Fewer and fewer records, as docs/observe.md lists them. */
export const keptRecords = {
  "trail, settings, log, exports": all,
  "trail, settings, log": withoutExports,
  "trail, settings, port calls": calls,
  "trail, settings": noLog,
  trail: (records) => ({ ...noLog(records), settings: [] }),
} as const satisfies Record<string, Kept>;

/** Null where the runs left no event. */
export async function observe(
  scenario: Scenario,
  target: Target,
  kept: Kept = all,
): Promise<JudgedRecords | null> {
  const observation = await runScenario(scenario, target, { recordStates: true });
  const records = recordsOf(textsOf(scenario, observation));
  return records === null ? null : judgeRecords(kept(records));
}

export type Observed = {
  /** Pairs of a sequence and a property with a safety violation, over all bugs. */
  readonly violations: number;
  readonly found: number;
  /** By `property/check`: the bugs whose violations were missed, each with the number of sequences. */
  readonly missed: ReadonlyMap<string, ReadonlyMap<string, number>>;
};

/** A campaign samples the metamorphic properties, and so does this. */
export async function measureObserved(
  bugs: readonly PlantedBug[],
  sequences: readonly Scenario[],
  kept: Kept = all,
): Promise<Observed> {
  const missed = new Map<string, Map<string, number>>();
  let [violations, found] = [0, 0];
  for (const bug of bugs) {
    const target = targetOf(bug);
    for (const [at, scenario] of sequences.entries()) {
      const failed = await safetyFailures(scenario, target, at + 1);
      if (failed.length === 0) continue;
      const judged = await observe(scenario, target, kept);
      const names = new Set(judged?.violations.map(({ property }) => property));
      for (const { property, check } of failed) {
        violations += 1;
        if (names.has(property)) {
          found += 1;
          continue;
        }
        const fingerprint = `${property}/${check}`;
        const ofBugs = missed.get(fingerprint) ?? new Map<string, number>();
        missed.set(fingerprint, ofBugs.set(bug.name, (ofBugs.get(bug.name) ?? 0) + 1));
      }
    }
  }
  return { violations, found, missed };
}

/** The failures of a campaign that are about a safety rule. */
async function safetyFailures(scenario: Scenario, target: Target, number: number) {
  const sampling = { number, phase: "sequences" } as const;
  const { verdicts } = await judgeCase(scenario, target, allProperties, sampling);
  return verdicts.flatMap((verdict, at) => {
    if (verdict.kind !== "fail") return [];
    const { check, variant } = verdict;
    const failed = { property: allProperties[at]?.name ?? "", check, variant };
    const isSafety = allRules.some((rule) => rule.kind === "safety" && isAbout(rule, failed));
    return isSafety ? [failed] : [];
  });
}
