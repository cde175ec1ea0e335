/** One run of somebody else's pipeline: what it is shown, what it may call, and what its answer amounts to. */
import type * as z from "zod";
import { auditEventSchema } from "../domain/audit-event.ts";
import type { ExpectedState } from "../domain/expected-state.ts";
import { clientOrderIdSchema } from "../domain/client-order-id.ts";
import type { Config } from "../domain/config.ts";
import { gates } from "../domain/gate.ts";
import type { GateInputs } from "../domain/gate.ts";
import { cancelOrderSchema } from "../domain/port-call.ts";
import type { PriorCall, PortReply } from "../domain/port-call.ts";
import type { ReportPart, RunReport } from "../domain/run-report.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { tradingSymbolSchema } from "../domain/trading-symbol.ts";
import { describeSchemaErrors } from "../input/parse-with-schema.ts";
import { decideMode } from "../pipeline/gates.ts";
import type { ModeDecision } from "../pipeline/gates.ts";
import type { LivePermit } from "../pipeline/live-permit.ts";
import type { RunInputs } from "../pipeline/run.ts";
import { countOutcomes, firstBlockReason, runStatus } from "../pipeline/run-summary.ts";
import type { RunServices } from "../pipeline/services.ts";
import {
  findMissingPart,
  keepReported,
  reportedRunSchema,
  wireMarketOrderSchema,
} from "./reported-run.ts";
import type { ReadReportedRun } from "./reported-run.ts";
import { TargetError } from "../simulation/target.ts";

/** All that a run may know: it reads no clock, environment or exchange of its own. */
export type ReconcileRequest = {
  /** The name of the run, for the lines of its trail. */
  readonly runId: string;
  /** Milliseconds since 1970-01-01T00:00:00Z; the clock stands still during a run. */
  readonly nowMs: number;
  /** When an earlier run last called the port, or null. */
  readonly lastPortCallAtMs: number | null;
  /** The calls of earlier runs, oldest first. */
  readonly priorCalls: readonly PriorCall[];
  readonly gates: GateInputs;
  readonly config: Config;
  /** What the bot believes. */
  readonly expected: ExpectedState;
  /** What the last look at the exchange showed, each part with its own time and success. */
  readonly snapshot: Snapshot;
};

export const wireCancelSchema = cancelOrderSchema.unwrap().omit({ method: true });
export const wireOrderSchema = wireMarketOrderSchema.omit({ method: true });

/** The only way to the exchange. Rejects when the connection breaks, and when a gate is closed. */
export type TargetPort = {
  readonly cancelOrder: (request: z.input<typeof wireCancelSchema>) => Promise<PortReply>;
  readonly placeMarketOrder: (request: z.input<typeof wireOrderSchema>) => Promise<PortReply>;
};

/** For a target that keeps a trail. Answers null, or why the line was not taken. */
export type TargetTrail = {
  readonly append: (event: z.input<typeof auditEventSchema>) => string | null;
};

export class TargetRun {
  readonly request: ReconcileRequest;
  readonly port: TargetPort;
  readonly trail: TargetTrail;
  readonly #services: RunServices;
  readonly #reports: ReadonlySet<ReportPart>;
  readonly #decision: ModeDecision;
  readonly #replies = { accepted: 0, rejected: 0, unknown: 0 };
  #auditFailure: string | null = null;
  /** The first thing that the target did wrong, which its answer does not undo. */
  #fault: TargetError | null = null;
  #ended = false;

