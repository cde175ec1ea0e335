/** One run of a target: its request, the services that it may call, and the report of its answer. */
import type * as z from "zod";
import { auditEventSchema } from "../domain/audit-event.ts";
import type { Config } from "../domain/config.ts";
import { gates } from "../domain/gate.ts";
import { cancelConditionalOrderSchema, cancelOrderSchema } from "../domain/port-call.ts";
import { wireMarketOrderSchema, type PortReply } from "../domain/port-call.ts";
import type { orderQuerySchema, OrderQueryReply } from "../domain/order-query.ts";
import type { ReportPart, RunReport } from "../domain/run-report.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { describeSchemaErrors } from "../input/parse-with-schema.ts";
import { decideMode, type ModeDecision } from "../pipeline/gates.ts";
import type { LivePermit } from "../pipeline/live-permit.ts";
import type { RunInputs } from "../pipeline/run.ts";
import { countOutcomes, firstBlockReason, runStatus } from "../pipeline/run-summary.ts";
import type { KnownCalls, Port, RunServices } from "../pipeline/services.ts";
import { copyCalls } from "../simulation/copies.ts";
import { gatesForBot, type BotGates } from "./bot-gates.ts";
import {
  completeCounts,
  findMissingPart,
  keepReported,
  reportedRunSchema,
} from "./reported-run.ts";
import type { ReadReportedRun } from "./reported-run.ts";
import { TargetError } from "../simulation/target.ts";

/** The whole input of a run. A target reads no clock, environment or exchange of its own. */
export type ReconcileRequest = Omit<RunInputs, "gates"> & {
  /** The arguments and variables that decide between dry run and live mode, as a process reads them. */
  readonly gates: BotGates;
  /** The id of the run, for its audit events. */
  readonly runId: string;
  /** When the run starts, in milliseconds since 1970-01-01T00:00:00Z; replies to port calls take time. */
  readonly nowMs: number;
  /** The latest snapshot of the exchange; each part has its own time and status. */
  readonly snapshot: Snapshot;
};

export const wireCancelSchema = cancelOrderSchema.unwrap().omit({ method: true });
export const wireConditionalCancelSchema = cancelConditionalOrderSchema
  .unwrap()
  .omit({ method: true });
export const wireOrderSchema = wireMarketOrderSchema.omit({ method: true });

/** What a run knows when it gets the lease: another instance may have changed the exchange since its request. */
export type LeaseGrant = KnownCalls & Pick<ReconcileRequest, "snapshot" | "nowMs">;

/**
 * The only way to the exchange. A call answers `accepted`, `rejected` or `unknown`. Its promise rejects when the connection
 * breaks or a gate is closed.
 */
export type TargetPort = {
  /** Cancels an order by its client order id. */
  readonly cancelOrder: (request: z.input<typeof wireCancelSchema>) => Promise<PortReply>;
  /** Sends a market order. `quantity` is a decimal text above 0, in units of the base asset. */
  readonly placeMarketOrder: (request: z.input<typeof wireOrderSchema>) => Promise<PortReply>;
  /** The clock, which moves while a reply takes time: milliseconds since 1970-01-01T00:00:00Z. */
  readonly nowMs: () => number;
  /**
   * Ends when the clock has advanced by this time, in milliseconds. For the time-out of a target: it starts the wait
   * together with the call.
   */
  readonly after: (ms: number) => Promise<void>;
  /**
   * The lease, of which a target has one for all its instances, or null while another instance has it. It ends with the
   * run. The snapshot and the calls are newer than those of the request.
   */
  readonly takeLease: () => Promise<LeaseGrant | null>;
  /** Another instance may take the lease now. */
  readonly endLease: () => Promise<void>;
  /** Reads one order. It is no port call, and an order that is not found may exist. */
  readonly queryOrder: (query: z.input<typeof orderQuerySchema>) => Promise<OrderQueryReply>;
  /**
   * The lists for a target that reads them itself: until the first port call of the run its snapshot, and then the
   * exchange as it is. The run is judged by its snapshot.
   */
  readonly readLists: () => Promise<Snapshot>;
  /** Cancels a conditional order by its client order id. For a target that declares `conditionalOrders`. */
  readonly cancelConditionalOrder: (
    request: z.input<typeof wireConditionalCancelSchema>,
  ) => Promise<PortReply>;
};

