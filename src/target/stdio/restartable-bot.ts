/** Starts a broken process again, and measures what errors cost. */
import { TargetError } from "../../simulation/target.ts";
import type { TargetLimits } from "./protocol.ts";
import type { RpcSession } from "./rpc-session.ts";

export class RestartableBot {
  readonly #open: () => Promise<{ readonly session: RpcSession }>;
  readonly #limits: TargetLimits;
  /** Whether it declares `sequences`, which need its `start`. */
  readonly #hasSequences: boolean;
  /** Outside a run, in one, or in one that a `crash` step ended. */
  #state: "idle" | "running" | "crashed" = "idle";
  /** Null after the process broke: the next request starts a new one. */
  #session: RpcSession | null;
  /** Time spent in requests with an error and in restarts after one: in all, and since the last good run. */
  #errorMs = { total: 0, inARow: 0 };
  #countedUntilMs = 0;

  constructor(
    open: () => Promise<{ readonly session: RpcSession }>,
    limits: TargetLimits,
    hasSequences: boolean,
    session: RpcSession | null,
  ) {
    this.#hasSequences = hasSequences;
    this.#open = open;
    this.#limits = limits;
    this.#session = session;
  }

  isDisabled(): boolean {
    const { total, inARow } = this.#errorMs;
    return inARow >= this.#limits.errorMsMax || total >= this.#limits.totalErrorMsMax;
  }

  /** Starts the first process. */
  async open(): Promise<void> {
    this.#session ??= (await this.#open()).session;
  }

  async session(): Promise<RpcSession> {
    if (this.#session !== null) return this.#session;
    const { session } = await this.#open();
    this.#countError();
    this.#session = session;
    return session;
  }

  async run<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    this.#state = "running";
    try {
      const answer = await this.#trackErrors(work);
      this.#errorMs.inARow = 0;
      return answer;
    } finally {
      this.#state = "idle";
    }
  }

  /** Outside a run this sends `start`; in a run it kills the process and starts a new one. */
  async restart(nowMs: number): Promise<void> {
    if (this.#state === "idle") {
      await this.#trackErrors(async () => {
        const hasStart = await (await this.session()).start(nowMs);
        if (!hasStart && this.#hasSequences) throw new TargetError("error-answer", noStart);
      });
      return;
    }
    const crashed = this.#session;
    this.#state = "crashed";
    this.#session = null;
    crashed?.kill();
    // What it wrote before its end counts, and the next process may write to the same file.
    await crashed?.end();
    this.#countedUntilMs = performance.now();
    try {
      this.#session = (await this.#open()).session;
    } catch (error) {
      this.#countError();
      throw error;
    }
  }

  async end(): Promise<string | null> {
    const session = this.#session;
    this.#session = null;
    return session === null ? null : session.end();
  }

  async #trackErrors<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    this.#countedUntilMs = performance.now();
    try {
      return await work();
    } catch (error) {
      // The scenario crashed it, so this is not an error of the target.
      if (this.#state === "crashed") throw error;
      this.#countError();
      const session = this.#session;
      if (session?.isClosed() === true) this.#session = null;
      // Without a session the error is that of a start, which has them already.
      throw session === null ? error : await session.withLastLines(error);
    }
  }

  #countError(): void {
    const nowMs = performance.now();
    this.#errorMs.total += nowMs - this.#countedUntilMs;
    this.#errorMs.inARow += nowMs - this.#countedUntilMs;
    this.#countedUntilMs = nowMs;
  }
}

const noStart =
  "it declares `sequences` and has no `start`, which clears its memory: answer `start`, or leave out `sequences`";
