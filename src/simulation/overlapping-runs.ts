/**
 * Two runs at once: each is the run of another instance, and they take turns at their interactions. The simulation
 * keeps the lease for them, as a database or a lock file does for the instances of a bot.
 */
import type { ObservedRun, RunReport } from "../domain/run-report.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import type { RunInputs } from "../pipeline/run.ts";
import type { KnownCalls, Port, RunServices } from "../pipeline/services.ts";
import { readSnapshot } from "../scenario/steps/snapshot.ts";
import type { OverlappingRuns } from "../scenario/step.ts";
import { canonicalReport } from "./canonical-form.ts";
import { copyCalls, copyInputs } from "./copies.ts";
import { CrashInjector } from "./crash-injector.ts";
import type { Interaction, Overlap, RunContext } from "./observation.ts";
import { copyReport } from "./output-copies.ts";
import { servicesOfRun, type RunLifetime } from "./run-services.ts";
import type { Simulation } from "./simulation.ts";
import type { Target } from "./target.ts";
import { Turns, type Instance } from "./turns.ts";

type Filters = RunInputs["filters"];

const ok = { kind: "ok" } as const;

export class RunPair {
  /** The run that has the lease, or null. */
  #leaseHolder: number | null = null;
  readonly #simulation: Simulation;
  readonly #filters: Filters;
  readonly #turns: Turns;
  readonly #firstRun: number;
  readonly #callsBefore: number;

  constructor(simulation: Simulation, { turns }: OverlappingRuns, filters: Filters) {
    this.#simulation = simulation;
    this.#filters = filters;
    this.#firstRun = simulation.runContexts.length;
    this.#callsBefore = simulation.port.calls.length;
    this.#turns = new Turns(turns, (active) => simulation.port.selectRun(this.#firstRun + active));
  }

  /** Adds the reports of both runs. Throws what the first instance that failed threw, after the end of both. */
  async execute(targets: readonly [Target, Target]): Promise<void> {
    const { runs } = this.#simulation;
    const contexts = [this.#startContext(0), this.#startContext(1)];
    this.#simulation.runContexts.push(...contexts);
    const ended = await Promise.allSettled([this.#run(0, targets[0]), this.#run(1, targets[1])]);
    for (const result of ended) {
      if (result.status === "rejected") throw result.reason;
      runs.push(result.value);
    }
  }

  async #run(instance: Instance, target: Target): Promise<ObservedRun> {
    const run = this.#firstRun + instance;
    const lifetime: RunLifetime = { run, runId: null, hasEnded: false };
    await this.#turns.next(instance);
    this.#record(run, "start");
    try {
      const context = this.#startContext(instance);
      this.#simulation.runContexts[run] = context;
      const { gates, config, expected, lastPortCallAtMs, priorCalls } = context;
      const given = { gates, config, expected, lastPortCallAtMs, priorCalls };
      const inputs = copyInputs({ ...given, filters: this.#filters });
      const report: RunReport = await target.reconcile(
        inputs,
        this.#servicesOf(instance, lifetime),
      );
      return canonicalReport(copyReport(report));
    } finally {
      lifetime.hasEnded = true;
      this.#endLease(run);
      this.#turns.end(instance);
    }
  }

  #startContext(instance: Instance): RunContext {
    const { gates, config, expected } = this.#simulation;
    const overlap: Overlap = {
      otherRun: this.#firstRun + 1 - instance,
      callsKnown: this.#callsBefore,
      callsBeforeSnapshot: null,
    };
    return {
      atMs: this.#simulation.nowMs(),
      gates,
      config,
      expected: expected.current,
      snapshot: this.#noSnapshot(),
      ...this.#knownCalls(),
      overlap,
    };
  }

  #noSnapshot(): Snapshot {
    const takenAtMs = this.#simulation.nowMs();
    const none = { status: "failed", takenAtMs, error: "no snapshot was read" } as const;
    const lists = { orders: none, positions: none };
    const { conditionalOrders } = this.#simulation.exchange;
    return conditionalOrders === null ? lists : { ...lists, conditionalOrders: none };
  }

  #knownCalls(): KnownCalls {
    const priorCalls = this.#simulation.calls.priorCalls();
    return { lastPortCallAtMs: priorCalls.at(-1)?.atMs ?? null, priorCalls };
  }

  #change(run: number, context: Partial<RunContext>, overlap: Partial<Overlap>): void {
    const before = this.#simulation.runContexts[run];
    if (before?.overlap === undefined) return;
    const after = { ...before, ...context, overlap: { ...before.overlap, ...overlap } };
    this.#simulation.runContexts[run] = after;
  }

