/**
 * A planted bug: the shipped pipeline with one fault, and the check that must detect it. The fault is a
 * replaced decision, a hook between the pipeline and its services, or a whole run.
 */
import type { AuditEvent } from "../../src/domain/audit-event.ts";
import type { Config } from "../../src/domain/config.ts";
import type { Mismatch } from "../../src/domain/mismatch.ts";
import type { CompletedRun } from "../../src/domain/run-report.ts";
import type { Snapshot } from "../../src/domain/snapshot.ts";
import { defaultDecisions, type Decisions } from "../../src/pipeline/decisions.ts";
import type { Limits } from "../../src/pipeline/limits.ts";
import { replyTimeoutMs } from "../../src/pipeline/reply-timeout.ts";
import { createPipeline, type RunInputs } from "../../src/pipeline/run.ts";
import type { AuditSink, Lease, Port } from "../../src/pipeline/services.ts";
import type { Target } from "../../src/simulation/target.ts";

export type PlantedBug = {
  readonly name: string;
  /** The public report of such a bug, in a repository on GitHub. */
  readonly issue?: `${string}#${number}`;
  /** `property/check`. */
  readonly expectedFailure: `${string}/${string}`;
  /** The size of the smallest counterexample known: entities and steps, or steps of a sequence. */
  readonly minimalSize: number;
  /** Whether the bug is sought in sequences; nearly all of those need two runs. */
  readonly isSequence?: boolean;
  /** Resets what a faulty process keeps in memory. */
  readonly start?: () => void;
  /** The same fault in another process, which has a memory of its own. */
  readonly inOtherProcess?: () => Fault;
} & Fault;

/** Exactly one of the three. */
type Fault =
  | { readonly decisions: Partial<Decisions>; readonly hooks?: never; readonly reconcile?: never }
  | { readonly hooks: Hooks; readonly decisions?: never; readonly reconcile?: never }
  | { readonly reconcile: Reconcile; readonly decisions?: never; readonly hooks?: never };

type Reconcile = Target["reconcile"];

/** Changes to what the pipeline reads and writes. The fields that a hook returns replace the given. */
export type Hooks = Pick<Target, "applyOrderUpdate"> & {
  readonly inputs?: (inputs: RunInputs) => Partial<RunInputs>;
  readonly config?: (config: Config) => Partial<Config>;
  readonly snapshot?: (snapshot: Snapshot, inputs: RunInputs) => Partial<Snapshot>;
  /** Replaces the audit sink's `append`, which it gets as the second argument. */
  readonly append?: (event: AuditEvent, append: AuditSink["append"]) => string | null;
  readonly port?: (port: Port) => Port;
  readonly lease?: (lease: Lease, inputs: RunInputs) => Lease;
  readonly report?: (report: CompletedRun) => Partial<CompletedRun>;
  /** Called at the end of each run, also of a refused one. */
  readonly afterRun?: () => void;
};

type Sibling = Partial<Pick<PlantedBug, "issue" | "minimalSize" | "start" | "inOtherProcess">> &
  Fault;

/** Planted bugs with one expected failure, by name. A sibling may have a size of its own. */
export function siblings(
  expectedFailure: PlantedBug["expectedFailure"],
  minimalSize: number,
  faults: Readonly<Record<string, Sibling>>,
): PlantedBug[] {
  const common = { expectedFailure, minimalSize };
  return Object.entries(faults).map(([name, fault]) => ({ name, ...common, ...fault }));
}

/** Siblings that are sought in sequences. */
export function sequenceSiblings(...args: Parameters<typeof siblings>): PlantedBug[] {
  return siblings(...args).map((bug) => ({ ...bug, isSequence: true }));
}

/** A fault of a process with a memory, which its start clears. */
export function withMemory<Value>(
  initial: Value,
  faultOf: (memory: { value: Value }) => Fault,
): Fault & Pick<PlantedBug, "start" | "inOtherProcess"> {
  const memory = { value: initial };
  const start = () => {
    memory.value = initial;
  };
  return { ...faultOf(memory), start, inOtherProcess: () => faultOf({ value: initial }) };
}

export function targetOf(bug: PlantedBug): Target {
  const { name, start, inOtherProcess } = bug;
  return {
    ...targetWith(name, bug),
    ...(start && { start }),
    openInstance: (target) =>
      inOtherProcess === undefined ? target : targetWith(name, inOtherProcess()),
  };
}

function targetWith(name: string, { decisions, hooks, reconcile }: Fault): Target {
  return {
    name,
    replyTimeoutMs,
    reconcile: reconcile ?? hookedPipeline(pipelineWith(decisions ?? {}), hooks ?? {}),
    ...(hooks?.applyOrderUpdate && { applyOrderUpdate: hooks.applyOrderUpdate }),
  };
}

export function pipelineWith(decisions: Partial<Decisions>): Reconcile {
  return createPipeline({ ...defaultDecisions, ...decisions });
}

export function limitsWith(limits: Partial<Limits>) {
  return { decisions: { limits: { ...defaultDecisions.limits, ...limits } } };
}

export const isPosition = (mismatch: Mismatch) => mismatch.type === "POSITION_NONZERO_UNEXPECTED";

export function configWith(config: Partial<Config>) {
  return { hooks: { config: () => config } };
}

export const decisionsWith = (decisions: Partial<Decisions>) => ({ decisions });
export const hooksWith = (hooks: Hooks) => ({ hooks });
export const runWith = (reconcile: Reconcile) => ({ reconcile });

function hookedPipeline(reconcile: Reconcile, hooks: Hooks): Reconcile {
  return async (given, { nowMs, newRunId, port, readSnapshot, audit, after, lease }) => {
    const inputs = { ...given, ...hooks.inputs?.(given) };
    const config = { ...inputs.config, ...hooks.config?.(inputs.config) };
    const append: AuditSink["append"] = (event) => audit.append(event);
    const services = {
      nowMs,
      newRunId,
      ...(after && { after }),
      ...(lease && { lease: hooks.lease?.(lease, given) ?? lease }),
      port: hooks.port?.(port) ?? port,
      readSnapshot: async () => {
        const snapshot = await readSnapshot();
        return { ...snapshot, ...hooks.snapshot?.(snapshot, given) };
      },
      audit: { append: (event: AuditEvent) => (hooks.append ?? append)(event, append) },
    };
    const report = await reconcile({ ...inputs, config }, services).finally(hooks.afterRun);
    return "results" in report ? { ...report, ...hooks.report?.(report) } : report;
  };
}
