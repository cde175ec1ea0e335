/** Targets that are broken in one place, for tests of what finds and shrinks failures. */
import { shippedPipeline } from "../simulation/target.ts";
import type { Target } from "../simulation/target.ts";
import type { World } from "../pipeline/services.ts";

/** Sends every cancel a second time. */
export const cancelsTwice: Target = {
  name: "cancels twice",
  reconcile: (inputs, world) =>
    shippedPipeline.reconcile(inputs, {
      ...partsOf(world),
      port: {
        placeMarketOrder: (permit, request) => world.port.placeMarketOrder(permit, request),
        cancelOrder: async (permit, request) => {
          await world.port.cancelOrder(permit, request);
          return world.port.cancelOrder(permit, request);
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
  reconcile: async (inputs, world) => {
    const report = await cancelsTwice.reconcile(inputs, world);
    const { orders, positions } = await world.readSnapshot();
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
  reconcile: (inputs, world) => {
    const config = { ...inputs.config, allowedStrategies: ["grid", "mm", "arb"] };
    return shippedPipeline.reconcile({ ...inputs, config }, world);
  },
};

/** Throws on every case with a position. */
export const breaksOnPositions: Target = {
  name: "breaks on positions",
  reconcile: async (inputs, world) => {
    const { positions } = await world.readSnapshot();
    if (positions.status === "ok" && positions.items.length > 0) throw new Error("boom");
    return shippedPipeline.reconcile(inputs, world);
  },
};

function partsOf(world: World): Omit<World, "port"> {
  const { nowMs, readSnapshot, audit, newRunId } = world;
  return { nowMs, readSnapshot, audit, newRunId };
}
