/**
 * A bot on the wire: any process that speaks with the REST interface of the exchange. The harness serves a simulated
 * exchange on loopback, starts the bot for each run, and judges the requests that arrive.
 */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { configSchema } from "../../domain/config.ts";
import { printableShort } from "../../domain/printable-text.ts";
import type { RunReport } from "../../domain/run-report.ts";
import type { ReadList } from "../../domain/wire-request.ts";
import type { ExchangeView } from "../../simulation/exchange-view.ts";
import { TargetError, type Target } from "../../simulation/target.ts";
import { gatesForBot, type BotGates } from "../bot-gates.ts";
import type { OpenTarget } from "../open-target.ts";
import { TargetRun } from "../target-run.ts";
import { RunRecorder } from "./run-recorder.ts";
import { RunVenue } from "./run-venue.ts";
import { inputFileOf } from "./shift-times.ts";
import { environmentOf, fillCommand } from "./wire-command.ts";
import { openPlace, openSealedPlace, type WirePlace } from "./wire-place.ts";
import { wireLimits, WireProcess, type WireLimits } from "./wire-process.ts";

export type WireOptions = {
  /** After so many milliseconds without a request the run of a bot that does not exit is over. */
  readonly settleMs?: number | undefined;
  /** Whether it runs in a network of its own, in which the names of the exchange lead to the harness. */
  readonly isSealed?: boolean | undefined;
};

/** Starts the exchange, and runs the bot once on an empty account. Throws `TargetError` where that shows no request. */
export async function openWireTarget(
  command: string,
  { settleMs = wireLimits.settleMs, isSealed = false }: WireOptions = {},
  limits: WireLimits = wireLimits,
): Promise<Omit<OpenTarget, "command">> {
  const bot = new WireBot(command, { ...limits, settleMs }, isSealed);
  let read: readonly ReadList[];
  try {
    read = await bot.tryOut();
  } catch (error) {
    await bot.close();
    throw error;
  }
  const target: Target = {
    name: printableShort(command),
    // It reports nothing: its requests are judged.
    reports: noReports,
    isOnWire: true,
    supportsSequences: true,
    supportsConditionalOrders: read.includes("conditionalOrders"),
    supportsAccounts: false,
    reconcile: (inputs, services, view) => bot.reconcile(inputs, services, view),
    takeRequests: () => bot.recorder.takeRequests(),
    takeCallsOutsideRuns: () => bot.recorder.takeCallsOutsideRuns(),
    isDisabled: () => bot.isDisabled(),
  };
  return { target, close: () => bot.close() };
}

const noReports = new Set<never>();

class WireBot {
  readonly recorder: RunRecorder;
  readonly #keys = { key: randomText(), secret: randomText() };
  readonly #command: string;
  readonly #limits: WireLimits;
  readonly #isSealed: boolean;
  /** Null before the first run and after the end; the next run opens another one. */
  #place: WirePlace | null = null;
  /** Of the last process. */
  #ended: Promise<unknown> = Promise.resolve();
  /** Runs in a row that ended with an error. */
  #errors = 0;

  constructor(command: string, limits: WireLimits, isSealed: boolean) {
    this.#command = command;
    this.#limits = limits;
    this.#isSealed = isSealed;
    this.recorder = new RunRecorder(this.#keys);
  }

  isDisabled(): boolean {
    return this.#errors >= errorsInARowMax;
  }

  /** A dry run on an account without orders and positions. Returns the lists that it read. */
  async tryOut(): Promise<readonly ReadList[]> {
    const expected = { orders: [], positions: [] };
    const config = configSchema.parse({});
    const calls = { lastPortCallAtMs: null, priorCalls: [] };
    const input = { config, expected, ...calls };
    const { process, end, url } = await this.#run(gatesForBot({ confirm: null, env: {} }), input);
    const arrived = this.recorder.takeRequests();
    if (end.kind === "not-started" || end.kind === "time-out" || arrived.length === 0) {
      throw new TargetError("process-exit", `${end.fault ?? noRequest(url)}${process.lastLines()}`);
    }
    return arrived.flatMap(({ list }) => list ?? []);
  }

  async reconcile(
    inputs: Parameters<Target["reconcile"]>[0],
    services: Parameters<Target["reconcile"]>[1],
    view: ExchangeView | undefined,
  ): Promise<RunReport> {
    if (view === undefined) throw new Error("a run on the wire has no view of the exchange");
    // The process of a run that the scenario crashed may not have ended.
    await this.#ended;
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
    await place?.close();
    return null;
  }

  async #run(gates: BotGates, input: unknown, venue: RunVenue | null = null) {
    const { recorder } = this;
    this.#place ??= await (this.#isSealed ? openSealedPlace(recorder) : openPlace(recorder));
    const place = this.#place;
    const file = join(place.folder, "input.json");
    writeFileSync(file, JSON.stringify(input));
    const address = { ...place.address, ...this.#keys, input: file };
    const command = place.enter(fillCommand(this.#command, gates, address));
    const outer = { ...globalThis.process.env, ...place.variables };
    const process = new WireProcess(command, environmentOf(outer, gates, address), this.#limits);
    recorder.startRun(venue, process);
    this.#ended = process.ended;
    try {
      return { process, end: await process.ended, url: address.url };
    } finally {
      recorder.endRun();
      place.endHanging();
    }
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