/** For a target that reports `audit`. Returns null, or why the event was not written. */
export type TargetTrail = {
  /** Field names and times are those of `audit/schema.json`. Throws `TargetError` for an event that does not fit it. */
  readonly append: (event: z.input<typeof auditEventSchema>) => string | null;
};

export class TargetRun {
  readonly request: ReconcileRequest;
  readonly port: TargetPort;
  readonly trail: TargetTrail;
  readonly #services: RunServices;
  readonly #reports: ReadonlySet<ReportPart>;
  readonly #decision: ModeDecision;
  /** Read before the target can change its request. */
  readonly #own: Pick<ReconcileRequest, "runId" | "nowMs"> & Pick<Config, "action">;
  /** A copy, which the target cannot change. */
  readonly #calls: KnownCalls;
  readonly #replies = { accepted: 0, rejected: 0, unknown: 0 };
  /** The latest lists; null after a port call, which may have changed them. */
  #lists: Snapshot | null;
  #auditFailure: string | null = null;
  /** The first fault of the target. The run throws it even after a valid answer. */
  #fault: TargetError | null = null;
  #hasAnswered = false;

  private constructor(
    request: ReconcileRequest,
    services: RunServices,
    reports: ReadonlySet<ReportPart>,
  ) {
    this.request = request;
    this.#services = services;
    this.#lists = request.snapshot;
    this.#reports = reports;
    this.#decision = decideMode(request.gates);
    const { runId, nowMs, config } = request;
    const { lastPortCallAtMs, priorCalls } = request;
    this.#calls = copyCalls({ lastPortCallAtMs, priorCalls });
    this.#own = { runId, nowMs, action: config.action };
    this.port = {
      cancelOrder: (wanted) => this.#call("cancelOrder", wanted),
      placeMarketOrder: (wanted) => this.#call("placeMarketOrder", wanted),
      nowMs: () => services.nowMs(),
      after: async (ms) => services.after?.(ms),
      takeLease: () => this.#takeLease(),
      readLists: async () => this.#lists ?? services.readNow?.() ?? request.snapshot,
      endLease: async () => services.lease?.release(),
      // The exchange reads the query.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
      queryOrder: async (query) => services.queryOrder?.(query as never) ?? noQueries,
      cancelConditionalOrder: (wanted) => this.#call("cancelConditionalOrder", wanted),
    };
    this.trail = { append: (event) => this.#append(event) };
  }

  static async start(
    { lastPortCallAtMs, priorCalls, ...inputs }: RunInputs,
    services: RunServices,
    reports: ReadonlySet<ReportPart>,
  ): Promise<TargetRun> {
    const snapshot = await services.readSnapshot();
    const [runId, nowMs] = [services.newRunId(), services.nowMs()];
    // A target that does not report `audit` is not asked for events.
    const auditEnabled = reports.has("audit") && inputs.config.auditEnabled;
    const config = { ...inputs.config, auditEnabled };
    const calls = { lastPortCallAtMs, priorCalls };
    const request = {
      runId,
      nowMs,
      ...calls,
      ...inputs,
      gates: gatesForBot(inputs.gates),
      config,
      snapshot,
    };
    return new TargetRun(request, services, reports);
  }

  /**
   * The report that properties judge. Parts that the target does not declare are dropped first: a false
   * `refused`, for example, would keep most properties from judging its calls. Throws `TargetError` for
   * an invalid answer.
   */
  finish(answer: unknown): RunReport {
    this.#hasAnswered = true;
    const parsed = this.#parse(reportedRunSchema, answer, "its report");
    if (this.#fault !== null) throw this.#fault;
    const read = keepReported(parsed, this.#reports);
    const missing = findMissingPart(read, this.#decision.mode, this.#reports);
    if (missing !== null) {
      throw this.#fail(`its report is missing \`${missing}\`, which its \`reports\` declare`);
    }
    return this.#complete(read);
  }

  /** The port reads the request, and rejects a malformed one as the venue does. */
  async #call(method: keyof Port, wanted: unknown): Promise<PortReply> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    const unparsed = wanted as never;
    this.#lists = null;
    // The port of a run that has ended records the call and rejects it.
    if (this.#hasAnswered) return this.#services.port[method](forgedPermit, unparsed);
    const isLive = this.#decision.mode === "live";
    if (isLive && this.#fault !== null) throw this.#fault;
    const permit = this.#decision.mode === "live" ? this.#decision.permit : forgedPermit;
    try {
      const reply = await this.#services.port[method](permit, unparsed);
      this.#replies[reply.status] += 1;
      return reply;
    } catch (error) {
      if (isLive) this.#replies.unknown += 1;
      throw this.#fault ?? error;
    }
  }

  async #takeLease(): Promise<LeaseGrant | null> {
    if (this.#hasAnswered) return null;
    const { lease, readSnapshot, nowMs } = this.#services;
    // Without another instance the lease is free, and no call was made since the start.
    const calls = lease === undefined ? this.#calls : await lease.take();
    if (calls === null) return null;
    const snapshot = await readSnapshot();
    this.#lists = snapshot;
    const { lastPortCallAtMs, priorCalls } = calls;
    return { nowMs: nowMs(), lastPortCallAtMs, priorCalls, snapshot };
  }

  #append(event: unknown): string | null {
    if (this.#hasAnswered) throw this.#fail("it wrote an audit event after its answer");
    const parsed = this.#parse(auditEventSchema, event, "its audit event");
    const refusal = this.#services.audit.append(parsed);
    this.#auditFailure ??= refusal;
    return refusal;
  }

  #complete(read: ReadReportedRun): RunReport {
    const { action, runId, nowMs } = this.#own;
    const mode = read.mode ?? this.#decision.mode;
    if (mode === "refused") return { mode, gateFailures: this.#gateFailures(read) };
    const [results, rejectedParts] = [read.results ?? [], read.rejectedParts ?? []];
    const { accepted, rejected, unknown } = this.#replies;
    const counted = countOutcomes(results);
    const observed = { ...counted, executed: accepted, failed: rejected, unknown };
    const derived = read.results === undefined ? observed : counted;
    const { counts, absentCounts } = completeCounts(read.counts, derived);
    return {
      mode,
      runId,
      action,
      status: read.status ?? runStatus(results, counts, rejectedParts),
      blockReason:
        read.status === undefined ? firstBlockReason(results, rejectedParts) : read.blockReason,
      startedAtMs: nowMs,
      endedAtMs: this.#services.nowMs(),
      rejectedParts,
      results,
      counts,
      ...(absentCounts && { absentCounts }),
      auditFailure: this.#auditFailure,
    };
  }

  #gateFailures({ closedGates }: ReadReportedRun) {
    if (closedGates === undefined) {
      return this.#decision.mode === "refused" ? this.#decision.gateFailures : [];
    }
    const { own } = this.request.gates;
    return closedGates.map(({ gate, actual }) => {
      const known: { source: string; expected: string } | undefined =
        own === undefined ? usualGate(gate) : ownGate(gate, own);
      if (known !== undefined) return { gate, ...known, actual };
      const names = (own ?? gates).map(({ name }) => name).join(", ");
      throw this.#fail(`its report: closedGates: there is no gate '${gate}'; there are ${names}`);
    });
  }

  #parse<Schema extends z.ZodType>(schema: Schema, value: unknown, name: string): z.output<Schema> {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw this.#invalid(parsed.error, value, name);
  }

  #invalid(error: z.core.$ZodError, value: unknown, name: string): TargetError {
    return this.#fail(describeSchemaErrors(error, value, name));
  }

  /** Records the fault and returns the first one. */
  #fail(message: string): TargetError {
    // Frozen: the target can catch it, and must not change what is reported.
    this.#fault ??= Object.freeze(new TargetError("invalid-answer", message));
    return this.#fault;
  }
}

function usualGate(gate: string) {
  const found = gates.find(({ name }) => name === gate);
  return found && { source: found.source, expected: found.requiredValue };
}

function ownGate(gate: string, own: NonNullable<BotGates["own"]>) {
  const found = own.find(({ name }) => name === gate);
  return found && { source: found.source, expected: found.accepts.join(" or ") };
}

const noQueries: OrderQueryReply = {
  status: "failed",
  code: -2015,
  message: "there are no queries",
};

// The port refuses and records a call with this permit, because it was not minted.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a permit that is not genuine
const forgedPermit = {} as LivePermit;
