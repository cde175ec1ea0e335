/**
 * A bot process with an audit file of its own: the reference pipeline, which writes its events in other words, and
 * renames the file. Its arguments are the file, the most lines of a file, and a fault.
 */
import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, renameSync } from "node:fs";
import { basename, dirname } from "node:path";
import { createInterface } from "node:readline";
import type { AuditEvent } from "../domain/audit-event.ts";
import type { PortReply } from "../domain/port-call.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { reconcile, type RunInputs } from "../pipeline/run.ts";

const [, , file = "", linesMax = "1000", fault = "none"] = process.argv;

type Message = {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: RunInputs & { run: number; nowMs: number; snapshot: Snapshot };
  readonly result?: PortReply & { readonly nowMs: number };
  readonly error?: { readonly message: string; readonly data?: { readonly nowMs: number } };
};

const isFirstProcess = !existsSync(file);
let nowMs = 0;
let lines = 0;
let runs = 0;
let lastRunId = "";
const waiting = new Map<string, (message: Message) => void>();

function send(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
}

function log(line: object): void {
  if (lines >= Number(linesMax)) {
    const count = readdirSync(dirname(file)).filter((name) => name.startsWith(basename(file)));
    renameSync(file, `${file}.${count.length}`);
    lines = 0;
  }
  appendFileSync(file, `${JSON.stringify({ ts: new Date(nowMs).toISOString(), ...line })}\n`);
  lines += 1;
}

/** The event in the words of this bot. */
function logEvent(event: AuditEvent): void {
  const { run_id: run } = event;
  if (event.event_type === "RECONCILE_RUN") {
    if (fault !== "no-run-event") log({ event: "done", run });
  } else if (event.event_type === "REMEDIATE_ATTEMPT") {
    if (fault === "no-attempt") return;
    const op = event.order_list === undefined ? opOf[event.kind] : "cancel-algo";
    const { symbol, client_order_id: cid, side, quantity, reduce_only: reduce } = event;
    const order = { symbol, cid, side: side?.toLowerCase(), quantity, reduce };
    const leg = event.position_side?.toLowerCase() ?? "net";
    if (fault === "wrong-side") order.side = side === "BUY" ? "sell" : "buy";
    log({ event: "intent", run: fault === "other-run" ? `${run}-x` : run, op, order, leg });
    if (fault === "torn" && isFirstProcess) appendFileSync(file, '{"event":"int');
  } else if (fault !== "no-result") {
    const code = event.status === "executed" ? 200 : event.error_code;
    const answer = fault === "executed" ? "done" : answerOf[event.status];
    const line = { event: "answer", run, answer, code: fault === "wrong-code" ? 1 : code };
    log(line);
    if (fault === "two-results") log(line);
  }
}

const opOf = { cancel: "cancel", flatten: "market" };
const answerOf = { executed: "done", failed: "refused", unknown: "lost" };

async function call(method: string, params: object): Promise<PortReply> {
  const id = `${method}-${randomUUID()}`;
  send({ id, method, params });
  const { result, error } = await new Promise<Message>((resolve) => waiting.set(id, resolve));
  if (result === undefined) throw new Error(error?.message);
  const { nowMs: _, ...reply } = result;
  return reply;
}

async function runOnce(id: Message["id"], params: NonNullable<Message["params"]>): Promise<void> {
  const { run, snapshot, ...inputs } = params;
  runs += 1;
  const runId = fault === "same-run-id" && runs > 1 ? lastRunId : randomUUID();
  lastRunId = runId;
  log({ event: "heartbeat" });
  const port = (method: string) => (_: unknown, request: object) => {
    const { method: __, ...own } = { method: "", ...request };
    return call(`port/${method}`, { run, ...own });
  };
  const config = { ...inputs.config, auditEnabled: true };
  const report = await reconcile(fault === "always-on" ? { ...inputs, config } : inputs, {
    nowMs: () => nowMs,
    newRunId: () => runId,
    readSnapshot: () => Promise.resolve(snapshot),
    audit: {
      append: (event) => {
        logEvent(event);
        if (fault === "appends-too") void call("audit/append", { run, event });
        return null;
      },
    },
    port: {
      cancelOrder: port("cancelOrder"),
      placeMarketOrder: port("placeMarketOrder"),
      cancelConditionalOrder: port("cancelConditionalOrder"),
    },
  });
  if (fault === "fails") return send({ id, error: { code: -1, message: "out of memory" } });
  const { mode } = report;
  const closed = mode === "refused" ? report.gateFailures : [];
  const closedGates = closed.map(({ gate, actual }) => ({ gate, actual }));
  send({ id, result: { mode, closedGates } });
}

const capabilities = {
  reports: ["mode"],
  sequences: true,
  conditionalOrders: true,
  accounts: true,
};

createInterface({ input: process.stdin }).on("line", (line) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the harness sends what its protocol has
  const message = JSON.parse(line) as Message;
  const { id, method, params, result, error } = message;
  nowMs = params?.nowMs ?? result?.nowMs ?? error?.data?.nowMs ?? nowMs;
  if (method === undefined) waiting.get(String(id))?.(message);
  else if (method === "initialize") {
    send({ id, result: { protocolVersion: 2, name: "logging bot", capabilities } });
  } else if (method === "reconcile" && params !== undefined) void runOnce(id, params);
  else send({ id, result: {} });
});
