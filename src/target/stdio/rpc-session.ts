/**
 * A JSON-RPC session with one process. Any message that breaks the protocol ends the session, because
 * later answers could belong to another request. The error quotes the message.
 */
import { setImmediate } from "node:timers/promises";
import {
  JSONRPCClient,
  JSONRPCErrorException,
  JSONRPCServer,
  JSONRPCServerAndClient,
} from "json-rpc-2.0";
import { printableShort } from "../../domain/printable-text.ts";
import { decideMode } from "../../pipeline/gates.ts";
import type { ReportedRun } from "../reported-run.ts";
import type { ReconcileRequest, TargetPort, TargetTrail } from "../target-run.ts";
import { describeParams, type TakenCall } from "../../simulation/calls-outside-runs.ts";
import { TargetError, type TargetErrorKind } from "../../simulation/target.ts";
import { callService, notActive, type ActiveRun, type RunOptions } from "./call-service.ts";
import { errorCodes, harnessMethods, type HarnessMethod, type TargetLimits } from "./protocol.ts";
import {
  describeErrorAnswer,
  describeTimeOut,
  isCall,
  isHarnessMethod,
  isMethodNotFound,
  isObject,
  messageOf,
  quoted,
  type Params,
} from "./rpc-message.ts";
import { TargetProcess } from "./target-process.ts";
import type { ProcessWatch } from "./wire-line.ts";

type SessionState =
  /** No request is open: an answer is wrong, and a call is too late. */
  | { readonly kind: "idle" }
  /** The request `id` is open; `run` is null where the request is no run. */
  | { readonly kind: "waiting"; readonly id: number; readonly run: ActiveRun | null }
  /** The target broke the protocol, and its process is being ended. */
  | { readonly kind: "failed"; readonly fault: TargetError }
  /** The process is gone. */
  | { readonly kind: "closed"; readonly reason: TargetError };

