/** A target in its own process, which the harness calls over standard input and output. */
import { describeSchemaErrors } from "../../input/parse-with-schema.ts";
import { readPackageVersion } from "../../package-root.ts";
import { defineTarget, type TargetDefinition } from "../define-target.ts";
import type { OpenTarget } from "../open-target.ts";
import type { TakenCall } from "../../simulation/calls-outside-runs.ts";
import { TargetError, type Target } from "../../simulation/target.ts";
import { RpcSession } from "./rpc-session.ts";
import { initializeResultSchema, protocolVersion, targetLimits } from "./protocol.ts";
import type { TargetLimits } from "./protocol.ts";
import { watchProcess, type ProcessWatch, type WireLine } from "./wire-line.ts";

/** Starts the command and sends `initialize`. Throws `TargetError`. */
export async function openStdioTarget(
  command: string,
  limits: TargetLimits = targetLimits,
  onLine?: (line: WireLine) => void,
): Promise<Omit<OpenTarget, "command">> {
  let outside: TakenCall[] = [];
  let processes = 0;
  const open = () => {
    processes += 1;
    const watch = onLine === undefined ? null : watchProcess(processes, onLine);
    return openSession(command, limits, (call) => outside.push(call), watch);
  };
  const capabilities = await open();
  const { session, name, reports, sequences, clock, conditionalOrders } = capabilities;
  const { instances, queries, accounts, pulls, profile } = capabilities;
  const replyTimeoutMs = clock?.replyTimeoutMs;
  const bot = new RestartableBot(open, limits, sequences, session);
  // A second process of the command, which starts when a case needs it.
  const other = new RestartableBot(open, limits, sequences, null);
  const definitionOf = (process: RestartableBot): Instance => ({
    start: (nowMs) => process.restart(nowMs),
    reconcile: async (request, port, trail) =>
      (await process.session()).reconcile(request, port, trail, {
        replyTimeoutMs: replyTimeoutMs ?? null,
        pulls,
      }),
  });
  const target = defineTarget({
    name,
    reports,
    conditionalOrders,
    queries,
    accounts,
    ...definitionOf(bot),
    ...(instances && { openInstance: () => definitionOf(other) }),
    ...(replyTimeoutMs !== undefined && { replyTimeoutMs }),
    ...(profile && { profile }),
  });
  return {
    target: {
      ...target,
      supportsSequences: sequences,
      takeCallsOutsideRuns: () => {
        const taken = outside;
        outside = [];
        return taken;
      },
      isDisabled: () => bot.isDisabled() || other.isDisabled(),
      ...trackedRuns(bot, target),
      ...(target.openInstance && {
        openInstance: async (self) => {
          await other.open();
          const opened = (await target.openInstance?.(self)) ?? target;
          return { ...opened, supportsSequences: sequences, ...trackedRuns(other, opened) };
        },
      }),
    },
    close: async () => {
      const faults = [await bot.end(), await other.end()];
      return faults.find((fault) => fault !== null) ?? null;
    },
  };
}

type Instance = Pick<TargetDefinition, "start" | "reconcile">;

function trackedRuns(bot: RestartableBot, target: Target): Pick<Target, "reconcile"> {
  return { reconcile: (inputs, services) => bot.run(() => target.reconcile(inputs, services)) };
}

/** Starts a broken process again, and measures what errors cost. */
class RestartableBot {
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

async function openSession(
  command: string,
  limits: TargetLimits,
  onCallOutsideRun: (call: TakenCall) => void,
  watch: ProcessWatch | null,
) {
  const session = new RpcSession(command, limits, onCallOutsideRun, watch);
  try {
    const harness = { name: "reconcile-harness", version: readPackageVersion() };
    const params = { protocolVersion, harness };
    const answer = await session.request("initialize", params, limits.startMs);
    assertProtocolVersion(answer);
    const read = initializeResultSchema.safeParse(answer);
    if (read.success) return { session, ...read.data, ...read.data.capabilities };
    const fault = describeSchemaErrors(read.error, answer, "its answer to `initialize`");
    throw new TargetError("invalid-answer", fault);
  } catch (error) {
    const explained = await session.withLastLines(error);
    await session.end();
    throw explained;
  }
}

const noStart =
  "it declares `sequences` and has no `start`, which clears its memory: answer `start`, or leave out `sequences`";

/** Checked first: an answer of another version has other fields, and their errors would hide the cause. */
function assertProtocolVersion(answer: unknown): void {
  if (typeof answer !== "object" || answer === null || !("protocolVersion" in answer)) return;
  const { protocolVersion: found } = answer;
  if (typeof found !== "number" || found === protocolVersion) return;
  throw new TargetError(
    "invalid-answer",
    `the bot speaks protocol ${found}; this version speaks ${protocolVersion}: see docs/protocol.md`,
  );
}
