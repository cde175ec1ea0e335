/** Lets reconcile-harness judge our bot. Fill in `reconcile`; the rest can stay as it is. */
import { createInterface } from "node:readline";

/** One run of the bot, with `http` in place of its HTTP client and `run.nowMs` in place of its clock. */
async function reconcile(run, http) {
  // await ourBot.reconcile({ http, nowMs: run.nowMs, expected: run.expected, config: run.config, gates: run.gates });
  return { mode: run.gates.confirm === null ? "dry_run" : "live" };
}

/** The replies of the venue. The bot's own port uses them: a port that is written for a test hides faults. */
function httpOf({ run, snapshot }) {
  const items = (part) => {
    if (snapshot[part].status !== "ok") throw new Error(snapshot[part].error);
    return snapshot[part].items;
  };
  const call = async (method, params) => {
    const { result, error } = await request(method, { run, ...params });
    if (error || result.status === "unknown") throw new Error("no reply: the outcome is unknown");
    return result; // accepted, or rejected with the code and the message of the venue
  };
  const paths = {
    "GET /fapi/v1/openOrders": () => items("orders").map(orderRow),
    "GET /fapi/v3/positionRisk": () =>
      items("positions").map((position) => ({ ...position, positionAmt: position.quantity })),
    "DELETE /fapi/v1/order": ({ symbol, origClientOrderId: clientOrderId }) =>
      call("port/cancelOrder", { symbol, clientOrderId }),
    "POST /fapi/v1/order": ({ newClientOrderId: clientOrderId, type: _, ...order }) =>
      call("port/placeMarketOrder", { clientOrderId, ...order }),
  };
  return {
    request: async (method, path, params) => {
      const answer = paths[`${method} ${path}`];
      if (answer === undefined) throw new Error(`the adapter has no ${method} ${path}`);
      return answer(params);
    },
  };
}

const orderRow = (order) => ({
  ...order,
  origQty: order.quantity,
  executedQty: order.filledQuantity,
  status: { OPEN: "NEW", CANCELLED: "CANCELED" }[order.status] ?? order.status,
});

const waiting = new Map();
const send = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));
const request = (method, params) => {
  send({ id: method, method, params });
  return new Promise((resolve) => waiting.set(method, resolve));
};
const identity = { protocolVersion: 2, name: "our bot", capabilities: { reports: ["mode"] } };
const noMethod = { code: -32601, message: "the bot keeps nothing between runs" }; // for `start`
createInterface({ input: process.stdin }).on("line", async (line) => {
  const { id, method, params, ...answer } = JSON.parse(line);
  if (method === undefined) return waiting.get(id)(answer);
  if (method === "reconcile") send({ id, result: await reconcile(params, httpOf(params)) });
  else send({ id, ...(method === "initialize" ? { result: identity } : { error: noMethod }) });
});
