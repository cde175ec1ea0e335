/**
 * A JSON-RPC session with one process. Any message that breaks the protocol ends the session, because
 * later answers could belong to another request. The error quotes the message.
 */
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
import { TargetError, type TargetErrorKind } from "../../simulation/target.ts";
import { errorCodes, harnessMethods, type HarnessMethod, type TargetLimits } from "./protocol.ts";
import { TargetProcess } from "./target-process.ts";

/** The services that one run may call. */
type ActiveRun = {
  readonly run: number;
  readonly isLive: boolean;
  readonly port: TargetPort;
  readonly trail: TargetTrail;
};

type Params = Readonly<Record<string, unknown>>;

type SessionState =
  /** No request is open: an answer is wrong, and a call is too late. */
  | { readonly kind: "idle" }
  /** The request `id` is open; `run` is null where the request is no run. */
  | { readonly kind: "waiting"; readonly id: number; readonly run: ActiveRun | null }
  /** The target broke the protocol, and its process is being ended. */
  | { readonly kind: "failed"; readonly fault: TargetError }
  /** The process is gone; the reason includes the end of its standard error. */
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
  /** Kept after its end, to name late calls and to record those behind a closed gate. */
  #lastRun: ActiveRun | null = null;

  constructor(command: string, limits: TargetLimits) {
    this.#limits = limits;
    this.#process = new TargetProcess(command, limits, {
      onLine: (line) => this.#onLine(line),
      onBreak: (kind, reason) => {
        this.#state = { kind: "closed", reason: new TargetError(kind, reason) };
        this.#rpc.rejectAllPendingRequests(reason);
      },
    });
    for (const method of harnessMethods) {
      this.#rpc.addMethod(method, (params: Params) => this.#serve(method, params));
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
      this.#fail(
        "time-out",
        `it gave no answer to \`${method}\` within ${timeoutMs} ms ` +
          "(a message ends with a newline, and has to be flushed)",
      );
    }, timeoutMs);
    try {
      const answer: unknown = await this.#rpc.request(method, params);
      return answer;
    } catch (error) {
      if (this.#closedReason !== null) throw this.#closedReason;
      const answer = printableShort(messageOf(error));
      throw new TargetError("error-answer", `it answered \`${method}\` with an error: ${answer}`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The answer is not parsed yet. Throws `TargetError`. */
  async reconcile(
    request: ReconcileRequest,
    port: TargetPort,
    trail: TargetTrail,
  ): Promise<ReportedRun> {
    const run = (this.#lastRun?.run ?? 0) + 1;
    this.#lastRun = { run, isLive: decideMode(request.gates).mode === "live", port, trail };
    const params = { run, ...request };
    const answer = await this.request("reconcile", params, this.#limits.answerMs, this.#lastRun);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `TargetRun` parses it
    return answer as ReportedRun;
  }

  /** Kills the process in the middle of a run. */
  async kill(): Promise<void> {
    this.#fail("process-exit", "a step of the sequence crashed it");
    await this.end();
  }

  /** Asks the process to end. Returns null, or why the session broke. */
  async end(): Promise<string | null> {
    const processFault = await this.#process.end(this.#limits.endMs);
    const sessionFault = this.#state.kind === "failed" ? this.#state.fault : null;
    return (this.#closedReason ?? sessionFault)?.message ?? processFault;
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
    const fault = this.#invalid(message);
    if (fault === null) return void this.#rpc.receiveAndSend(message, undefined, undefined);
    this.#recordInvalidCall(message);
    this.#fail("invalid-message", `${fault}: '${printableShort(line)}'`);
  }

  /** Why the message is not valid at this point of the session, or null. */
  #invalid(message: unknown): string | null {
    if (!isObject(message)) return "it printed a line that is not a JSON-RPC message (an object)";
    const { jsonrpc, id, method, params } = message;
    if (jsonrpc !== "2.0") return 'it sent a message without "jsonrpc":"2.0"';
    if (method === undefined) return this.#invalidAnswer(message);
    if ("result" in message || "error" in message) {
      return "it sent a message that is both a call and an answer";
    }
    if (!isHarnessMethod(method)) {
      return `it called an unknown method (known: ${harnessMethods.join(", ")})`;
    }
    if (typeof id !== "string" && typeof id !== "number") return "it called without an id";
    return isObject(params) ? null : "it called without params by name";
  }

  #invalidAnswer({ id, result, error }: Params): string | null {
    const open = this.#state.kind === "waiting" ? this.#state.id : null;
    if (open === null || id !== open) {
      const due = open === null ? "no request was open" : `request ${open} was open`;
      return `it answered with the id ${quoted(id)} while ${due}`;
    }
    // A call after this answer is late, even one in the same chunk of output.
    this.#state = { kind: "idle" };
    return (result === undefined) === (error === undefined)
      ? "it answered with neither a result nor an error, or with both"
      : null;
  }

  /** A call behind a closed gate is evidence even without an id or with unknown params. */
  #recordInvalidCall(message: unknown): void {
    if (!isObject(message)) return;
    const { method, params } = message;
    if (typeof method !== "string" || !method.startsWith("port/")) return;
    const { run: _, ...request } = isObject(params) ? params : {};
    void this.#recordForbiddenCall(isHarnessMethod(method) ? method : "port/cancelOrder", request);
  }

  /** Passes a call of the last run to the port if a gate is closed; the port refuses and records it. */
  async #recordForbiddenCall(method: HarnessMethod, params: Params): Promise<void> {
    if (this.#lastRun?.isLive !== false) return;
    await callService(this.#lastRun, method, params).catch(() => undefined);
  }

  async #serve(method: HarnessMethod, { run, ...params }: Params): Promise<unknown> {
    const active = this.#state.kind === "waiting" ? this.#state.run : null;
    if (active === null || active.run !== run) {
      await this.#recordForbiddenCall(method, params);
      const isLate = active === null && this.#lastRun?.run === run;
      const when = isLate ? "after its answer" : `for run ${quoted(run)}, which is not active`;
      this.#fail("invalid-message", `it called ${method} ${when}`);
      throw new JSONRPCErrorException("this run is not active", errorCodes.refused);
    }
    try {
      return await callService(active, method, params);
    } catch (error) {
      const message = messageOf(error);
      if (error instanceof TargetError) this.#fail(error.kind, message);
      const code = active.isLive ? errorCodes.connectionBroke : errorCodes.refused;
      throw new JSONRPCErrorException(message, code);
    }
  }
}

/** Calls the port or the trail, which parse the params. */
async function callService(
  { port, trail }: ActiveRun,
  method: HarnessMethod,
  params: Params,
): Promise<unknown> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- port and trail parse them
  const unparsed = params as never;
  switch (method) {
    case "port/cancelOrder":
      return port.cancelOrder(unparsed);
    case "port/placeMarketOrder":
      return port.placeMarketOrder(unparsed);
    case "audit/append":
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the trail parses it
      return { refusal: trail.append(params["event"] as never) };
  }
}

function isHarnessMethod(method: unknown): method is HarnessMethod {
  return harnessMethods.some((known) => known === method);
}

function isObject(value: unknown): value is Params {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** An id or a run as text. An object is not quoted, because it may be deeply nested. */
function quoted(value: unknown): string {
  if (typeof value === "object" && value !== null) return "(neither a number nor text)";
  return printableShort(JSON.stringify(value) ?? "undefined");
}
