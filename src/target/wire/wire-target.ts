/**
 * A bot on the wire: any process that speaks with the REST interface of the exchange. The harness serves a simulated
 * exchange on loopback, starts the bot for each run, and judges the requests that arrive.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { configSchema } from "../../domain/config.ts";
import { printableShort } from "../../domain/printable-text.ts";
import type { RunReport } from "../../domain/run-report.ts";
import type { ExchangeView } from "../../simulation/exchange-view.ts";
import { TargetError, type Target } from "../../simulation/target.ts";
import { gatesForBot, type BotGates } from "../bot-gates.ts";
import type { OpenTarget } from "../open-target.ts";
import { TargetRun } from "../target-run.ts";
import { StreamServer } from "../../wire/stream/stream-server.ts";
import { WireServer } from "../../wire/wire-server.ts";
import { RunRecorder } from "./run-recorder.ts";
import { RunVenue } from "./run-venue.ts";
import { inputFileOf } from "./shift-times.ts";
import { environmentOf, fillCommand } from "./wire-command.ts";
import { wireLimits, WireProcess, type WireLimits } from "./wire-process.ts";

/** Starts the exchange, and runs the bot once on an empty account. Throws `TargetError` where that shows no request. */
export async function openWireTarget(
  command: string,
  settleMs: number = wireLimits.settleMs,
): Promise<Omit<OpenTarget, "command">> {
  const bot = new WireBot(command, { ...wireLimits, settleMs });
  try {
    await bot.tryOut();
  } catch (error) {
    await bot.close();
    throw error;
  }
  const target: Target = {
    name: printableShort(command),
    // It reports nothing: its requests are judged.
    reports: noReports,
    isOnWire: true,
    supportsSequences: false,
    supportsConditionalOrders: false,
    supportsAccounts: false,
    reconcile: (inputs, services, view) => bot.reconcile(inputs, services, view),
    takeRequests: () => bot.recorder.takeRequests(),
    takeCallsOutsideRuns: () => bot.recorder.takeCallsOutsideRuns(),
    isDisabled: () => bot.isDisabled(),
  };
  return { target, close: () => bot.close() };
}

const noReports = new Set<never>();

type Place = {
  readonly server: WireServer;
  readonly stream: StreamServer;
  readonly folder: string;
};

class WireBot {
  readonly recorder: RunRecorder;
  readonly #keys = { key: randomText(), secret: randomText() };
  readonly #command: string;
  readonly #limits: WireLimits;
  /** Null before the first run and after the end; the next run opens another one. */
  #place: Place | null = null;
  /** Runs in a row that ended with an error. */
  #errors = 0;

  constructor(command: string, limits: WireLimits) {
    this.#command = command;
    this.#limits = limits;
    this.recorder = new RunRecorder(this.#keys);
  }

  isDisabled(): boolean {
    return this.#errors >= errorsInARowMax;
  }

  /** A dry run on an account without orders and positions. */
  async tryOut(): Promise<void> {
    const expected = { orders: [], positions: [] };
    const config = configSchema.parse({});
    const calls = { lastPortCallAtMs: null, priorCalls: [] };
    const input = { config, expected, ...calls };
    const { process, end, url } = await this.#run(gatesForBot({ confirm: null, env: {} }), input);
    const arrived = this.recorder.takeRequests();
    if (end.kind === "not-started" || end.kind === "time-out" || arrived.length === 0) {
      throw new TargetError("process-exit", `${end.fault ?? noRequest(url)}${process.lastLines()}`);
    }
  }

  async reconcile(
    inputs: Parameters<Target["reconcile"]>[0],
    services: Parameters<Target["reconcile"]>[1],
    view: ExchangeView | undefined,
  ): Promise<RunReport> {
    if (view === undefined) throw new Error("a run on the wire has no view of the exchange");
    const run = await TargetRun.start(inputs, services, noReports);
    const venue = new RunVenue(view, run.port, Date.now());
    const input = inputFileOf(run.request, venue.shiftMs);
    const { process, end } = await this.#run(run.request.gates, input, venue);
    if (end.fault !== null) {
      this.#errors += 1;
      const kind = end.kind === "time-out" ? "time-out" : "process-exit";
      throw new TargetError(kind, `${end.fault}${process.lastLines()}`);
    }
    this.#errors = 0;
    return run.finish({});
  }

  async close(): Promise<string | null> {
    const place = this.#place;
    this.#place = null;
    await place?.stream.close();
    await place?.server.close();
    if (place !== null) rmSync(place.folder, { recursive: true, force: true });
    return null;
  }

  async #run(gates: BotGates, input: unknown, venue: RunVenue | null = null) {
    this.#place ??= await this.#open();
    const { server, folder } = this.#place;
    const file = join(folder, "input.json");
    writeFileSync(file, JSON.stringify(input));
    const at = `127.0.0.1:${server.port}`;
    const url = `http://${at}`;
    const address = { url, stream: `ws://${at}`, ...this.#keys, input: file };
    const command = fillCommand(this.#command, gates, address);
    const env = environmentOf(globalThis.process.env, gates, address);
    const process = new WireProcess(command, env, this.#limits);
    this.recorder.startRun(venue, process);
    try {
      return { process, end: await process.ended, url };
    } finally {
      this.recorder.endRun();
      server.endHanging();
    }
  }

  async #open(): Promise<Place> {
    const { answer, listenKeys, noteHandshake: onHandshake } = this.recorder;
    // A run is judged by its reads, so its user stream is silent.
    const stream = new StreamServer({ listenKeys, nowMs: Date.now, onHandshake });
    const server = await WireServer.start({ answer, onUpgrade: stream.onUpgrade });
    return { server, stream, folder: mkdtempSync(join(tmpdir(), "reconcile-harness-")) };
  }
}

function randomText(): string {
  return randomBytes(32).toString("hex");
}

const errorsInARowMax = 5;

function noRequest(url: string): string {
  return (
    `it sent no request to ${url}; its base URL is in the variable RECONCILE_HARNESS_REST, ` +
    "and in the command {url} stands for it"
  );
}
