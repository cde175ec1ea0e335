/** A target in a process of its own, asked over its standard input and output. */
import type { ReportPart } from "../../domain/run-report.ts";
import { describeSchemaErrors } from "../../input/parse-with-schema.ts";
import { readPackageVersion } from "../../package-root.ts";
import { defineTarget } from "../define-target.ts";
import { TargetError } from "../../simulation/target.ts";
import type { Target } from "../../simulation/target.ts";
import { RpcSession } from "./rpc-session.ts";
import { initializeResultSchema, protocolVersion, targetLimits } from "./protocol.ts";
import type { TargetLimits } from "./protocol.ts";

export type OpenTarget = {
  readonly target: Target;
  /** Ends the process. Answers null, or what was wrong with the end. */
  readonly close: () => Promise<string | null>;
};

/** Starts the command and shakes hands with it. Throws `TargetError`. */
export async function openStdioTarget(
  command: string,
  limits: TargetLimits = targetLimits,
): Promise<OpenTarget> {
  const { session, name, reports, sequences } = await start(command, limits);
  const bot = new RestartableBot(command, limits, session);
  const { reconcile } = defineTarget({
    name,
    reports,
    reconcile: async (request, port, trail) =>
      (await bot.converse()).reconcile(request, port, trail),
  });
  return {
    target: {
      name,
      reports: new Set(reports),
      isDisabled: () => bot.isDisabled(),
      supportsSequences: sequences,
      ...(sequences && { start: () => bot.restart() }),
      reconcile: (inputs, services) => bot.run(() => reconcile(inputs, services)),
    },
    close: () => bot.end(),
  };
}

/** A process that is started again whenever it has broken, until too much time has gone into that. */
class RestartableBot {
  readonly #command: string;
  readonly #limits: TargetLimits;
  /** Null when the process has broken, and is started anew the next time. */
  #session: RpcSession | null;
  /** What has gone into runs without an answer that can be judged, and into starting anew. */
  #errorMs = 0;
  #countedUntilMs = 0;
  #isRunning = false;
  #wasCrashed = false;

  constructor(command: string, limits: TargetLimits, session: RpcSession) {
    this.#command = command;
    this.#limits = limits;
    this.#session = session;
  }

  isDisabled(): boolean {
    return this.#errorMs >= this.#limits.errorMsMax;
  }

  async converse(): Promise<RpcSession> {
    if (this.isDisabled())
      throw new TargetError("it was given up, because it broke again and again");
    if (this.#session !== null) return this.#session;
    const { session } = await start(this.#command, this.#limits);
    this.#countError();
    this.#session = session;
    return session;
  }

  async run<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    [this.#isRunning, this.#wasCrashed] = [true, false];
    try {
      return await this.#trackErrors(work);
    } finally {
      this.#isRunning = false;
    }
  }

  /** In the middle of a run this is a kill, and a real one. */
  async restart(): Promise<void> {
    if (!this.#isRunning) return this.#trackErrors(async () => (await this.converse()).start());
    this.#wasCrashed = true;
    const crashed = this.#session;
    this.#session = null;
    await crashed?.kill();
    this.#countedUntilMs = performance.now();
    try {
      this.#session = (await start(this.#command, this.#limits)).session;
    } catch (error) {
      this.#countError();
      throw error;
    }
  }

  async end(): Promise<string | null> {
    return this.#session === null ? null : this.#session.end();
  }

  /** After an error a process that still converses goes on, and a broken one is started anew the next time. */
  async #trackErrors<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    this.#countedUntilMs = performance.now();
    try {
      return await work();
    } catch (error) {
      // That it was crashed is no fault of its own.
      if (this.#isRunning && this.#wasCrashed) throw error;
      this.#countError();
      if (this.#session?.isBroken() !== false) this.#session = null;
      throw error;
    }
  }

  #countError(): void {
    const nowMs = performance.now();
    this.#errorMs += nowMs - this.#countedUntilMs;
    this.#countedUntilMs = nowMs;
  }
}

type Started = {
  readonly session: RpcSession;
  readonly name: string;
  readonly reports: readonly ReportPart[];
  readonly sequences: boolean;
};

async function start(command: string, limits: TargetLimits): Promise<Started> {
  const session = new RpcSession(command, limits);
  try {
    const harness = { name: "reconcile-harness", version: readPackageVersion() };
    const params = { protocolVersion, harness };
    const answer = await session.ask("initialize", params, limits.startMs);
    const read = initializeResultSchema.safeParse(answer);
    if (read.success) {
      const { name, capabilities } = read.data;
      return { session, name, ...capabilities };
    }
    throw new TargetError(describeSchemaErrors(read.error, answer, "its answer to `initialize`"));
  } catch (error) {
    await session.end();
    throw error;
  }
}
