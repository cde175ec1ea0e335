/** A target in a process of its own, asked over its standard input and output. */
import type { ReportPart } from "../../domain/run-report.ts";
import { describeMisfits } from "../../input/parse-with-schema.ts";
import { readPackageVersion } from "../../package-root.ts";
import { defineTarget } from "../define-target.ts";
import { TargetError } from "../target.ts";
import type { Target } from "../target.ts";
import { Conversation } from "./conversation.ts";
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
  const first = await start(command, limits);
  const { name, reports, histories } = first;
  let conversation: Conversation | null = first.conversation;
  /** What has gone into runs without an answer that can be judged, and into starting anew. */
  let lostMs = 0;
  let countedUntilMs = 0;
  const countAsLost = (): void => {
    const nowMs = performance.now();
    lostMs += nowMs - countedUntilMs;
    countedUntilMs = nowMs;
  };
  const isLost = (): boolean => lostMs >= limits.lostMsMax;
  let isRunning = false;
  /** A kill in the middle of a run is a real one, and no fault of the target. */
  let isKilled = false;
  /** A process that still converses goes on after an error; a broken one is started anew the next time. */
  const orLose = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    countedUntilMs = performance.now();
    try {
      return await work();
    } catch (error) {
      if (isRunning && isKilled) throw error;
      countAsLost();
      if (conversation?.isBroken() !== false) conversation = null;
      throw error;
    }
  };
  const converse = async (): Promise<Conversation> => {
    if (isLost()) throw new TargetError("it was given up, because it broke again and again");
    if (conversation !== null) return conversation;
    ({ conversation } = await start(command, limits));
    countAsLost();
    return conversation;
  };
  const startAnew = async (): Promise<void> => {
    if (isRunning) {
      isKilled = true;
      const killed = conversation;
      conversation = null;
      await killed?.kill();
      countedUntilMs = performance.now();
      try {
        ({ conversation } = await start(command, limits));
      } catch (error) {
        countAsLost();
        throw error;
      }
      return;
    }
    // What a process that has just been started remembers is nothing, too.
    await orLose(async () => (await converse()).start());
  };
  const { reconcile } = defineTarget({
    name,
    reports,
    reconcile: async (request, port, trail) => (await converse()).reconcile(request, port, trail),
  });
  return {
    target: {
      name,
      reports: new Set(reports),
      isLost,
      supportsHistories: histories,
      ...(histories && { start: startAnew }),
      reconcile: async (inputs, world) => {
        [isRunning, isKilled] = [true, false];
        try {
          return await orLose(() => reconcile(inputs, world));
        } finally {
          isRunning = false;
        }
      },
    },
    close: async () => (conversation === null ? null : conversation.end()),
  };
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
