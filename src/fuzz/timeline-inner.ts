/** What happens in a timeline within a snapshot or a run. */
import { describeInnerStep, type InnerStep } from "../scenario/inner-step.ts";
import { describeDuring } from "../scenario/steps/reconcile.ts";
import type { Step } from "../scenario/step.ts";
import type { Observation } from "../simulation/observation.ts";

export type ShownInnerStep = { readonly kind: InnerStep["kind"]; readonly text: string };

export function innerStepsOf(
  written: Step,
  place: number,
  observation: Observation,
  startsAtMs: number,
): ShownInnerStep[] {
  if (written.kind === "snapshot") {
    return (written.between?.steps ?? []).map((step, at) => {
      const executed = executedAs(step, place, at, observation);
      const text = `between the reads: ${describeInnerStep(executed ?? step, startsAtMs)}`;
      return { kind: step.kind, text: executed === null ? `${text}: nothing to act on` : text };
    });
  }
  if (written.kind !== "reconcile") return [];
  return (written.during ?? []).map((one, at) => {
    const { step, afterRead } = one;
    const executed = executedAs(step, place, at, observation);
    const text = describeDuring({ ...one, step: executed ?? step }, startsAtMs);
    const what = afterRead === undefined ? "call" : "read";
    const idle = executed === null ? `: nothing to act on, or no such ${what}` : "";
    return { kind: step.kind, text: `${text}${idle}` };
  });
}

/** The step with its numbers bound, or null where it was not executed. */
function executedAs<Written extends InnerStep>(
  { kind }: Written,
  place: number,
  at: number,
  { trace }: Observation,
): Written | null {
  const found = trace.find((entry) => entry.place === place && entry.inner === at)?.step;
  const isDelivered = kind === "deliver-update" && found?.kind === "order-update";
  if (found === undefined || !(found.kind === kind || isDelivered)) return null;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a bound step has the kind of the written one
  return found as Written;
}
