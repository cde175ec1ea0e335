import { join } from "node:path";
import { expect, test } from "vitest";
import { instancesSendNoIntentTwice } from "../../../properties/instances-send-no-intent-twice.ts";
import { firstVerdict } from "../../../properties/property.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import { longPosition } from "../../test-fixtures/observe.ts";
import { folderWith } from "../../test-fixtures/run-cli.ts";
import { openGates, scenarioWith, startsAtMs } from "../../test-fixtures/scenarios.ts";
import { openStdioTarget } from "./stdio-target.ts";

/** Closes the first position of its last snapshot, if there is one. Each process has a number of its own. */
const bot = `
import { createInterface } from "node:readline";
const write = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));
const capabilities = { reports: ["mode"], sequences: true, instances: CAPABLE };
let open = null;
const flatten = ({ positions }) => {
  const [position] = positions.items.filter(({ quantity }) => Number(quantity) !== 0);
  if (position === undefined) return end();
  const order = { symbol: position.symbol, side: "SELL", quantity: position.quantity, reduceOnly: true };
  const clientOrderId = "grinder_grid_BTCUSDT_0_1_" + process.pid;
  write({ id: "flatten", method: "port/placeMarketOrder", params: { run: open.run, clientOrderId, ...order } });
};
const end = () => write({ id: open.id, result: { mode: "live" } });
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params, result } = JSON.parse(line);
  if (method === "initialize") write({ id, result: { protocolVersion: 2, name: "b", capabilities } });
  else if (method === "start") write({ id, result: {} });
  else if (method === "reconcile") {
    open = { id, run: params.run, snapshot: params.snapshot };
    write({ id: "lease", method: "lease/take", params: { run: params.run } });
  } else if (id === "lease") {
    const snapshot = LEASE_IGNORED ? open.snapshot : result.lease?.snapshot;
    if (snapshot === undefined) end();
    else flatten(snapshot);
  } else if (id === "flatten") write({ id: "end", method: "lease/end", params: { run: open.run } });
  else end();
});
`;

const scenarioOf = (...turns: readonly number[]) =>
  scenarioWith({
    gates: openGates,
    config: { action: "flatten" },
    exchange: { positions: [longPosition], prices: { BTCUSDT: "50000" } },
    steps: [
      { kind: "reconcile-overlapping", turns: [...turns] },
      { kind: "snapshot" },
      { kind: "reconcile" },
    ],
  });

async function runWith(turns: readonly number[], { capable = true, leaseIgnored = false } = {}) {
  const text = bot
    .replace("CAPABLE", String(capable))
    .replace("LEASE_IGNORED", String(leaseIgnored));
  const folder = folderWith({ "bot.mjs": text });
  const { target, close } = await openStdioTarget(`node ${join(folder, "bot.mjs")}`);
  const scenario = scenarioOf(...turns);
  const observation = await runScenario(scenario, target);
  expect(await close()).toBe(null);
  const verdict = firstVerdict((failures) =>
    instancesSendNoIntentTwice.judge({ scenario, observation }, failures),
  );
  const { targetError, portCalls, interactions, callsOutsideRuns } = observation;
  const runs = portCalls.map(({ run }) => run);
  expect(callsOutsideRuns).toEqual([]);
  const order = interactions.map(({ run, kind }) => `${run} ${kind}`);
  return { targetError, runs, order, verdict, contexts: observation.runContexts };
}

test("two processes take turns, and the one without the lease sends nothing", async () => {
  const { targetError, runs, order, verdict } = await runWith([4]);
  expect(targetError).toBe(null);
  expect(runs).toEqual([0]);
  expect(order.join(", ")).toBe(
    "0 start, 0 snapshot, 0 lease, 0 snapshot, 1 start, 1 snapshot, 1 no-lease, " +
      "0 request, 0 reply, 0 lease-end",
  );
  expect(verdict).toEqual({ kind: "pass" });
});

test("the answer to the lease has the calls and the state since the start of the run", async () => {
  const { runs, order, contexts } = await runWith([1, 2]);
  expect(order.slice(0, 4)).toEqual(["0 start", "1 start", "1 snapshot", "0 snapshot"]);
  expect(runs).toEqual([0]);
  expect(contexts[1]).toMatchObject({
    lastPortCallAtMs: startsAtMs,
    priorCalls: [{ status: "accepted" }],
    snapshot: { positions: { items: [{ quantity: "0" }] } },
  });
});

test("a bot that decides by the snapshot of its request sends the intent twice", async () => {
  const { runs, verdict } = await runWith([1, 2], { leaseIgnored: true });
  expect(runs).toEqual([0, 1]);
  expect(verdict).toMatchObject({
    kind: "fail",
    check: "intent-sent-twice",
    variant: "flatten after accepted/without a mismatch in its snapshot",
  });
});

test("a bot that does not declare instances is not asked", async () => {
  const { targetError, runs } = await runWith([], { capable: false });
  expect({ targetError, runs }).toMatchObject({ targetError: { kind: "unsupported" }, runs: [] });
});
