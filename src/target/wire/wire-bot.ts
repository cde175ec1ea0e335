/** A bot on the wire with its exchange: a process for each run, or one that is kept alive. */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { configSchema } from "../../domain/config.ts";
import type { RunReport } from "../../domain/run-report.ts";
import type { RecordedStreamEvent } from "../../domain/stream-fault.ts";
import type { RecordedRequest } from "../../domain/wire-request.ts";
import type { ExchangeView } from "../../simulation/exchange-view.ts";
import { TargetError, type Target } from "../../simulation/target.ts";
import { gatesForBot, type BotGates } from "../bot-gates.ts";
import { TargetRun } from "../target-run.ts";
import { KeptBot } from "./kept-bot.ts";
import { RunPolls } from "./run-polls.ts";
import { RunRecorder } from "./run-recorder.ts";
import { faultOfRun, RunTimer, type RunEnd, type WireLimits } from "./run-timer.ts";
import { RunVenue } from "./run-venue.ts";
import { inputFileOf } from "./shift-times.ts";
import { environmentOf, fillCommand } from "./wire-command.ts";
import { openPlace, openSealedPlace, type WirePlace } from "./wire-place.ts";
import { WireProcess, type ProcessEnd } from "./wire-process.ts";

/** It reports nothing: its requests are judged. */
export const noReports = new Set<never>();

const errorsInARowMax = 5;

export class WireBot {
  readonly recorder: RunRecorder;
  readonly #polls: RunPolls;
  readonly #keys = { key: randomText(), secret: randomText() };
  readonly #command: string;
  readonly #limits: WireLimits;
  readonly #isSealed: boolean;
  /** Null before the first run and after the end; the next run opens another one. */
  #place: WirePlace | null = null;
  /** Null for a bot that is started for each run. */
  #kept: KeptBot | null = null;
  /** Runs in a row that ended with an error. */
  #errors = 0;
  /** Counts the scenarios. */
  #account = 1;
  #hasNewAccount = true;
  /** Of a bot that is started for each run. */
  #process: WireProcess | null = null;
  #isCrashing = false;
  /** Until its process has ended; also of a run that the scenario crashed. */
  #going: Promise<unknown> | null = null;

