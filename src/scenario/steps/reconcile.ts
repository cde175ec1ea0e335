/**
 * One run of the target. The target executes it, so it has neither `bind` nor `apply`. Steps within it take place after
 * as many port calls of the run, or before the first one; those after a call or a read that it does not make take no
 * place.
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
import { describeStreamFault, streamFaultsSchema } from "../../domain/stream-fault.ts";
import { namesOfLists, readLists } from "../../domain/snapshot.ts";
import { describeWireFault, wireFaultSchema, type WireFault } from "../../domain/wire-request.ts";
import { shorterLists, smallerNumbers } from "../smaller-values.ts";
import type { SymbolRenamer } from "../step-module.ts";

const stepDuringRunSchema = z
  .strictObject({
    afterCall: z.int().min(0).max(999),
    /** Only for a bot on the wire, and before its first port call: after its first read of this list. Absent: at the start. */
    afterRead: z.enum(readLists).optional(),
    step: stepInRunSchema,
  })
  .refine(({ afterCall, afterRead }) => afterCall === 0 || afterRead === undefined, {
    error: "a step after a read comes before the first port call: afterCall must be 0",
    path: ["afterRead"],
  })
  .readonly();
export type StepDuringRun = z.infer<typeof stepDuringRunSchema>;

const schema = z.strictObject({
  kind: z.literal("reconcile"),
  /** Absent: nothing else happens in the run. */
  during: z.array(stepDuringRunSchema).min(1).max(1_000).readonly().optional(),
  /** One fault for each query of the run for one order. Absent: the exchange answers each by its rules. */
  queryFaults: z.array(queryFaultSchema).min(1).max(1_000).readonly().optional(),
  /** Only for a bot on the wire: faults of the replies to its requests. Absent: none. */
  wireFaults: z.array(wireFaultSchema).min(1).max(1_000).readonly().optional(),
  /** Only for a bot on the wire with a user stream: faults of its events. Absent: none. */
  streamFaults: streamFaultsSchema.optional(),
});
type Reconcile = Readonly<z.infer<typeof schema>>;

export const reconcile = {
  schema,
  describe: ({ queryFaults, wireFaults, streamFaults }: Reconcile) => {
    const queries =
      queryFaults === undefined ? "" : `; faults of queries: ${queryFaults.join(", ")}`;
    const replies = wireFaults?.map(describeWireFault).join(", ");
    const wire = replies === undefined ? "" : `; faults of replies: ${replies}`;
    const events = streamFaults?.map(describeStreamFault).join(", ");
    const stream = events === undefined ? "" : `; faults of the user stream: ${events}`;
    return `the target runs${queries}${wire}${stream}`;
  },
  shrink: (step: Reconcile): readonly Reconcile[] => [
    ...withSimplerDuring(step),
    ...withFewerQueryFaults(step),
    ...withFewerWireFaults(step),
    ...withFewerStreamFaults(step),
  ],
  rename: <Step extends Reconcile>(step: Step, renamer: SymbolRenamer): Step => {
    const { during } = step;
    if (during === undefined) return step;
    const renamed = during.map((one) => ({ ...one, step: renameInnerStep(one.step, renamer) }));
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

function withFewerWireFaults(step: Reconcile): Reconcile[] {
  const { wireFaults, ...rest } = step;
  if (wireFaults === undefined) return [];
  const fewer = shorterLists(wireFaults).filter(({ length }) => length > 0);
  const simpler = wireFaults.flatMap((fault, at) =>
    simplerWireFaults(fault).map((other) => wireFaults.with(at, other)),
  );
  return [rest, ...[...fewer, ...simpler].map((faults) => ({ ...step, wireFaults: faults }))];
}

function withFewerStreamFaults(step: Reconcile): Reconcile[] {
  const { streamFaults, ...rest } = step;
  if (streamFaults === undefined) return [];
  const fewer = shorterLists(streamFaults).filter(({ length }) => length > 0);
  const simpler = streamFaults.flatMap((fault, at) =>
    smallerNumbers(fault.event).map((event) => streamFaults.with(at, { ...fault, event })),
  );
  const valid = simpler.filter((faults) => streamFaultsSchema.safeParse(faults).success);
  return [rest, ...[...fewer, ...valid].map((faults) => ({ ...step, streamFaults: faults }))];
}

function simplerWireFaults(fault: WireFault): WireFault[] {
  const { applied, ...rest } = fault;
  return [
    ...smallerNumbers(fault.call).flatMap((call) => (call === 0 ? [] : [{ ...fault, call }])),
    ...(applied === undefined ? [] : [rest]),
  ];
}

function simplerDuring(one: StepDuringRun): readonly StepDuringRun[] {
  const { afterCall, afterRead, step } = one;
  return [
    ...(afterRead === undefined ? [] : [{ afterCall, step }]),
    ...smallerNumbers(afterCall).map((smaller) => ({ afterCall: smaller, step })),
    ...simplerInnerStep(step).map((simpler) => ({ ...one, step: simpler })),
  ];
}

export function describeDuring(
  { afterCall, afterRead, step }: StepDuringRun,
  startsAtMs: number,
): string {
  const start =
    afterRead === undefined ? "at the start" : `after the read of ${namesOfLists[afterRead]}`;
  const when = afterCall === 0 ? start : `after port call ${afterCall}`;
  return `${when}: ${describeInnerStep(step, startsAtMs)}`;
}