export class RpcSession {
  readonly #limits: TargetLimits;
  readonly #process: TargetProcess;
  readonly #rpc = new JSONRPCServerAndClient(
    new JSONRPCServer({ errorListener: () => undefined }),
    new JSONRPCClient(
      (message) => this.#process.send(message),
      () => this.#requests,
    ),
    { errorListener: () => undefined },
  );
  #state: SessionState = { kind: "idle" };
  /** The number of requests so far, and so the id of the latest one. */
  #requests = 0;
  /** Kept after its end, to know late calls. */
  #lastRun: ActiveRun | null = null;
  /** Port calls and audit events of the last run. */
  #calls = 0;
  #isEnding = false;
  /** False after it answered that it has no `start`. */
  #hasStart = true;
  readonly #onCallOutsideRun: (call: TakenCall) => void;

  constructor(
    command: string,
    limits: TargetLimits,
    onCallOutsideRun: (call: TakenCall) => void,
    watch: ProcessWatch | null,
  ) {
    this.#limits = limits;
    this.#onCallOutsideRun = onCallOutsideRun;
    this.#process = new TargetProcess(command, limits, {
      watch,
      onLine: (line) => this.#onLine(line),
      onBreak: (kind, reason) => {
        this.#state = { kind: "closed", reason: new TargetError(kind, reason) };
        this.#rpc.rejectAllPendingRequests(reason);
      },
    });
    for (const method of harnessMethods) {
      this.#rpc.addMethod(method, (params: unknown) => this.#serve(method, params));
    }
  }

  isClosed(): boolean {
    return this.#state.kind === "closed";
  }

  /** Throws `TargetError` for an error answer, a broken session, or no answer in time. */
  async request(
    method: "initialize" | "start" | "reconcile",
    params: object,
    timeoutMs: number,
    run: ActiveRun | null = null,
  ): Promise<unknown> {
    if (this.#state.kind === "closed") throw this.#state.reason;
    this.#requests += 1;
    if (this.#state.kind !== "failed") this.#state = { kind: "waiting", id: this.#requests, run };
    const timer = setTimeout(() => {
      this.#fail("time-out", describeTimeOut(method, timeoutMs));
    }, timeoutMs);
    try {
      const answer: unknown = await this.#rpc.request(method, params);
      return answer;
    } catch (error) {
      if (this.#closedReason !== null) throw this.#closedReason;
      if (method === "start" && isMethodNotFound(error)) {
        this.#hasStart = false;
        return null;
      }
      throw new TargetError("error-answer", describeErrorAnswer(method, error));
    } finally {
      clearTimeout(timer);
    }
  }

  /** Clears the memory of the target. False: it has no `start`, and is not asked again. Throws `TargetError`. */
  async start(nowMs: number): Promise<boolean> {
    if (this.#hasStart) await this.request("start", { nowMs }, this.#limits.answerMs);
    return this.#hasStart;
  }

  /** The answer is not parsed yet. Throws `TargetError`. */
  async reconcile(
    request: ReconcileRequest,
    port: TargetPort,
    trail: TargetTrail,
    options: RunOptions,
  ): Promise<ReportedRun> {
    const run = (this.#lastRun?.run ?? 0) + 1;
    const isLive = decideMode(request.gates).mode === "live";
    const { snapshot, ...others } = request;
    this.#lastRun = { run, isLive, port, trail, ...options };
    this.#calls = 0;
    const { own: _, ...gates } = request.gates;
    const params = { run, ...others, gates, ...(!options.pulls && { snapshot }) };
    const answer = await this.request("reconcile", params, this.#limits.answerMs, this.#lastRun);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `TargetRun` parses it
    return answer as ReportedRun;
  }

  /** Kills the process in the middle of a run. */
  kill(): void {
    this.#fail("process-exit", "a step of the sequence crashed it");
    this.#isEnding = true;
  }

  /** Every error of the target passes here: it gets the last lines of standard error. */
  async withLastLines(error: unknown): Promise<unknown> {
    if (!(error instanceof TargetError)) return error;
    // What it wrote before its answer is read in the same turn of the event loop.
    await setImmediate();
    return new TargetError(error.kind, error.message + this.#process.lastLines());
  }

  /** Asks the process to end. Returns null, or why the session broke. */
  async end(): Promise<string | null> {
    this.#isEnding = true;
    const processFault = await this.#process.end(this.#limits.endMs);
    const fault = this.#closedReason?.message ?? processFault;
    return fault === null ? null : fault + this.#process.lastLines();
  }

  get #closedReason(): TargetError | null {
    return this.#state.kind === "closed" ? this.#state.reason : null;
  }

  /** The first fault is kept. */
  #fail(kind: TargetErrorKind, fault: string): void {
    if (this.#state.kind === "idle" || this.#state.kind === "waiting") {
      this.#state = { kind: "failed", fault: new TargetError(kind, fault) };
    }
    this.#process.break(kind, fault);
  }

  #onLine(line: string): void {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return this.#fail(
        "invalid-message",
        `it printed a line that is not JSON: '${printableShort(line)}' ` +
          "(standard output is for messages only; write everything else to standard error)",
      );
    }
    if (Array.isArray(message)) return this.#onBatch(message, line);
    const fault = this.#invalid(message);
    if (fault === null) return this.#onMessage(message);
    this.#recordCall(message);
    this.#fail("invalid-message", `${fault}: '${printableShort(line)}'`);
  }

  /** Why the message is no JSON-RPC at this point of the session, or null. */
  #invalid(message: unknown): string | null {
    if (!isObject(message)) return "it printed a line that is not a JSON-RPC message (an object)";
    if (message["jsonrpc"] !== "2.0") return 'it sent a message without "jsonrpc":"2.0"';
    if (typeof message["method"] !== "string") return this.#invalidAnswer(message);
    return "result" in message || "error" in message
      ? "it sent a message that is both a call and an answer"
      : null;
  }

  /** The protocol has no batches: what a batch calls is recorded, and not served. */
  #onBatch(messages: readonly unknown[], line: string): void {
    for (const message of messages) this.#recordCall(message);
    if (messages.length > 0 && messages.every(isCall)) return;
    this.#fail("invalid-message", `it answered in a batch: '${printableShort(line)}'`);
  }

  #onMessage(message: unknown): void {
    if (isCall(message) && !isHarnessMethod(message.method)) this.#recordCall(message);
    // A method without a handler is answered by an error.
    void this.#rpc.receiveAndSend(message, undefined, undefined);
  }

  #invalidAnswer({ id, result, error }: Params): string | null {
    const open = this.#state.kind === "waiting" ? this.#state.id : null;
    if (open === null || id !== open) {
      const due = open === null ? "no request was open" : `request ${open} was open`;
      return `it answered with the id ${quoted(id)} while ${due}`;
    }
    // A call after this answer is late, even one in the same chunk of output.
    this.#state = { kind: "idle" };
    if ((result === undefined) === (error === undefined)) {
      return "it answered with neither a result nor an error, or with both";
    }
    const hasMessage = isObject(error) && typeof error["message"] === "string";
    return error === undefined || hasMessage ? null : "it answered with an error without a message";
  }

  /** A call that is not served, by any method, belongs to no run. */
  #recordCall(message: unknown): void {
    if (isCall(message)) this.#recordOutside(message.method, message["params"]);
  }

  #recordOutside(method: string, params: unknown): void {
    const runsAgo = this.#runsSinceAnswer(isObject(params) ? params["run"] : undefined);
    this.#onCallOutsideRun({
      when: this.#phaseOf(runsAgo !== null),
      method: printableShort(method),
      detail: describeParams(params),
      ...(runsAgo !== null && { runsAgo }),
    });
  }

  /** Null where the number is not that of a run that has ended. */
  #runsSinceAnswer(run: unknown): number | null {
    const last = this.#lastRun?.run ?? 0;
    const lastEnded = this.#activeRun === null ? last : last - 1;
    const hasEnded =
      typeof run === "number" && Number.isInteger(run) && run >= 1 && run <= lastEnded;
    return hasEnded ? last - run : null;
  }

  #phaseOf(isOfEndedRun: boolean): TakenCall["when"] {
    // First, because such a call may be read before or after the end was requested.
    if (isOfEndedRun) return "after-answer";
    if (this.#isEnding) return "shutdown";
    if (this.#activeRun !== null) return "not-served";
    return this.#lastRun === null || this.#state.kind === "waiting" ? "start" : "after-answer";
  }

  get #activeRun(): ActiveRun | null {
    return this.#state.kind === "waiting" ? this.#state.run : null;
  }

  async #serve(method: HarnessMethod, params: unknown): Promise<unknown> {
    const active = this.#activeRun;
    const { run, ...request }: Params = isObject(params) ? params : {};
    if (active === null || active.run !== run) {
      if (method === "audit/append") return { refusal: "this run is not active" };
      // A query changes nothing, so that one outside a run is no call that a property judges.
      if (method === "exchange/order") return notActive;
      // A lease is no port call.
      if (method.startsWith("port/")) this.#recordOutside(method, params);
      throw new JSONRPCErrorException("this run is not active", errorCodes.refused);
    }
    this.#calls += 1;
    if (this.#calls > this.#limits.callsInRunMax) {
      const { callsInRunMax } = this.#limits;
      this.#fail("invalid-message", `it made more than ${callsInRunMax} calls in one run`);
    }
    try {
      return await callService(active, method, request, () => {
        const clock = { nowMs: active.port.nowMs() };
        this.#process.send({ jsonrpc: "2.0", method: "clock", params: clock });
      });
    } catch (error) {
      const message = messageOf(error);
      if (error instanceof TargetError) this.#fail(error.kind, message);
      const code = active.isLive ? errorCodes.connectionBroke : errorCodes.refused;
      throw new JSONRPCErrorException(message, code, { nowMs: active.port.nowMs() });
    }
  }
}
