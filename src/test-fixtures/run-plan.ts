/** Runs `plan` on files, by default on empty ones, in a folder of their own. */
import { folderWith, runCli } from "./run-cli.ts";
import { ownId } from "./scenarios.ts";

/** Rows of the two replies. */
export const order = {
  clientOrderId: ownId(),
  orderId: 1001,
  symbol: "BTCUSDT",
  side: "BUY",
  status: "NEW",
  type: "LIMIT",
  origQty: "0.001",
  executedQty: "0.0004",
  price: "50000.00",
  updateTime: 1_704_067_100_000,
};
export const position = { symbol: "BTCUSDT", positionAmt: "0.003", markPrice: "50000.10000000" };

export function plan(files: Record<string, unknown>, ...args: readonly string[]) {
  const defaults = { "orders.json": [], "positions.json": [], "expected.json": {} };
  const cwd = folderWith({ ...defaults, ...files });
  const run = runCli(
    ["plan", "--open-orders", "orders.json", "--position-risk", "positions.json"].concat(
      ["--expected", "expected.json"],
      args,
    ),
    { cwd },
  );
  return { ...run, cwd };
}