  private constructor(
    request: ReconcileRequest,
    services: RunServices,
    reports: ReadonlySet<ReportPart>,
  ) {
    this.request = request;
    this.#services = services;
    this.#reports = reports;
    this.#decision = decideMode(request.gates);
    this.port = {
      cancelOrder: (wanted) =>
        this.#call("cancelOrder", wireCancelSchema, wanted, (permit, read) =>
          services.port.cancelOrder(permit, { method: "cancelOrder", ...read }),
        ),
      placeMarketOrder: (wanted) =>
        this.#call("placeMarketOrder", wireOrderSchema, wanted, (permit, read) =>
          services.port.placeMarketOrder(permit, { method: "placeMarketOrder", ...read }),
        ),
    };
    this.trail = { append: (event) => this.#append(event) };
  }

  static async begin(
    { gates: read, config, expected, lastPortCallAtMs, priorCalls }: RunInputs,
    services: RunServices,
    reports: ReadonlySet<ReportPart>,
  ): Promise<TargetRun> {
    const snapshot = await services.readSnapshot();
    const [runId, nowMs] = [services.newRunId(), services.nowMs()];
    // Of a target that keeps no trail, none is asked.
    const asked = reports.has("audit") ? config : { ...config, auditEnabled: false };
    const request = {
      runId,
      nowMs,
      lastPortCallAtMs,
      priorCalls,
      gates: read,
      config: asked,
      expected,
      snapshot,
    };
    return new TargetRun(request, services, reports);
  }

  /**
   * The report that properties judge. Throws `TargetError` for an answer that cannot be read. Nobody judges
   * what a target did not say that it reports, so nothing of that may stand between its calls and the judge:
   * a run that calls itself refused is left out by most properties.
   */
  end(answer: unknown): RunReport {
    this.#ended = true;
    const told = this.#read(reportedRunSchema, answer, "its report");
    if (this.#fault !== null) throw this.#fault;
    const read = keepReported(told, this.#reports);
    const missing = findMissingPart(read, this.#decision.mode, this.#reports);
    if (missing !== null) {
      throw this.#blame(`its report lacks \`${missing}\`, which it said that it reports`);
    }
    return this.#complete(read);
  }

  async #call<Schema extends z.ZodType>(
    method: "cancelOrder" | "placeMarketOrder",
    schema: Schema,
    wanted: unknown,
    send: (permit: LivePermit, request: z.output<Schema>) => Promise<PortReply>,
  ): Promise<PortReply> {
    const isLive = this.#decision.mode === "live";
    if (this.#ended) this.#blame(`it called ${method} after it had answered`);
    const request = schema.safeParse(wanted);
    if (isLive && this.#fault !== null) throw this.#fault;
    if (!request.success) {
      // Behind a closed gate a call is evidence, however it is rawValue.
      if (!isLive) await this.#services.port.cancelOrder(forgedPermit, unreadableCall);
      throw this.#misfit(request.error, wanted, method);
    }
    const permit = this.#decision.mode === "live" ? this.#decision.permit : forgedPermit;
    try {
      const reply = await send(permit, request.data);
      this.#replies[reply.status] += 1;
      return reply;
    } catch (error) {
      if (isLive) this.#replies.unknown += 1;
      throw this.#fault ?? error;
    }
  }

  #append(event: unknown): string | null {
    if (this.#ended) throw this.#blame("it wrote to its trail after it had answered");
    const refusal = this.#services.audit.append(
      this.#read(auditEventSchema, event, "a line of its trail"),
    );
    this.#auditFailure ??= refusal;
    return refusal;
  }

  #complete(read: ReadReportedRun): RunReport {
    const { config, runId, nowMs } = this.request;
    const decided = this.#decision;
    const mode = read.mode ?? decided.mode;
    if (mode === "refused") return { mode, gateFailures: this.#gateFailures(read) };
    const results = read.results ?? [];
    const { accepted, rejected, unknown } = this.#replies;
    const counted = countOutcomes(results);
    const seen = { ...counted, executed: accepted, failed: rejected, unknown };
    const counts = read.counts ?? (read.results === undefined ? seen : counted);
    return {
      mode,
      runId,
      action: config.action,
      status: read.status ?? runStatus(results, counts, []),
      blockReason: read.status === undefined ? firstBlockReason(results, []) : read.blockReason,
      startedAtMs: nowMs,
      endedAtMs: this.#services.nowMs(),
      rejectedParts: [],
      results,
      counts,
      auditFailure: this.#auditFailure,
    };
  }

  #gateFailures({ closedGates }: ReadReportedRun) {
    if (closedGates === undefined) {
      return this.#decision.mode === "refused" ? this.#decision.gateFailures : [];
    }
    return closedGates.map(({ gate, actual }) => {
      const { source, requiredValue } = gates.find(({ name }) => name === gate) ?? gates[0];
      return { gate, source, expected: requiredValue, actual };
    });
  }

  #read<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
    const read = schema.safeParse(value);
    if (read.success) return read.data;
    throw this.#misfit(read.error, value, what);
  }

  #misfit(error: z.core.$ZodError, value: unknown, what: string): TargetError {
    return this.#blame(describeSchemaErrors(error, value, what));
  }

  #blame(message: string): TargetError {
    this.#fault ??= new TargetError(message);
    return this.#fault;
  }
}

// The port looks for what only a minted permit has, and refuses this one.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it stands for no permit at all
const forgedPermit = {} as LivePermit;

const unreadableCall = {
  method: "cancelOrder",
  symbol: tradingSymbolSchema.parse("UNREADABLE"),
  clientOrderId: clientOrderIdSchema.parse("unreadable"),
} as const;
