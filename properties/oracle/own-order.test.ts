import { expect, test } from "vitest";
import { configSchema } from "../../src/domain/config.ts";
import { externalReason, isOwnOrder } from "./own-order.ts";

const config = configSchema.parse({ allowedStrategies: ["grid", "mm"] });

test.each([
  "grinder_grid_BTCUSDT_1_1704067100_1",
  "grinder_mm_BTCUSDT_a.b_0_23",
  "grinder_grid_BTCUSDT_260925_1_1704067100_1",
])("%s is an own id", (id) => {
  expect(isOwnOrder(id, config)).toBe(true);
});

test.each([
  ["other prefix", "web_grid_BTCUSDT_1_1704067100_1"],
  ["other prefix", "mygrinder_grid_BTCUSDT_1_1704067100_1"],
  ["strategy not allowed", "grinder_other_BTCUSDT_1_1704067100_1"],
  ["strategy not allowed", "grinder__BTCUSDT_1_1704067100_1"],
  ["strategy not allowed", "grinder_other_grid_BTCUSDT_1_1704067100_1"],
  ["other form", "grinder_mm_grid_BTCUSDT_1_1704067100_1"],
  ["other form", "grinder_grid"],
  ["other form", "grinder_grid_BTCUSDT_1704067100_1"],
  ["other form", "grinder_grid_BTCUSDT_dated_1_1704067100_1"],
  ["other form", "grinder_grid_BTCUSDT_260925x_1_1704067100_1"],
  ["other form", "grinder_grid_BTCUSDT_x260925_1_1704067100_1"],
  ["other form", "grinder_grid_BTCUSDT__1_1704067100_1"],
  ["other form", "grinder_grid_BTCUSDT_1_1_1_1704067100_1"],
  ["other form", "grinder_grid__1_1704067100_1"],
  ["other form", "grinder_grid_xBTC_1_1704067100_1"],
  ["other form", "grinder_grid_BTCx_1_1704067100_1"],
  ["other form", "grinder_grid_BTCUSDT__1704067100_1"],
  ["other form", "grinder_grid_BTCUSDT_1__1"],
  ["other form", "grinder_grid_BTCUSDT_1_x1_1"],
  ["other form", "grinder_grid_BTCUSDT_1_1x_1"],
  ["other form", "grinder_grid_BTCUSDT_1_1704067100_"],
  ["other form", "grinder_grid_BTCUSDT_1_1704067100_x1"],
  ["other form", "grinder_grid_BTCUSDT_1_1704067100_1x"],
])("%s makes %s an external id", (reason, id) => {
  expect(isOwnOrder(id, config)).toBe(false);
  expect(externalReason(id, config)).toBe(reason);
});
