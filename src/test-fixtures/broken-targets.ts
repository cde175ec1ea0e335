/** Targets that are broken in one place, for tests of what finds and shrinks failures. */
import { shippedPipeline } from "../simulation/target.ts";
import type { Target } from "../simulation/target.ts";
import type { RunServices } from "../pipeline/services.ts";

/** Sends every cancel a second time. */
export const cancelsTwice: Target = {
  name: "cancels twice",
  reconcile: (inputs, services) =>
    shippedPipeline.reconcile(inputs, {
      ...partsOf(services),
      port: {
        placeMarketOrder: (permit, request) => services.port.placeMarketOrder(permit, request),
        cancelOrder: async (permit, request) => {
          await services.port.cancelOrder(permit, request);
          return services.port.cancelOrder(permit, request);
        },
      },
    }),
};

/**
 * Sends every cancel a second time, and names the run wrongly when there is one order and nothing else, under
 * the plainest configuration: a bug that is met only while the other one is made small.
 */
export const breaksWhileShrinking: Target = {
  name: "breaks while shrinking",
  reconcile: async (inputs, services) => {
    const report = await cancelsTwice.reconcile(inputs, services);
    const { orders, positions } = await services.readSnapshot();
    const { expected, config } = inputs;
    const isPlain =
      !config.auditEnabled && !config.requireWhitelist && config.symbolWhitelist.length === 0;
    const shown = [orders, positions].map((part) => (part.status === "ok" ? part.items.length : 0));
    const counted = [...shown, expected.orders.length, expected.positions.length];
    const entities = counted.reduce((sum, count) => sum + count, 0);
    return entities !== 1 || !isPlain || report.mode === "refused"
      ? report
      : { ...report, status: "no_action" };
  },
};

/** Believes that everything is allowed to everybody: ignores the list of its strategies. */
export const cancelsStrangers: Target = {
  name: "cancels strangers",
  reconcile: (inputs, services) => {
    const config = { ...inputs.config, allowedStrategies: ["grid", "mm", "arb"] };
    return shippedPipeline.reconcile({ ...inputs, config }, services);
  },
};

/** Throws on every case with a position. */
export const breaksOnPositions: Target = {
  name: "breaks on positions",
  reconcile: async (inputs, services) => {
    const { positions } = await services.readSnapshot();
    if (positions.status === "ok" && positions.items.length > 0) throw new Error("boom");
    return shippedPipeline.reconcile(inputs, services);
  },
};

function partsOf(services: RunServices): Omit<RunServices, "port"> {
  const { nowMs, readSnapshot, audit, newRunId } = services;
  return { nowMs, readSnapshot, audit, newRunId };
}
