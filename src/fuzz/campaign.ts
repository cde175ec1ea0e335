/** Runs a whole campaign, or one shard of it, and makes its report. */
import { createHash } from "node:crypto";
import { allProperties } from "../../properties/all.ts";
import { combinationCount } from "../../properties/enumeration/three-way.ts";
import { readPackageVersion } from "../package-root.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import type { Target } from "../simulation/target.ts";
import type { TargetIdentity } from "../target/target-identity.ts";
import { batchesOf, plannedCases, totalsOf, type CasePlan, type Shard } from "./batch.ts";
import { casesOf, emptyResult, increment, phases } from "./batch-result.ts";
import type { BatchResult, Failure } from "./batch-result.ts";
import { campaignContext, type CampaignInputs } from "./campaign-context.ts";
import type { CampaignReport } from "./campaign-report.ts";
import { isCanaryCaught } from "./canary.ts";
import { toCounterexample, type Counterexample } from "./counterexample.ts";
import { Limits } from "./limits.ts";
import { judgeCampaign } from "./campaign-verdict.ts";
import { batchRunner, countAfterCases, lateFailures } from "./run-batch.ts";
import type { BatchRunner, CampaignContext } from "./run-batch.ts";
import { runCampaign, type CampaignRun, type CampaignOutcome } from "./run-campaign.ts";
import type { TargetEnd, WorkerPool } from "./worker-pool.ts";
import { fingerprintOf } from "./fingerprint.ts";

export type CampaignSettings = {
  readonly bail: boolean;
  /** Of a target that a command starts, or of the shipped pipeline. */
  readonly identity: TargetIdentity;
  readonly shard: Shard | null;
  readonly limits: Limits;
  /** Null runs the batches in this thread. */
  readonly pool: WorkerPool | null;
  /** Ends the target of this thread after the last batch. Returns null, or what went wrong in its session. */
  readonly endTarget: () => Promise<string | null>;
  /** Called after each batch with the cases done and the cases of all batches. */
  readonly onProgress: (done: number, total: number) => void;
  /** Called with each failure when it is found, and again with a smaller scenario when it is shrunk. */
  readonly onFailure: (counterexample: Counterexample) => void;
};

/** Throws `BadInputError` for a property that cannot judge the target, `TargetError` from a worker. */
export async function fuzzCampaign(
  inputs: CampaignInputs,
  target: Target,
  settings: Partial<CampaignSettings>,
): Promise<{ readonly report: CampaignReport } & Pick<CampaignOutcome, "lines" | "observations">> {
  const { shard = null, bail = false, pool = null, limits = Limits.start() } = settings;
  const startedAt = new Date().toISOString();
  const startedAtMs = limits.nowMs();
  try {
    const context = campaignContext(inputs, target);
    const [scenario] = readScenarios("order");
    const canaryCaught = await isCanaryCaught(scenario, allProperties);
    const campaign = describeCampaign(context, settings.identity);
    const onFound = (failure: Failure) =>
      settings.onFailure?.(toCounterexample(failure, { campaign, timing: { startedAt } }));
    pool?.onFound(onFound);
    const total = totalsOf(batchesOf(context.plan, shard)).cases;
    const names = context.properties.map(({ name }) => name);
    const runners = pool?.runners ?? [batchRunner(context, limits, onFound)];
    const shrunk = new Set<Failure>();
    const outcome = await runCampaign({
      stages: stagesOf(context.plan, shard, limits),
      properties: names,
      runners: runners.map((runner) => emptyIfAborted(runner, names, limits)),
      bail,
      known: context.known,
      onBail: () => limits.bail(),
      stopReason: () => limits.stopReason(),
      onProgress: (result) => {
        settings.onProgress?.(casesOf(result), total);
        for (const failure of Object.values(result.failures)) {
          if (!shrunk.has(failure)) onFound(failure);
          shrunk.add(failure);
        }
      },
    });
    const ends = (await pool?.end()) ?? [];
    const fault = (await settings.endTarget?.()) ?? null;
    ends.push({ fault, late: lateFailures(context).map(fingerprintOf) });
    addEnds(outcome.result, limits.isAborted() ? [] : ends);
    const { lines, observations, ...done } = outcome;
    const elapsedMs = limits.nowMs() - startedAtMs;
    const report = {
      schemaVersion: 2,
      kind: "campaign",
      campaign,
      shard,
      ...done,
      canaryCaught,
      timing: { startedAt, elapsedMs: Math.round(elapsedMs) },
    } as const;
    return { report: { ...report, ...judgeCampaign(report) }, lines, observations };
  } finally {
    // A worker that still runs would keep the process alive.
    await pool?.close();
  }
}

/** A second signal kills targets. One that is killed while it starts is no error of the campaign. */
function emptyIfAborted(
  runner: BatchRunner,
  properties: readonly string[],
  limits: Limits,
): BatchRunner {
  return async (batch, shrunk) => {
    try {
      return await runner(batch, shrunk);
    } catch (error) {
      if (!limits.isAborted()) throw error;
      const result = emptyResult(properties);
      return { result, lines: [], observations: [], isDisabled: false, stopped: "interrupted" };
    }
  };
}

/** What the end of a target showed. After a second signal it was killed, and shows nothing. */
function addEnds(result: BatchResult, ends: readonly TargetEnd[]): void {
  for (const { fault } of ends) if (fault !== null) increment(result.targetErrors, fault);
  countAfterCases(
    result,
    ends.flatMap(({ late }) => late),
  );
}

/** With a time limit the phases after the regressions progress side by side, so that any time reaches each. */
function stagesOf(plan: CasePlan, shard: Shard | null, limits: Limits): CampaignRun["stages"] {
  if (!limits.hasDeadline) return [[batchesOf(plan, shard)]];
  const [first, ...others] = phases;
  return [[first], others].map((stage) => stage.map((phase) => batchesOf(plan, shard, [phase])));
}

function describeCampaign(
  context: CampaignContext,
  identity: TargetIdentity | undefined,
): CampaignReport["campaign"] {
  const { plan, properties, skippedProperties, skippedChecks, skippedRegressions } = context;
  const { target, known } = context;
  let digest: string | null = null;
  return {
    harness: readPackageVersion(),
    target: target.name,
    ...(identity && { identity }),
    seed: plan.seed,
    runs: plan.runs,
    // Made when it is read: it takes as long as a batch, and only reports and shards need it.
    get digest() {
      return (digest ??= digestOf(plan));
    },
    batches: totalsOf(batchesOf(plan)).batches,
    cases: plannedCases(plan),
    properties: properties.map(({ name, statement, severity }) => ({ name, statement, severity })),
    skippedProperties: [...skippedProperties],
    skippedChecks: [...skippedChecks],
    skippedRegressions,
    known: [...known],
    // The enumeration of a bot on the wire has none.
    combinations: target.isOnWire === true ? 0 : combinationCount,
    supportsSequences: target.supportsSequences !== false,
    hasReplyTimeout: target.replyTimeoutMs !== undefined,
    supportsConditionalOrders: target.supportsConditionalOrders !== false,
    supportsInstances: target.openInstance !== undefined,
    ...(target.isOnWire === true && { isOnWire: true }),
    ...(target.opensUserStream === true && { opensUserStream: true }),
    usesQueries: target.usesQueries === true,
    profile: target.profile ?? null,
  };
}

/** Shards with other regressions or enumerated cases belong to another campaign. */
function digestOf({ regressions, enumeration }: CasePlan): string {
  const content = JSON.stringify({ regressions, enumeration });
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
