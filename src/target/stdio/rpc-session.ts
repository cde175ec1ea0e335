/**
 * One process and what is said with it. Whatever does not belong into the session breaks it, in words
 * that name the place: nobody can judge a target whose answers may be somebody else's.
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
import { TargetError } from "../../simulation/target.ts";
import { errorCodes, methods } from "./protocol.ts";
import type { TargetLimits } from "./protocol.ts";
import { TargetProcess } from "./target-process.ts";

/** What a run may call. */
type ActiveRun = {
  readonly run: number;
  readonly isLive: boolean;
  readonly port: TargetPort;
  readonly trail: TargetTrail;
};

type Params = Readonly<Record<string, unknown>>;

export class RpcSession {
  readonly #limits: TargetLimits;
  readonly #process: TargetProcess;
  readonly #rpc: JSONRPCServerAndClient;
  /** The id of the last request, the only one that may be answered. */
  #asked = 0;
  #answered = 0;
  /** The run that was asked for last, and whether it may still call. */
  #last: ActiveRun | null = null;
  #calling: ActiveRun | null = null;
  /** What the target did wrong first; `#broken` is the same with its last words. */
  #fault: string | null = null;
  #broken: string | null = null;

  constructor(command: string, limits: TargetLimits) {
    this.#limits = limits;
    this.#process = new TargetProcess(command, limits, {
      onLine: (line) => this.#applyOrderUpdate(line),
      onBreak: (reason) => {
        this.#broken = reason;
        this.#rpc.rejectAllPendingRequests(reason);
      },
    });
    this.#rpc = new JSONRPCServerAndClient(
      new JSONRPCServer({ errorListener: () => undefined }),
      new JSONRPCClient(
        (message) => this.#process.send(message),
        () => (this.#asked += 1),
      ),
      { errorListener: () => undefined },
    );
    const { cancelOrder, placeMarketOrder, append } = this.#callbacks();
    this.#rpc.addMethod("port/cancelOrder", cancelOrder);
    this.#rpc.addMethod("port/placeMarketOrder", placeMarketOrder);
    this.#rpc.addMethod("audit/append", append);
  }

  isBroken(): boolean {
    return this.#broken !== null;
  }

  /** Asks and waits. Throws `TargetError` for an error, and when no answer comes in time. */
  async ask(
    method: "initialize" | "start" | "reconcile",
    params: object,
    withinMs: number,
  ): Promise<unknown> {
    if (this.#broken !== null) throw new TargetError(this.#broken);
    const timer = setTimeout(() => {
      this.#break(
        `it gave no answer to \`${method}\` within ${withinMs} ms ` +
          "(a message ends with a newline, and has to be flushed)",
      );
    }, withinMs);
    try {
      const answer: unknown = await this.#rpc.request(method, params);
      return answer;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new TargetError(
        this.#broken ?? `it answered \`${method}\` with an error: ${printableShort(message)}`,
      );
    } finally {
      clearTimeout(timer);
    }
  }

  async reconcile(
    request: ReconcileRequest,
    port: TargetPort,
    trail: TargetTrail,
  ): Promise<ReportedRun> {
    const run = (this.#last?.run ?? 0) + 1;
    const isLive = decideMode(request.gates).mode === "live";
    this.#last = { run, isLive, port, trail };
    this.#calling = this.#last;
    const answer = await this.ask("reconcile", { run, ...request }, this.#limits.answerMs);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whoever gets it parses it
    return answer as ReportedRun;
  }

  /** Tells it to forget what it holds in memory. Throws `TargetError`. */
  async start(): Promise<void> {
    await this.ask("start", {}, this.#limits.answerMs);
  }

  /** Kills the process in the middle of a run. */
  async kill(): Promise<void> {
    this.#break("it was crashed, as its sequence says");
    await this.end();
  }

  /** Asks the process to end. Answers null, or what was wrong. */
  async end(): Promise<string | null> {
    const unwilling = await this.#process.end(this.#limits.endMs);
    return this.#broken ?? this.#fault ?? unwilling;
  }

  #break(fault: string): void {
    this.#fault ??= fault;
    this.#process.break(fault);
  }

  #applyOrderUpdate(line: string): void {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch {
      return this.#break(
        `it printed a line that is no JSON: '${printableShort(line)}' ` +
          "(standard output is for messages only; write everything else to standard error)",
      );
    }
    const fault = this.#findFault(message);
    if (fault !== null) {
      this.#recordForbiddenCall(message);
      return this.#break(`${fault}: '${printableShort(line)}'`);
    }
    void this.#rpc.receiveAndSend(message, undefined, undefined);
  }

  #findFault(message: unknown): string | null {
    if (typeof message !== "object" || message === null || Array.isArray(message)) {
      return "it printed a line that is no JSON-RPC message, which is an object";
    }
    const { jsonrpc, id, method, params }: Params = { ...message };
    if (jsonrpc !== "2.0") return 'it sent a message without "jsonrpc":"2.0"';
    if (method === undefined) return this.#findWrongAnswer(id, { ...message });
    if ("result" in message || "error" in message) {
      return "it sent a message that is both a call and an answer";
    }
    const known = Object.keys(methods).filter((name) => name.includes("/"));
    if (typeof method !== "string" || !known.includes(method)) {
      return `it called a method that there is not (there are ${known.join(", ")})`;
    }
    if (typeof id !== "string" && typeof id !== "number") return "it called without an id";
    return typeof params === "object" && params !== null && !Array.isArray(params)
      ? null
      : "it called without params by name";
  }

  /** Behind a closed gate a call is evidence, however it is rawValue: without an id, or in no known form. */
  #recordForbiddenCall(message: unknown): void {
    if (typeof message !== "object" || message === null) return;
    const { method, params }: Params = { ...message };
    const last = this.#last;
    if (last?.isLive !== false || typeof method !== "string" || !method.startsWith("port/")) return;
    const { run: _, ...wanted }: Params = typeof params === "object" ? { ...params } : {};
    const call = method === "port/placeMarketOrder" ? "placeMarketOrder" : "cancelOrder";
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the port parses it
    last.port[call](wanted as never).catch(() => undefined);
  }

  #findWrongAnswer(id: unknown, { result, error }: Params): string | null {
    if (id !== this.#asked || this.#asked === this.#answered) {
      const due = this.#asked === this.#answered ? "nothing was asked" : `${this.#asked} was asked`;
      return `it answered with the id ${quoted(id)} while ${due}`;
    }
    this.#answered = this.#asked;
    // From this line on a call is late, even one that came in together with the answer.
    this.#calling = null;
    if ((result === undefined) === (error === undefined)) {
      return "it answered with neither a result nor an error, or with both";
    }
    return null;
  }

  #callbacks() {
    return {
      cancelOrder: (params: Params) =>
        this.#answer("port/cancelOrder", params, ({ port }, wanted) =>
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the port parses it
          port.cancelOrder(wanted as Parameters<TargetPort["cancelOrder"]>[0]),
        ),
      placeMarketOrder: (params: Params) =>
        this.#answer("port/placeMarketOrder", params, ({ port }, wanted) =>
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the port parses it
          port.placeMarketOrder(wanted as Parameters<TargetPort["placeMarketOrder"]>[0]),
        ),
      append: (params: Params) =>
        this.#answer("audit/append", params, async ({ trail }, { event }) => ({
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the trail parses it
          refusal: trail.append(event as Parameters<TargetTrail["append"]>[0]),
        })),
    };
  }

  async #answer(
    method: string,
    { run, ...wanted }: Params,
    call: (turn: ActiveRun, wanted: Params) => Promise<unknown>,
  ): Promise<unknown> {
    const turn = this.#calling;
    if (turn === null || turn.run !== run) {
      const last = this.#last;
      // Behind a closed gate a call is evidence, whatever run it is said to be of.
      if (last?.isLive === false) await call(last, wanted).catch(() => undefined);
      const isLate = turn === null && last?.run === run;
      const fault = isLate ? "after it had answered" : `for the run ${quoted(run)}, which`;
      this.#break(`it called ${method} ${fault}${isLate ? "" : " is not going on"}`);
      throw new JSONRPCErrorException("no such run", errorCodes.refused);
    }
    try {
      return await call(turn, wanted);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof TargetError) this.#break(message);
      const code = turn.isLive ? errorCodes.connectionBroke : errorCodes.refused;
      throw new JSONRPCErrorException(message, code);
    }
  }
}

/** An id or a run that is no number or text is not worth the telling, and may be as deep as it is long. */
function quoted(value: unknown): string {
  if (typeof value === "object" && value !== null) return "that is no number or text";
  return printableShort(JSON.stringify(value) ?? "undefined");
}
