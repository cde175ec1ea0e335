import { join } from "node:path";
import { expect, test } from "vitest";
import { runScenario } from "../../simulation/run-scenario.ts";
import { folderWith } from "../../test-fixtures/run-cli.ts";
import { observedOrder, ownId, scenarioWith } from "../../test-fixtures/scenarios.ts";
import { openStdioTarget } from "./stdio-target.ts";

/** Asks for one order in each run, and once more for the run before. It writes the answers to standard error. */
const bot = `
import { createInterface } from "node:readline";
const send = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));
let open = null;
const answers = [];
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params, result } = JSON.parse(line);
  const capabilities = { reports: ["mode"], queries: CAPABLE };
  const query = (run) => {
    const params = { run, symbol: "BTCUSDT", clientOrderId: "${ownId()}" };
    send({ id: "q" + run, method: "exchange/order", params });
  };
  if (method === "initialize") send({ id, result: { protocolVersion: 2, name: "b", capabilities } });
  else if (method === "start") send({ id, result: {} });
  else if (method === "reconcile") {
    open = [id, params.run];
    query(params.run);
  } else {
    answers.push([result.status, result.order?.status ?? result.code, typeof result.nowMs]);
    if (id === "q" + open[1]) query(open[1] - 1);
    else {
      const isExpected = JSON.stringify(answers) === JSON.stringify(EXPECTED);
      if (open[1] === 2 && !isExpected) process.stderr.write(JSON.stringify(answers));
      send({ id: open[0], result: { mode: open[1] === 2 && !isExpected ? "wrong" : "dry_run" } });
    }
  }
});
`;

const scenario = scenarioWith({
  exchange: { orders: [observedOrder()] },
  steps: [
    { kind: "snapshot" },
    { kind: "reconcile" },
    { kind: "reconcile", queryFaults: ["not-found"] },
  ],
});

test("a bot reads one order in its run, and the query is no port call of any run", async () => {
  const notActive = ["failed", -2_015, "undefined"];
  const expected = [
    ["found", "OPEN", "number"],
    notActive,
    ["not-found", -2_013, "number"],
    notActive,
  ];
  const script = bot.replace("CAPABLE", "true").replace("EXPECTED", JSON.stringify(expected));
  const folder = folderWith({ "bot.mjs": script });
  const { target, close } = await openStdioTarget(`node ${join(folder, "bot.mjs")}`);
  expect(target.usesQueries).toBe(true);
  const { targetError, portCalls, callsOutsideRuns } = await runScenario(scenario, target);
  expect(await close()).toBe(null);
  expect({ targetError, portCalls, callsOutsideRuns }).toEqual({
    targetError: null,
    portCalls: [],
    callsOutsideRuns: [],
  });
});

test("a bot that does not declare queries gets no answer that misleads in a campaign", async () => {
  const folder = folderWith({
    "bot.mjs": bot.replace("CAPABLE", "false").replace("EXPECTED", "0"),
  });
  const { target, close } = await openStdioTarget(`node ${join(folder, "bot.mjs")}`);
  expect(target.usesQueries).toBe(false);
  await close();
});
