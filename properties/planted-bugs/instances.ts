/** Faults of two instances at once: in the lease, in what it protects, and in what the instances share. */
import type { Decisions } from "../../src/pipeline/decisions.ts";
import { planDecisions } from "../../src/pipeline/plan.ts";
import { reconcile, type RunInputs } from "../../src/pipeline/run.ts";
import type { RunReport } from "../../src/domain/run-report.ts";
import type { AuditSink, Lease, RunServices } from "../../src/pipeline/services.ts";
import {
  hooksWith,
  isPosition,
  pipelineWith,
  runWith,
  sequenceSiblings,
  withMemory,
  type Hooks,
  type PlantedBug,
} from "./planted-bug.ts";

const { requestFor, routeMismatches } = planDecisions;

const leftToTheOther = { outcome: { status: "not_routed", detail: "left to the other" } } as const;

const leaseWith = (lease: NonNullable<Hooks["lease"]>) => hooksWith({ lease });

const nothing = () => Promise.resolve();

/** The lease of another instance is not waited for, and the run goes on with the calls of its start. */
const refusalIgnored: NonNullable<Hooks["lease"]> = (
  { take, release },
  { lastPortCallAtMs, priorCalls },
) => ({ take: async () => (await take()) ?? { lastPortCallAtMs, priorCalls }, release });

/** A run that knows when another instance has the lease. */
const knowingRefusal = (
  run: (
    inputs: RunInputs,
    services: LeasedServices,
    isRefused: () => boolean,
  ) => Promise<RunReport>,
) =>
  runWith((inputs, { lease, ...services }) => {
    if (lease === undefined) return reconcile(inputs, services);
    let isRefused = false;
    const take = async () => {
      const calls = await lease.take();
      isRefused = calls === null;
      return calls;
    };
    const known = { take, release: lease.release };
    return run(inputs, { ...services, lease: known }, () => isRefused);
  });

type LeasedServices = RunServices & { readonly lease: Lease };

/** A run that goes on without the lease, and routes otherwise then. */
const refusedRoutes = (route: Decisions["routeMismatches"]) =>
  knowingRefusal((inputs, services, isRefused) => {
    const decisions: Partial<Decisions> = {
      routeMismatches: (...args) => (isRefused() ? route : routeMismatches)(...args),
    };
    const lease = refusalIgnored(services.lease, inputs);
    return pipelineWith(decisions)(inputs, { ...services, lease });
  });

/** A run that keeps the prior calls of its start. */
function withCallsOf({ lastPortCallAtMs, priorCalls }: RunInputs, { take, release }: Lease): Lease {
  return {
    take: async () => ((await take()) === null ? null : { lastPortCallAtMs, priorCalls }),
    release,
  };
}

/** The file with the run id that all instances write: the last one to start overwrites it. */
const shared = { runId: "" };

export const instanceBugs: readonly PlantedBug[] = [
  ...sequenceSiblings("instances-send-no-intent-twice/intent-sent-twice", 4, {
    "no-lease-taken": runWith((inputs, { nowMs, newRunId, port, readSnapshot, audit }) =>
      reconcile(inputs, { nowMs, newRunId, port, readSnapshot, audit }),
    ),
    "lease-refusal-ignored": leaseWith(refusalIgnored),
    "lease-ended-before-the-calls": leaseWith(({ take, release }) => ({
      take: async () => {
        const calls = await take();
        await release();
        return calls;
      },
      release: nothing,
    })),
    // The calls since would show that the snapshot is outdated.
    "snapshot-and-calls-before-the-lease": runWith(async (inputs, { lease, ...services }) => {
      const snapshot = await services.readSnapshot();
      return reconcile(inputs, {
        ...services,
        ...(lease && { lease: withCallsOf(inputs, lease) }),
        readSnapshot: () => Promise.resolve(snapshot),
      });
    }),
    "lease-ended-at-the-first-request": runWith((inputs, { lease, ...services }) => {
      if (lease === undefined) return reconcile(inputs, services);
      const { port } = services;
      const ended: Lease = { take: lease.take, release: nothing };
      return reconcile(inputs, {
        ...services,
        lease: ended,
        port: {
          ...port,
          placeMarketOrder: async (permit, request) => {
            await lease.release();
            return port.placeMarketOrder(permit, request);
          },
        },
      });
    }),
  }),
  ...sequenceSiblings("dry-run-makes-no-port-calls/lease-without-live-mode", 4, {
    "lease-taken-in-a-dry-run": runWith(async (inputs, { lease, ...services }) => {
      if (lease === undefined) return reconcile(inputs, services);
      await lease.take();
      const report = await reconcile(inputs, { ...services, lease });
      await lease.release();
      return report;
    }),
  }),
  ...sequenceSiblings("instances-send-no-intent-twice/intent-sent-twice", 8, {
    // A process that had the lease once takes it no more, and goes on as if it had it.
    "lease-taken-once-in-a-process": withMemory(false, (hasTaken) => ({
      hooks: {
        lease: ({ take, release }, { lastPortCallAtMs, priorCalls }) => ({
          take: async () => {
            if (hasTaken.value) return { lastPortCallAtMs, priorCalls };
            const calls = await take();
            hasTaken.value = calls !== null;
            return calls;
          },
          release,
        }),
      },
    })),
  }),
  ...sequenceSiblings("orders-beat-positions/flatten-sent-before-orders", 4, {
    // The instance with the lease has the orders, so the other one takes the positions.
    "refused-instance-flattens-positions": refusedRoutes((mismatches, action) => {
      const positions = mismatches.filter(isPosition);
      const routes = routeMismatches(positions, action);
      return mismatches.map((mismatch) =>
        isPosition(mismatch)
          ? (routes[positions.indexOf(mismatch)] ?? leftToTheOther)
          : leftToTheOther,
      );
    }),
  }),
  ...sequenceSiblings("cooldown-holds/call-within-cooldown", 4, {
    "prior-calls-read-before-the-lease": leaseWith((lease, inputs) => withCallsOf(inputs, lease)),
  }),
  ...sequenceSiblings("permitted-remediations-are-executed/missing-remediation", 5, {
    "lease-calls-added-to-prior-calls": leaseWith(({ take, release }, { priorCalls }) => ({
      take: async () => {
        const calls = await take();
        return calls && { ...calls, priorCalls: [...priorCalls, ...calls.priorCalls] };
      },
      release,
    })),
  }),
  ...sequenceSiblings("instances-send-no-intent-twice/flatten-id-sent-twice", 5, {
    // Unique in a process that runs at most once a second.
    "flatten-ids-counted-in-each-process": withMemory(0, (count) => ({
      decisions: {
        requestFor: (mismatch, config, nowMs, _, part) => {
          count.value += 1;
          return requestFor(mismatch, config, nowMs - (nowMs % 1_000), count.value, part);
        },
      },
    })),
  }),
  ...sequenceSiblings("instances-send-no-intent-twice/broken-trail", 4, {
    "no-event-of-a-run-without-the-lease": knowingRefusal((inputs, services, isRefused) => {
      const append: AuditSink["append"] = (event) =>
        isRefused() ? null : services.audit.append(event);
      return reconcile(inputs, { ...services, audit: { append } });
    }),
    "run-id-shared-by-the-instances": runWith((inputs, services) => {
      const { audit, newRunId } = services;
      return reconcile(inputs, {
        ...services,
        newRunId: () => (shared.runId = newRunId()),
        audit: { append: (event) => audit.append({ ...event, run_id: shared.runId }) },
      });
    }),
  }),
];