  constructor(command: string, limits: WireLimits, isSealed: boolean) {
    this.#command = command;
    this.#limits = limits;
    this.#isSealed = isSealed;
    this.#polls = new RunPolls(limits.pollMs);
    this.recorder = new RunRecorder(this.#keys, (request) => this.#polls.answer(request));
  }

  isDisabled(): boolean {
    return this.#errors >= errorsInARowMax;
  }

  /** A new process of the bot, at the start of a scenario, at a restart in it, or after a crash. */
  async start(): Promise<void> {
    if (this.#going !== null) {
      this.#isCrashing = true;
      this.#kept?.crash();
      this.#process?.kill();
      await this.#going;
      this.#isCrashing = false;
    } else if (!this.#hasNewAccount) await this.#kept?.end();
    this.#hasNewAccount = false;
  }

  /** Of the scenario that has ended. */
  takeStreamEvents(): readonly RecordedStreamEvent[] {
    return this.recorder.stream.takeEvents();
  }

  /** Of the scenario that has ended. */
  takeRequests(): readonly RecordedRequest[] {
    this.#account += 1;
    this.#hasNewAccount = true;
    return this.recorder.takeRequests();
  }

  /**
   * A dry run on an account without orders and positions. A bot that asks for it is kept alive. Returns its
   * requests.
   */
  async tryOut(): Promise<readonly RecordedRequest[]> {
    const { recorder } = this;
    const polls = this.#polls;
    polls.state = "open";
    const process = await this.#start(noGates, emptyInput);
    const timer = new RunTimer(this.#limits);
    recorder.startRun(null, timer);
    const first = await Promise.race([process.ended, timer.over, polls.asked()]);
    timer.stop();
    let trouble: string | null = null;
    if (first === "asked") {
      const start = () => this.#start(noGates, emptyInput);
      this.#kept = new KeptBot({ polls, recorder, limits: this.#limits, start }, process);
      await this.#kept.run({ account: 0, gates: noGates, input: emptyInput }, null);
    } else {
      polls.state = "closed";
      const { isFatal, fault } = await this.#endStarted(process, first);
      trouble = fault;
      if (isFatal) throw new TargetError("process-exit", `${fault}${process.lastLines()}`);
    }
    this.#place?.endHanging();
    const requests = recorder.takeRequests();
    recorder.stream.takeEvents();
    if (requests.length > 0) return requests;
    const url = this.#place?.address.url ?? "";
    const reasons = [noRequest(url), trouble, recorder.tlsTrouble].filter((one) => one !== null);
    throw new TargetError("process-exit", reasons.join("; ") + process.lastLines());
  }

  async reconcile(
    inputs: Parameters<Target["reconcile"]>[0],
    services: Parameters<Target["reconcile"]>[1],
    view: ExchangeView | undefined,
  ): Promise<RunReport> {
    if (view === undefined) throw new Error("a run on the wire has no view of the exchange");
    const going = this.#reconcile(inputs, services, view);
    this.#going = going.catch(() => undefined);
    try {
      return await going;
    } finally {
      this.#going = null;
    }
  }

  async #reconcile(
    inputs: Parameters<Target["reconcile"]>[0],
    services: Parameters<Target["reconcile"]>[1],
    view: ExchangeView,
  ): Promise<RunReport> {
    this.recorder.beginRun();
    try {
      // Before the run gets its time.
      await this.#kept?.ready();
      const run = await TargetRun.start(inputs, services, noReports);
      const venue = new RunVenue(view, run.port, Date.now());
      await this.#run(run.request.gates, inputFileOf(run.request, venue.shiftMs), venue);
      this.#errors = 0;
      return run.finish({});
    } catch (error) {
      if (!this.#isCrashing) this.#errors += 1;
      throw error;
    }
  }

  /** Throws `TargetError`. */
  async #run(gates: BotGates, input: unknown, venue: RunVenue): Promise<void> {
    try {
      if (this.#kept !== null) {
        const account = this.#account;
        await this.#kept.run({ account, gates: shownGates(gates), input }, venue);
        return;
      }
      const process = await this.#start(gates, input);
      this.#process = process;
      const timer = new RunTimer(this.#limits);
      this.recorder.startRun(venue, timer);
      const first = await Promise.race([process.ended, timer.over]);
      timer.stop();
      const { kind, fault } = await this.#endStarted(process, first);
      if (fault !== null) throw new TargetError(kind, fault + process.lastLines());
    } finally {
      this.recorder.endRun();
      this.#place?.endHanging();
    }
  }

  /** Ends the process of a bot that is started for each run. */
  async #endStarted(process: WireProcess, first: ProcessEnd | RunEnd) {
    if (first === "flood") process.kill();
    const end = typeof first === "string" ? await process.end() : first;
    this.recorder.endRun();
    const byRun = typeof first === "string" ? faultOfRun(first, this.#limits) : faultOfExit(end);
    const kind = first === "time-out" ? ("time-out" as const) : ("process-exit" as const);
    const isFatal = !end.isStarted || first === "time-out" || first === "flood";
    return { kind, isFatal, fault: byRun ?? end.fault };
  }

  async #start(gates: BotGates, input: unknown): Promise<WireProcess> {
    this.#place ??= await (this.#isSealed ? openSealedPlace : openPlace)(this.recorder);
    const { folder, address: at, enter, variables, stream } = this.#place;
    this.recorder.stream.server = stream;
    this.recorder.stream.startProcess();
    const file = join(folder, "input.json");
    writeFileSync(file, JSON.stringify(input));
    const address = { ...at, ...this.#keys, input: file };
    const command = enter(waitingShell + fillCommand(this.#command, gates, address));
    const outer = { ...globalThis.process.env, ...variables };
    const { endMs } = this.#limits;
    const { secret } = this.#keys;
    return new WireProcess(command, environmentOf(outer, gates, address), { endMs, secret });
  }

  async close(): Promise<string | null> {
    await this.#kept?.close();
    const place = this.#place;
    this.#place = null;
    await place?.close();
    return null;
  }
}

/** With a trap the shell waits for a bot that got SIGTERM as the shell did, so that the bot has its time. */
const waitingShell = "trap : TERM\n";

const noGates = gatesForBot({ confirm: null, env: {} });

const emptyInput = {
  config: configSchema.parse({}),
  expected: { orders: [], positions: [] },
  lastPortCallAtMs: null,
  priorCalls: [],
};

/** Without what the values mean. */
function shownGates({ confirm, env, arguments: own }: BotGates) {
  return own === undefined ? { confirm, env } : { confirm, env, arguments: own };
}

function faultOfExit({ signal }: ProcessEnd): string | null {
  return signal === null ? null : `${signal} ended it`;
}

function randomText(): string {
  return randomBytes(32).toString("hex");
}

function noRequest(url: string): string {
  return (
    `it sent no request to ${url}; its base URL is in the variable RECONCILE_HARNESS_REST, ` +
    "and in the command {url} stands for it"
  );
}
