/** Bans: after a rate-limit answer the exchange refuses every request until the time that it names. */
import type { PortCall } from "../../src/domain/port-call.ts";
import type { RunContext } from "../../src/simulation/observation.ts";

/** Whether the reply ends the run: an answer over the rate limit may name no time. */
export function isRateLimit(reply: PortCall["reply"]): boolean {
  return reply.status === "rejected" && (reply.code === -1003 || banEndOf(reply) > 0);
}

/** When the ban ends that the reply names, in milliseconds since 1970; 0 for any other reply. */
export function banEndOf(reply: PortCall["reply"]): number {
  return reply.status === "rejected" ? (reply.bannedUntilMs ?? 0) : 0;
}

/** When the last ban ends that the run knows from its prior calls; 0 without one. */
export function knownBanEnd({ priorCalls }: RunContext): number {
  let end = 0;
  for (const { bannedUntilMs = 0 } of priorCalls) end = Math.max(end, bannedUntilMs);
  return end;
}
