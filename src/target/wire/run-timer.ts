/** The times of one run of a bot on the wire. It goes on while requests arrive. */

/** Times in milliseconds. */
export type WireLimits = {
  /** Until the first request, and until a kept-alive bot asks for a run. */
  readonly startMs: number;
  /** Without a request, after the first one: then the run is over. */
  readonly settleMs: number;
  /** From the start of a run to its end. */
  readonly runMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly endMs: number;
  /** Until a request for the next run gets the answer that there is none yet. */
  readonly pollMs: number;
};

export const wireLimits: WireLimits = {
  startMs: 10_000,
  settleMs: 2_000,
  runMs: 30_000,
  endMs: 2_000,
  // Shorter than the time after which clients and proxies give up.
  pollMs: 20_000,
};

/** More than any bot needs for one run. */
const requestsInRunMax = 10_000;

/** `settled`: it sent nothing for a while. `flood`: it sent too many requests. `done`: it reported the end. */
export type RunEnd = "settled" | "time-out" | "flood" | "done";

export class RunTimer {
  readonly over: Promise<RunEnd>;
  readonly #settleMs: number;
  #resolve: (end: RunEnd) => void = () => undefined;
  readonly #whole: NodeJS.Timeout;
  #quiet: NodeJS.Timeout;
  #requests = 0;
  #isOver = false;

  constructor({ startMs, settleMs, runMs }: WireLimits) {
    this.#settleMs = settleMs;
    this.over = new Promise((resolve) => (this.#resolve = resolve));
    this.#quiet = setTimeout(() => this.#end("settled"), startMs);
    this.#whole = setTimeout(() => this.#end("time-out"), runMs);
  }

  /** A request arrived. False where there were too many, and the run is over. */
  touch(): boolean {
    this.#requests += 1;
    if (this.#requests > requestsInRunMax) this.#end("flood");
    else if (!this.#isOver) {
      clearTimeout(this.#quiet);
      this.#quiet = setTimeout(() => this.#end("settled"), this.#settleMs);
    }
    return this.#requests <= requestsInRunMax;
  }

  /** The bot reported the end. */
  finish(): void {
    this.#end("done");
  }

  #end(end: RunEnd): void {
    this.stop();
    this.#resolve(end);
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#quiet);
    clearTimeout(this.#whole);
  }
}

/** Null where nothing broke. */
export function faultOfRun(end: RunEnd, { runMs }: WireLimits): string | null {
  if (end === "time-out") return `it ran for more than ${runMs} ms`;
  return end === "flood" ? `it sent more than ${requestsInRunMax} requests in one run` : null;
}
