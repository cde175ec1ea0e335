import { join } from "node:path";
import { expect, test } from "vitest";
import { runScenario } from "../../simulation/run-scenario.ts";
import { expectedStop, observedStop } from "../../test-fixtures/conditional-orders.ts";
import { profileWith } from "../../test-fixtures/profiles.ts";
import { folderWith } from "../../test-fixtures/run-cli.ts";
import {
  expectedOrder,
  observedOrder,
  openGates,
  ownId,
  scenarioWith,
} from "../../test-fixtures/scenarios.ts";
import { requestingBot } from "../../test-fixtures/requesting-bot.ts";
import { openStdioTarget } from "./stdio-target.ts";

/** Takes the lease, asks for one order, and reads both lists of orders. */
const bot = requestingBot(`
const lists = ({ orders, conditionalOrders }) => [orders, conditionalOrders].map(statusesOf);
const statusesOf = (list) => (list.items ?? list).map(({ status }) => status);
async function reconcile(id, { run, expected, snapshot }) {
  const { result: lease } = await request("lease/take", { run });
  const { result: query } = await request("exchange/order", { run, symbol: "BTCUSDT", clientOrderId: "${ownId()}" });
  const { result: orders } = await request("exchange/openOrders", { run });
  const { result: conditionalOrders } = await request("exchange/openAlgoOrders", { run });
  const read = {
    expected: lists(expected),
    snapshot: snapshot && lists(snapshot),
    lease: lease.lease.snapshot && lists(lease.lease.snapshot),
    query: query.order.status,
    pulled: lists({ orders, conditionalOrders }),
  };
  process.stderr.write(JSON.stringify(read) + "\\n");
  send({ id, result: { mode: "live" } });
}
`);

const scenario = scenarioWith({
  gates: openGates,
  expected: {
    orders: [expectedOrder({ status: "CANCELLED" })],
    conditionalOrders: [expectedStop({ status: "CANCELLED" })],
  },
  exchange: {
    orders: [observedOrder(), observedOrder({ clientOrderId: ownId(2), status: "FILLED" })],
    conditionalOrders: [observedStop()],
  },
});

const capabilities = { reports: ["mode"], conditionalOrders: true } as const;

async function readBy(parts: Parameters<typeof profileWith>[0]) {
  const folder = folderWith({ "bot.mjs": bot });
  const lines: string[] = [];
  const { target, close } = await openStdioTarget(
    `node ${join(folder, "bot.mjs")}`,
    undefined,
    ({ text }) => lines.push(text),
    () => profileWith({ capabilities, ...parts }),
  );
  const observation = await runScenario(scenario, target);
  expect(await close()).toBe(null);
  expect(observation.targetError).toBe(null);
  const read = lines.find((line) => line.startsWith('{"expected"')) ?? "{}";
  return { read: JSON.parse(read) as unknown, observation };
}

const words = {
  orderStatuses: { OPEN: "NEW", CANCELLED: "CANCELED" },
  conditionalOrderStatuses: { NEW: "WAITING" },
} as const;
const normal = ["NEW", "FILLED"];

test("every order that a bot gets has the status in its words, and what is recorded has ours", async () => {
  const { read, observation } = await readBy(words);
  expect(read).toEqual({
    expected: [["CANCELED"], ["CANCELLED"]],
    snapshot: [normal, ["WAITING"]],
    lease: [normal, ["WAITING"]],
    query: "NEW",
    pulled: [normal, ["WAITING"]],
  });
  expect(observation.runContexts).toMatchObject([
    {
      expected: { orders: [{ status: "CANCELLED" }], conditionalOrders: [{ status: "CANCELLED" }] },
      snapshot: {
        orders: { items: [{ status: "OPEN" }, { status: "FILLED" }] },
        conditionalOrders: { items: [{ status: "NEW" }] },
      },
    },
  ]);
});

test("without words of its own a bot gets ours", async () => {
  const { read } = await readBy({});
  const ours = [["OPEN", "FILLED"], ["NEW"]];
  expect(read).toEqual({
    expected: [["CANCELLED"], ["CANCELLED"]],
    snapshot: ours,
    lease: ours,
    query: "OPEN",
    pulled: ours,
  });
});

test("no message to a bot that reads its lists by requests has a snapshot", async () => {
  const { read } = await readBy({ ...words, capabilities: { ...capabilities, pulls: true } });
  expect(read).toEqual({
    expected: [["CANCELED"], ["CANCELLED"]],
    query: "NEW",
    pulled: [normal, ["WAITING"]],
  });
});
