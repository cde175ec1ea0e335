import { join } from "node:path";
import { expect, test } from "vitest";
import { runScenario } from "../../simulation/run-scenario.ts";
import { observedStop } from "../../test-fixtures/conditional-orders.ts";
import { folderWith } from "../../test-fixtures/run-cli.ts";
import { openGates, ownId, scenarioWith } from "../../test-fixtures/scenarios.ts";
import { openStdioTarget } from "./stdio-target.ts";

/** Cancels the first conditional order of the snapshot. */
const bot = `
import { createInterface } from "node:readline";
const send = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));
let open = null;
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  const capabilities = { reports: ["mode"], conditionalOrders: CAPABLE };
  if (method === "initialize") send({ id, result: { protocolVersion: 2, name: "b", capabilities } });
  else if (method === "start") send({ id, result: {} });
  else if (method === "reconcile") {
    open = id;
    const { symbol, clientOrderId } = params.snapshot.conditionalOrders.items[0];
    const request = { run: params.run, symbol, clientOrderId };
    send({ id: "c", method: "port/cancelConditionalOrder", params: request });
  } else send({ id: open, result: { mode: "live" } });
});
`;

const scenario = scenarioWith({
  gates: openGates,
  exchange: { conditionalOrders: [observedStop({ quantity: null })] },
});

async function runWith(capable: boolean) {
  const folder = folderWith({ "bot.mjs": bot.replace("CAPABLE", String(capable)) });
  const { target, close } = await openStdioTarget(`node ${join(folder, "bot.mjs")}`);
  const { targetError, portCalls } = await runScenario(scenario, target);
  expect(await close()).toBe(null);
  return { targetError, portCalls };
}

test("a bot that declares conditional orders reads their list and cancels one", async () => {
  const { targetError, portCalls } = await runWith(true);
  expect(targetError).toBe(null);
  expect(portCalls).toMatchObject([
    {
      request: { method: "cancelConditionalOrder", symbol: "BTCUSDT", clientOrderId: ownId() },
      reply: { status: "accepted" },
    },
  ]);
});

test("a bot that does not declare them is not asked", async () => {
  const { targetError, portCalls } = await runWith(false);
  expect({ targetError, portCalls }).toMatchObject({
    targetError: { kind: "unsupported" },
    portCalls: [],
  });
});
