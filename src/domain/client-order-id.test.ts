import { expect, test } from "vitest";
import {
  buildClientOrderId,
  clientOrderIdSchema,
  parseOwnedId,
  strategyOf,
} from "./client-order-id.ts";

const id = (text: string) => clientOrderIdSchema.parse(text);

test("an own id is parsed into its parts", () => {
  expect(parseOwnedId(id("grinder_grid_BTCUSDT_1_1704067100_7"), "grinder_")).toEqual({
    prefix: "grinder_",
    strategy: "grid",
    symbol: "BTCUSDT",
    level: "1",
    seconds: "1704067100",
    sequence: "7",
  });
});

test("the symbol of a dated contract keeps its underscore", () => {
  const parts = parseOwnedId(id("g_grid_BTCUSDT_260327_1_1704067100_1"), "g_");
  expect(parts?.symbol).toBe("BTCUSDT_260327");
});

test.each([
  "grinder_grid_BTCUSDT_1_1704067100",
  "grinder_grid_btcusdt_1_1704067100_1",
  "grinder_grid_BTCUSDT_1_17040671x0_1",
  "grinder_grid_BTCUSDT_1_1704067100_1x",
  "grinder_",
  "grinder_a_grid_BTCUSDT_1_1704067_1",
  "Grinder_grid_BTCUSDT_1_1704067100_1",
  "xgrinder_grid_BTCUSDT_1_1704067100_1",
  "autoclose-1704067100",
  "adl_autoclose",
])("%s is not an own id", (text) => {
  expect(parseOwnedId(id(text), "grinder_")).toBeNull();
  expect(strategyOf(id(text), "grinder_")).toBeNull();
});

test.each(["g_grid_BTCUSDT_260327_1_1704067100_1", "g_grid_BTCUSDT_1_1704067100_1"])(
  "the strategy of %s is read",
  (text) => {
    expect(strategyOf(id(text), "g_")).toBe("grid");
  },
);

test.each(["", "a".repeat(37), "grinder grid", "grinder_é", "a\u001B[31m"])(
  "%j is not a client order id",
  (text) => {
    expect(clientOrderIdSchema.safeParse(text).success).toBe(false);
  },
);

test("36 characters are accepted", () => {
  expect(clientOrderIdSchema.safeParse("a".repeat(36)).success).toBe(true);
});

const parts = {
  prefix: "grinder_",
  strategy: "grid",
  symbol: "BTCUSDT",
  level: "0",
  seconds: "1704067200",
  sequence: "1",
};

test("building is the inverse of parsing", () => {
  const built = buildClientOrderId(parts);
  expect(built).toBe("grinder_grid_BTCUSDT_0_1704067200_1");
  expect(parseOwnedId(built, "grinder_")).toEqual(parts);
});

test.each(["1000000MOGUSDT", "BTCUSDT_260327", "ABCDEFG_260327"])(
  "the long symbol %s is shortened, and the id still names its strategy",
  (symbol) => {
    const built = buildClientOrderId({ ...parts, symbol });
    expect(built.length).toBeLessThanOrEqual(36);
    expect(parseOwnedId(built, "grinder_")?.strategy).toBe("grid");
  },
);

test.each([
  ["币安人生USDT", "USDT"],
  ["币安_USDT", "USDT"],
  ["牛来USDT_260327", "USDT_260"],
])("letters of the symbol %s that an id cannot have are omitted", (symbol, inId) => {
  const built = buildClientOrderId({ ...parts, symbol });
  expect(parseOwnedId(built, "grinder_")).toEqual({ ...parts, symbol: inId });
});

test("an id without room for the symbol is not built", () => {
  expect(() => buildClientOrderId({ ...parts, strategy: "s".repeat(20) })).toThrow(
    "client order id",
  );
});

test("an id with room for every part but the symbol is not built", () => {
  const strategy = "s".repeat(12);
  const room = buildClientOrderId({ ...parts, strategy: strategy.slice(1) });
  expect(room).toBe("grinder_sssssssssss_B_0_1704067200_1");
  expect(() => buildClientOrderId({ ...parts, strategy })).toThrow("it leaves no room");
});

test("an id with a character that the exchange refuses is not built", () => {
  expect(() => buildClientOrderId({ ...parts, prefix: "my bot_" })).toThrow("the venue refuses");
});
