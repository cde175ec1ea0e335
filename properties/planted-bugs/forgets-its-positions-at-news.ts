/** What comes out of the news of an order is the orders, and no position is believed in any more. */
import { shippedPipeline } from "../../src/simulation/target.ts";
import { hear } from "../../src/pipeline/order-update.ts";
import { plantBug } from "./planted-bug.ts";

export const forgetsItsPositionsAtNews = plantBug({
  name: "forgets-its-positions-at-news",
  caughtBy: "stale-never-overrides-fresh/news-of-an-order-moves-no-position",
  smallest: 2,
  takesHistories: true,
  reconcile: shippedPipeline.reconcile,
  hear: (belief, news) => ({ ...hear(belief, news), positions: [] }),
});
