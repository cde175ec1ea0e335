import { join } from "node:path";
import { expect, test } from "vitest";
import { runScenario } from "../../simulation/run-scenario.ts";
import { folderWith } from "../../test-fixtures/run-cli.ts";
import { observedOrder, openGates, ownId, scenarioWith } from "../../test-fixtures/scenarios.ts";
import { requestingBot } from "../../test-fixtures/requesting-bot.ts";
import { openStdioTarget } from "./stdio-target.ts";

/** Reads its lists by requests, cancels every open order, and answers with what it read as its name of the mode. */
const bot = requestingBot(
  `
async function reconcile(id, { run, snapshot }) {
  const orders = await request("exchange/openOrders", { run });
  const positions = await request("exchange/positions", { run });
  const conditional = await request("exchange/openAlgoOrders", { run });
  process.stderr.write(JSON.stringify([snapshot ?? null, orders.result, positions.result, conditional.result]) + "\\n");
  const again = async () => (await request("exchange/openOrders", { run })).result.items.map((order) => order.status);
  for (const { status, symbol, clientOrderId } of orders.result.items ?? []) {
    if (status === "OPEN") await request("port/cancelOrder", { run, symbol, clientOrderId });
  }
  if (orders.result.items) process.stderr.write("again: " + (await again()) + "\\n");
  const late = await request("exchange/openOrders", { run: run + 1 });
  send({ id, result: { mode: late.error ? "live" : "refused" } });
}
`,
  { reports: ["mode"], pulls: true },
);

test("a bot reads its lists by requests, as the scenario shows them", async () => {
  const folder = folderWith({ "bot.mjs": bot });
  const lines: string[] = [];
  const { target, close } = await openStdioTarget(
    `node ${join(folder, "bot.mjs")}`,
    undefined,
    ({ text }) => lines.push(text),
  );
  const scenario = scenarioWith({
    gates: openGates,
    exchange: { orders: [observedOrder()] },
    steps: [
      { kind: "snapshot" },
      { kind: "reconcile" },
      { kind: "advance-clock", ms: 60_000 },
      { kind: "snapshot", orders: { kind: "failed" } },
      { kind: "reconcile" },
    ],
  });
  const { targetError, portCalls, callsOutsideRuns } = await runScenario(scenario, target);
  expect(await close()).toBe(null);
  expect({ targetError, callsOutsideRuns }).toEqual({ targetError: null, callsOutsideRuns: [] });
  expect(portCalls.map(({ run, request }) => [run, request.clientOrderId])).toEqual([[0, ownId()]]);
  const reads = lines.flatMap((line): unknown[] =>
    line.startsWith("[") ? [JSON.parse(line)] : [],
  );
  // After the cancel it reads the exchange as it is, and not its snapshot.
  expect(lines.filter((line) => line.startsWith("again"))).toEqual(["again: CANCELLED"]);
  expect(reads).toMatchObject([
    [
      null,
      { status: "ok", items: [{ clientOrderId: ownId() }] },
      { status: "ok", items: [] },
      null,
    ],
    [null, { status: "failed" }, { status: "ok" }, null],
  ]);
});
