/**
 * One run of the target. The target executes it, so it has neither `bind` nor `apply`. Steps within it take place after
 * as many port calls of the run, or before the first one; those after a call that it does not make take no place.
 */
import * as z from "zod";
import {
  describeInnerStep,
  renameInnerStep,
  simplerInnerStep,
  simplerInnerSteps,
  stepInRunSchema,
} from "../inner-step.ts";
import { queryFaultSchema } from "../../domain/order-query.ts";
import { shorterLists, smallerNumbers } from "../smaller-values.ts";
import type { SymbolRenamer } from "../step-module.ts";

const stepDuringRunSchema = z
  .strictObject({ afterCall: z.int().min(0).max(999), step: stepInRunSchema })
  .readonly();
export type StepDuringRun = z.infer<typeof stepDuringRunSchema>;

const schema = z.strictObject({
  kind: z.literal("reconcile"),
  /** Absent: nothing else happens in the run. */
  during: z.array(stepDuringRunSchema).min(1).max(1_000).readonly().optional(),
  /** One fault for each query of the run for one order. Absent: the exchange answers each by its rules. */
  queryFaults: z.array(queryFaultSchema).min(1).max(1_000).readonly().optional(),
});
type Reconcile = Readonly<z.infer<typeof schema>>;

export const reconcile = {
  schema,
  describe: ({ queryFaults }: Reconcile) =>
    queryFaults === undefined
      ? "the target runs"
      : `the target runs; faults of queries: ${queryFaults.join(", ")}`,
  shrink: (step: Reconcile): readonly Reconcile[] => [
    ...withSimplerDuring(step),
    ...withFewerQueryFaults(step),
  ],
  rename: <Step extends Reconcile>(step: Step, renamer: SymbolRenamer): Step => {
    const { during } = step;
    if (during === undefined) return step;
    const renamed = during.map(({ afterCall, step: inner }) => {
      return { afterCall, step: renameInnerStep(inner, renamer) };
    });
    return { ...step, during: renamed };
  },
};

function withSimplerDuring(step: Reconcile): Reconcile[] {
  const { during, ...rest } = step;
  if (during === undefined) return [];
  const simpler = simplerInnerSteps(during, simplerDuring);
  return [rest, ...simpler.map((fewer) => ({ ...step, during: fewer }))];
}

function withFewerQueryFaults(step: Reconcile): Reconcile[] {
  const { queryFaults, ...rest } = step;
  if (queryFaults === undefined) return [];
  const fewer = shorterLists(queryFaults).filter(({ length }) => length > 0);
  return [rest, ...fewer.map((faults) => ({ ...step, queryFaults: faults }))];
}

function simplerDuring({ afterCall, step }: StepDuringRun): readonly StepDuringRun[] {
  return [
    ...smallerNumbers(afterCall).map((smaller) => ({ afterCall: smaller, step })),
    ...simplerInnerStep(step).map((simpler) => ({ afterCall, step: simpler })),
  ];
}

export function describeDuring({ afterCall, step }: StepDuringRun, startsAtMs: number): string {
  const when = afterCall === 0 ? "at the start" : `after port call ${afterCall}`;
  return `${when}: ${describeInnerStep(step, startsAtMs)}`;
}
