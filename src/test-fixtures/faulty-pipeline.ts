/** The shipped pipeline with many faults at once, which fail more than twenty checks. */
import { limitsWith, pipelineWith } from "../../properties/planted-bugs/planted-bug.ts";
import { detectDecisions } from "../pipeline/detect.ts";
import { executeDecisions } from "../pipeline/execute.ts";
import type { Target } from "../simulation/target.ts";

const { statusesDiverge } = detectDecisions;

const reconcile = pipelineWith({
  ...limitsWith({
    cooldownElapsed: () => null,
    maxOrders: () => null,
    maxSymbols: () => null,
    ownOrder: () => null,
    orderCancellable: () => null,
    priceKnown: () => null,
    maxAttemptsPerIntent: () => null,
  }).decisions,
  checkSnapshotPart: () => null,
  statusesDiverge: (expected, observed) =>
    observed !== "PENDING" && statusesDiverge(expected, observed),
  isManaged: () => true,
  isUnexpected: ({ status }) => status !== "FILLED",
  stopReason: () => null,
  send: async (intent, permit, port) => {
    await executeDecisions.send(intent, permit, port);
    return executeDecisions.send(intent, permit, port);
  },
});

export const faultyPipeline: Target = {
  name: "faulty pipeline",
  reconcile: async (inputs, services) => {
    const report = await reconcile(inputs, services);
    return report.mode === "refused" ? report : { ...report, status: "clean" };
  },
};
