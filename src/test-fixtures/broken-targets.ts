/** Targets with one bug each, for tests of finding and shrinking failures. */
import { shippedPipeline, type Target } from "../simulation/target.ts";

/** Sends every cancel twice. */
export const cancelsTwice: Target = {
  name: "cancels twice",
  reconcile: (inputs, { nowMs, readSnapshot, audit, newRunId, port }) =>
    shippedPipeline.reconcile(inputs, {
      nowMs,
      readSnapshot,
      audit,
      newRunId,
      port: {
        placeMarketOrder: (permit, request) => port.placeMarketOrder(permit, request),
        cancelOrder: async (permit, request) => {
          await port.cancelOrder(permit, request);
          return port.cancelOrder(permit, request);
        },
      },
    }),
};

/**
 * Sends every cancel twice, and reports a wrong status when there is exactly one entity and the
 * configuration is plain: a second bug that is met only while the first one is shrunk.
 */
export const breaksWhileShrinking: Target = {
  name: "breaks while shrinking",
  reconcile: async (inputs, services) => {
    const report = await cancelsTwice.reconcile(inputs, services);
    const { orders, positions } = await services.readSnapshot();
    const { expected, config } = inputs;
    const isPlain =
      !config.auditEnabled && !config.requireWhitelist && config.symbolWhitelist.length === 0;
    const observed = [orders, positions].map((part) =>
      part.status === "ok" ? part.items.length : 0,
    );
    const counted = [...observed, expected.orders.length, expected.positions.length];
    const entities = counted.reduce((sum, count) => sum + count, 0);
    return entities !== 1 || !isPlain || report.mode === "refused"
      ? report
      : { ...report, status: "no_action" };
  },
};

/** Ignores the allowed strategies, so it cancels external orders. */
export const cancelsExternalOrders: Target = {
  name: "cancels external orders",
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
