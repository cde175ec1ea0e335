/**
 * A bot on the wire: any process that speaks with the REST interface of the exchange. The harness serves a simulated
 * exchange on loopback, gives the bot its runs, and judges the requests that arrive.
 */
import { printableShort } from "../../domain/printable-text.ts";
import { opensUserStream, type RecordedRequest } from "../../domain/wire-request.ts";
import type { Target } from "../../simulation/target.ts";
import type { OpenTarget } from "../open-target.ts";
import { wireLimits, type WireLimits } from "./run-timer.ts";
import { noReports, WireBot } from "./wire-bot.ts";

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
  let tried: readonly RecordedRequest[];
  try {
    tried = await bot.tryOut();
  } catch (error) {
    await bot.close();
    throw error;
  }
  const target: Target = {
    name: printableShort(command),
    reports: noReports,
    isOnWire: true,
    opensUserStream: tried.some(opensUserStream),
    supportsSequences: true,
    // Queries for single orders may come only after a lost reply.
    usesQueries: true,
    supportsConditionalOrders: tried.some(({ list }) => list === "conditionalOrders"),
    supportsAccounts: false,
    reconcile: (inputs, services, view) => bot.reconcile(inputs, services, view),
    start: () => bot.start(),
    takeRequests: () => bot.takeRequests(),
    takeStreamEvents: () => bot.takeStreamEvents(),
    takeCallsOutsideRuns: () => bot.recorder.takeCallsOutsideRuns(),
    isDisabled: () => bot.isDisabled(),
  };
  return { target, close: () => bot.close() };
}
