/** Counts the enumerated cases by their scenario and by the gates that are open in them. */
import * as z from "zod";
import { gates, type GateInputs } from "../domain/gate.ts";
import type { Case } from "../../properties/property.ts";

/** `sent`: the bot called the port. `failed`: a check failed. The modes are those of the first run. */
const gateCounts = [
  "cases",
  "live",
  "dry_run",
  "refused",
  "crashed",
  "unanswered",
  "sent",
  "failed",
] as const;
type GateCount = (typeof gateCounts)[number];
export const gateCasesSchema = z.record(z.enum(gateCounts), z.int().min(0));
export type GateCases = z.infer<typeof gateCasesSchema>;

const none: GateCases = {
  cases: 0,
  live: 0,
  dry_run: 0,
  refused: 0,
  crashed: 0,
  unanswered: 0,
  sent: 0,
  failed: 0,
};

/** Such as `order 10111`: a digit for each gate in its order, 1 where it is open. */
export function gateCaseName(scenario: string, open: readonly boolean[]): string {
  return `${scenario} ${open.map((isOpen) => (isOpen ? "1" : "0")).join("")}`;
}

export function openGates({ confirm, env, own }: GateInputs): boolean[] {
  if (own !== undefined) {
    return own.map(({ value, accepts }) => value !== null && accepts.includes(value));
  }
  return gates.map(({ source, requiredValue }) => {
    const value = source === "--confirm" ? confirm : (env[source] ?? null);
    return value === requiredValue;
  });
}

export function countGateCase(
  { scenario, observation }: Case,
  hasFailed: boolean,
  counts: Record<string, GateCases>,
): void {
  const name = gateCaseName(scenario.name, openGates(scenario.gates));
  const own = { ...(counts[name] ?? none) };
  const mode: GateCount = observation.runs[0]?.mode ?? "unanswered";
  own.cases += 1;
  own[mode] += 1;
  if (observation.portCalls.some(({ reply }) => reply.status !== "refused")) own.sent += 1;
  if (hasFailed) own.failed += 1;
  counts[name] = own;
}
