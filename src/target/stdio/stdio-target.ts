/** A target in a process of its own, asked over its standard input and output. */
import type { ReportPart } from "../../domain/run-report.ts";
import { describeMisfits } from "../../input/parse-with-schema.ts";
import { readPackageVersion } from "../../package-root.ts";
import { defineTarget } from "../define-target.ts";
import { TargetError } from "../../simulation/target.ts";
import type { Target } from "../../simulation/target.ts";
import { Conversation } from "./rpc-session.ts";
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
  const { conversation, name, reports, histories } = await start(command, limits);
  const bot = new RestartedBot(command, limits, conversation);
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
      isLost: () => bot.isLost(),
      supportsHistories: histories,
      ...(histories && { start: () => bot.startAnew() }),
      reconcile: (inputs, world) => bot.run(() => reconcile(inputs, world)),
    },
    close: () => bot.end(),
  };
}

/** A process that is started again whenever it has broken, until too much time has gone into that. */
class RestartedBot {
  readonly #command: string;
  readonly #limits: TargetLimits;
  /** Null when the process has broken, and is started anew the next time. */
  #conversation: Conversation | null;
  /** What has gone into runs without an answer that can be judged, and into starting anew. */
  #lostMs = 0;
  #countedUntilMs = 0;
  #isRunning = false;
  #isKilled = false;

  constructor(command: string, limits: TargetLimits, conversation: Conversation) {
    this.#command = command;
    this.#limits = limits;
    this.#conversation = conversation;
  }

  isLost(): boolean {
    return this.#lostMs >= this.#limits.lostMsMax;
  }

  async converse(): Promise<Conversation> {
    if (this.isLost()) throw new TargetError("it was given up, because it broke again and again");
    if (this.#conversation !== null) return this.#conversation;
    const { conversation } = await start(this.#command, this.#limits);
    this.#countAsLost();
    this.#conversation = conversation;
    return conversation;
  }

  async run<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    [this.#isRunning, this.#isKilled] = [true, false];
    try {
      return await this.#orLose(work);
    } finally {
      this.#isRunning = false;
    }
  }

  /** In the middle of a run this is a kill, and a real one. */
  async startAnew(): Promise<void> {
    if (!this.#isRunning) return this.#orLose(async () => (await this.converse()).start());
    this.#isKilled = true;
    const killed = this.#conversation;
    this.#conversation = null;
    await killed?.kill();
    this.#countedUntilMs = performance.now();
    try {
      this.#conversation = (await start(this.#command, this.#limits)).conversation;
    } catch (error) {
      this.#countAsLost();
      throw error;
    }
  }

  async end(): Promise<string | null> {
    return this.#conversation === null ? null : this.#conversation.end();
  }

  /** After an error a process that still converses goes on, and a broken one is started anew the next time. */
  async #orLose<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    this.#countedUntilMs = performance.now();
    try {
      return await work();
    } catch (error) {
      // That it was killed is no fault of its own.
      if (this.#isRunning && this.#isKilled) throw error;
      this.#countAsLost();
      if (this.#conversation?.isBroken() !== false) this.#conversation = null;
      throw error;
    }
  }

  #countAsLost(): void {
    const nowMs = performance.now();
    this.#lostMs += nowMs - this.#countedUntilMs;
    this.#countedUntilMs = nowMs;
  }
}

type Started = {
  readonly conversation: Conversation;
  readonly name: string;
  readonly reports: readonly ReportPart[];
  readonly histories: boolean;
};

async function start(command: string, limits: TargetLimits): Promise<Started> {
  const conversation = new Conversation(command, limits);
  try {
    const harness = { name: "reconcile-harness", version: readPackageVersion() };
    const params = { protocolVersion, harness };
    const answer = await conversation.ask("initialize", params, limits.startMs);
    const read = initializeResultSchema.safeParse(answer);
    if (read.success) {
      const { name, capabilities } = read.data;
      return { conversation, name, ...capabilities };
    }
    throw new TargetError(describeMisfits(read.error, answer, "its answer to `initialize`"));
  } catch (error) {
    await conversation.end();
    throw error;
  }
}
