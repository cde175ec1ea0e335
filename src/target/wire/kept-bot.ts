/** A kept-alive bot: one process for many runs, which asks for each of them. */
import { setTimeout as delay } from "node:timers/promises";
import { TargetError } from "../../simulation/target.ts";
import type { RunOrder, RunPolls } from "./run-polls.ts";
import type { RunRecorder } from "./run-recorder.ts";
import type { RunVenue } from "./run-venue.ts";
import { faultOfRun, RunTimer, type WireLimits } from "./run-timer.ts";
import type { ProcessEnd, WireProcess } from "./wire-process.ts";

export type KeptParts = {
  readonly polls: RunPolls;
  readonly recorder: RunRecorder;
  readonly limits: WireLimits;
  /** Starts another process, with all gates closed. */
  readonly start: () => Promise<WireProcess>;
};

export class KeptBot {
  readonly #parts: KeptParts;
  /** Null after its end; the next run starts another one. */
  #process: WireProcess | null;
  #runs = 0;

  /** The process has asked for its first run. */
  constructor(parts: KeptParts, process: WireProcess) {
    this.#parts = parts;
    this.#process = process;
  }

  /** Ends when a process has asked for a run. Throws `TargetError`. */
  async ready(): Promise<void> {
    const { polls, recorder, limits } = this.#parts;
    polls.state = "open";
    const isNew = this.#process === null;
    if (isNew) recorder.startBot();
    const process = (this.#process ??= await this.#parts.start());
    const late = new AbortController();
    const first = await Promise.race([
      process.ended,
      polls.asked(),
      delay(limits.startMs, "late" as const, { signal: late.signal }).catch(() => "late" as const),
    ]);
    late.abort();
    recorder.endStart();
    if (first === "asked") return;
    if (first === "late") await process.end();
    this.#process = null;
    const fault =
      first === "late"
        ? `it did not ask for a run for ${limits.startMs} ms`
        : `${describeEnd(first)} before it asked for a run`;
    const kind = first === "late" ? "time-out" : "process-exit";
    throw new TargetError(kind, fault + process.lastLines());
  }

  /** Throws `TargetError` where the process ends, or the run does not. */
  async run(order: Omit<RunOrder, "run">, venue: RunVenue | null): Promise<WireProcess> {
    await this.ready();
    const { polls, recorder, limits } = this.#parts;
    const process = this.#process;
    if (process === null) throw new Error("a process that asked is there");
    this.#runs += 1;
    const timer = new RunTimer(limits);
    recorder.startRun(venue, timer);
    polls.give({ run: this.#runs, ...order }, () => {
      // At once: a request after the report is outside the run.
      recorder.endRun();
      timer.finish();
    });
    const first = await Promise.race([process.ended, timer.over]);
    timer.stop();
    polls.endRun();
    recorder.endRun();
    const fault =
      typeof first === "string"
        ? faultOfRun(first, limits)
        : `${describeEnd(first)} in run ${this.#runs}, before POST /__harness/done`;
    if (fault === null) return process;
    if (typeof first === "string") await process.end();
    this.#process = null;
    throw new TargetError(
      first === "time-out" ? "time-out" : "process-exit",
      fault + process.lastLines(),
    );
  }

  /** The scenario crashes it in a run, which then ends with an error. */
  crash(): void {
    this.#process?.kill();
  }

  /** The next run has another process. */
  async end(): Promise<void> {
    const process = this.#process;
    this.#process = null;
    await process?.end();
    // The end of its connection may be read later.
    this.#parts.polls.drop();
  }

  async close(): Promise<void> {
    this.#parts.polls.end();
    await this.end();
  }
}

function describeEnd({ isStarted, code, signal, fault }: ProcessEnd): string {
  if (!isStarted) return fault ?? "it did not start";
  return signal === null ? `it ended with exit code ${code}` : `${signal} ended it`;
}
