/** What comes out of the news of an order is the orders, and no position is believed in any more. */
import { shippedPipeline } from "../../src/simulation/target.ts";
import { applyOrderUpdate } from "../../src/pipeline/order-update.ts";
import { plantBug } from "./planted-bug.ts";

export const forgetsItsPositionsAtNews = plantBug({
  name: "forgets-its-positions-at-news",
  expectedFailure: "snapshots-never-override-newer-updates/position-changed-by-order-update",
  minimalSize: 2,
  isSequence: true,
  reconcile: shippedPipeline.reconcile,
  applyOrderUpdate: (expectedState, news) => ({
    ...applyOrderUpdate(expectedState, news),
    positions: [],
  }),
});
