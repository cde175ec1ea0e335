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
import { completeCapabilities } from "../../profile/capabilities.ts";
import type { TargetTrail } from "../target-run.ts";
import { BotAuditFile } from "./bot-audit-file.ts";
import { RestartableBot } from "./restartable-bot.ts";
import { inWordsOf } from "./order-words.ts";
import type { BotProfile } from "../../profile/bot-profile.ts";
import { watchProcess, type ProcessWatch, type WireLine } from "./wire-line.ts";

/**
 * Starts the command and sends `initialize`. `profileOf` returns the profile that counts for the one in its answer.
 * Throws `TargetError`, and what `profileOf` throws.
 */
export async function openStdioTarget(
  command: string,
  limits: TargetLimits = targetLimits,
  onLine?: (line: WireLine) => void,
  profileOf: ChooseProfile = (answered) => answered,
): Promise<Omit<OpenTarget, "command">> {
  let outside: TakenCall[] = [];
  let processes = 0;
  let auditFile: BotAuditFile | null = null;
  const open = () => {
    auditFile?.endProcess();
    processes += 1;
    const watch = onLine === undefined ? null : watchProcess(processes, onLine);
    return openSession(command, limits, (call) => outside.push(call), watch);
  };
  const first = await open();
  const { profile, capabilities, ownFile } = await describedBy(first, profileOf);
  auditFile = ownFile;
  const { sequences, replyTimeoutMs, instances, pulls, ...declared } = capabilities;
  const bot = new RestartableBot(open, limits, sequences, first.session);
  // A second process of the command, which starts when a case needs it.
  const other = new RestartableBot(open, limits, sequences, null);
  const definitionOf = (process: RestartableBot): Instance => ({
    start: (nowMs) => process.restart(nowMs),
    reconcile: async (request, port, trail) => {
      const session = await process.session();
      const own = inWordsOf(profile, { request, port });
      // The file of the bot is its trail.
      const events = auditFile === null ? trail : ignored;
      return session.reconcile(own.request, own.port, events, { replyTimeoutMs, pulls });
    },
  });
  const target = defineTarget({
    name: first.name,
    ...declared,
    ...definitionOf(bot),
    ...(instances && { openInstance: () => definitionOf(other) }),
    ...(replyTimeoutMs !== null && { replyTimeoutMs }),
    ...(profile && { profile }),
  });
  return {
    target: {
      ...target,
      supportsSequences: sequences,
      ...(auditFile && { ownTrail: auditFile }),
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
      auditFile?.close();
      return faults.find((fault) => fault !== null) ?? null;
    },
  };
}

/** The profile that counts, for the one in the answer to `initialize`. */
type ChooseProfile = (answered: BotProfile | undefined) => BotProfile | undefined;

type Instance = Pick<TargetDefinition, "start" | "reconcile">;

type Opened = Awaited<ReturnType<typeof openSession>>;

/** What the profile does not name of the capabilities, the bot declares. Ends the session where that fails. */
async function describedBy({ session, ...answer }: Opened, profileOf: ChooseProfile) {
  try {
    const profile = profileOf(answer.profile);
    const { reports, ...others } = completeCapabilities(answer.capabilities, profile?.capabilities);
    if (reports === null) throw new TargetError("invalid-answer", noReports);
    const capabilities = { reports, ...others };
    if (profile?.audit === undefined) return { profile, capabilities, ownFile: null };
    if (others.instances) throw new TargetError("invalid-answer", oneFile);
    const withAudit = { ...others, reports: [...new Set([...reports, "audit" as const])] };
    return { profile, capabilities: withAudit, ownFile: new BotAuditFile(profile.audit) };
  } catch (error) {
    await session.end();
    throw error;
  }
}

const ignored: TargetTrail = { append: () => null };

const oneFile =
  "it has `instances`, and its profile has `audit`: the events of two processes in one file cannot be separated; " +
  "name `instances` as false in `capabilities` of the profile";

const noReports =
  "its answer to `initialize`: capabilities.reports: expected array, and it is missing; " +
  "declare it there, or name it in `capabilities` of the profile";

function trackedRuns(bot: RestartableBot, target: Target): Pick<Target, "reconcile"> {
  return { reconcile: (inputs, services) => bot.run(() => target.reconcile(inputs, services)) };
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
    if (read.success) return { session, ...read.data };
    const fault = describeSchemaErrors(read.error, answer, "its answer to `initialize`");
    throw new TargetError("invalid-answer", fault);
  } catch (error) {
    const explained = await session.withLastLines(error);
    await session.end();
    throw explained;
  }
}

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