  #record(run: number, kind: Interaction["kind"]): void {
    this.#simulation.interactions.push({ run, kind });
  }

  #servicesOf(instance: Instance, lifetime: RunLifetime): RunServices {
    const { run } = lifetime;
    const { nowMs, newRunId, readNow, queryOrder, callsOutsideRuns, audit } = this.#simulation;
    const services = servicesOfRun(
      {
        nowMs,
        newRunId,
        // No time passes, so no wait ends.
        after: () => new Promise(() => undefined),
        readSnapshot: () => this.#readSnapshot(instance, lifetime),
        readNow,
        queryOrder,
        audit: {
          append: (event) => {
            this.#turns.count();
            this.#record(run, "audit-event");
            return audit.append(event);
          },
        },
        port: this.#portOf(instance, run),
        // A scheduled crash stays for the next run without another instance.
        process: new CrashInjector(),
      },
      lifetime,
      callsOutsideRuns,
    );
    return { ...services, lease: this.#leaseOf(instance, lifetime) };
  }

  async #readSnapshot(instance: Instance, { run, hasEnded }: RunLifetime): Promise<Snapshot> {
    if (hasEnded) return this.#simulation.runContexts[run]?.snapshot ?? this.#noSnapshot();
    await this.#turns.next(instance);
    const snapshot = readSnapshot({ orders: ok, positions: ok }, this.#simulation);
    const callsBeforeSnapshot = this.#simulation.port.calls.length;
    this.#change(run, { snapshot, atMs: this.#simulation.nowMs() }, { callsBeforeSnapshot });
    this.#record(run, "snapshot");
    return snapshot;
  }

  /** The other instance may go on before a request reaches the exchange, and before its reply arrives. */
  #portOf(instance: Instance, run: number): Port {
    const { port } = this.#simulation;
    const inTurn = async <Reply>(send: () => Promise<Reply>): Promise<Reply> => {
      await this.#turns.next(instance);
      this.#record(run, "request");
      try {
        return await send();
      } finally {
        await this.#turns.next(instance);
        this.#record(run, "reply");
      }
    };
    return {
      cancelOrder: (permit, request) => inTurn(() => port.cancelOrder(permit, request)),
      placeMarketOrder: (permit, request) => inTurn(() => port.placeMarketOrder(permit, request)),
      cancelConditionalOrder: (permit, request) =>
        inTurn(() => port.cancelConditionalOrder(permit, request)),
    };
  }

  #leaseOf(instance: Instance, lifetime: RunLifetime): NonNullable<RunServices["lease"]> {
    const { run } = lifetime;
    return {
      take: async () => {
        if (lifetime.hasEnded) return null;
        await this.#turns.next(instance);
        this.#leaseHolder ??= run;
        const isHeld = this.#leaseHolder === run;
        this.#record(run, isHeld ? "lease" : "no-lease");
        if (!isHeld) return null;
        const calls = this.#knownCalls();
        this.#change(run, calls, { callsKnown: this.#simulation.port.calls.length });
        return copyCalls(calls);
      },
      release: async () => {
        if (lifetime.hasEnded) return;
        await this.#turns.next(instance);
        this.#endLease(run);
      },
    };
  }

  #endLease(run: number): void {
    if (this.#leaseHolder !== run) return;
    this.#leaseHolder = null;
    this.#record(run, "lease-end");
  }
}
