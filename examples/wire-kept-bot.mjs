// A kept-alive bot on the wire: one process for many runs. It has two bugs on purpose.
import { createHmac } from "node:crypto";

const base = process.env.RECONCILE_HARNESS_REST;
const key = process.env.RECONCILE_HARNESS_API_KEY;
const secret = process.env.RECONCILE_HARNESS_API_SECRET;

function ask(method, path, parameters = {}) {
  const times = { recvWindow: "5000", timestamp: String(Date.now()) };
  const query = new URLSearchParams({ ...parameters, ...times }).toString();
  const signature = createHmac("sha256", secret).update(query).digest("hex");
  const url = `${base}${path}?${query}&signature=${signature}`;
  return fetch(url, {
    method,
    headers: { "X-MBX-APIKEY": key },
    signal: AbortSignal.timeout(1_000),
  });
}

/** Cancels every open order that is not expected. The bugs: it reads no gate, and cancels orders of others. */
async function reconcile({ input }) {
  const rows = await (await ask("GET", "/fapi/v1/openOrders")).json();
  const expected = new Set(input.expected.orders.map(({ clientOrderId }) => clientOrderId));
  for (const { symbol, clientOrderId } of rows) {
    if (expected.has(clientOrderId)) continue;
    await ask("DELETE", "/fapi/v1/order", { symbol, origClientOrderId: clientOrderId });
  }
}

for (;;) {
  const reply = await fetch(`${base}/__harness/next`);
  if (reply.status === 204) continue; // no run yet
  if (reply.status !== 200) break; // no more runs
  const { run, gates, input } = await reply.json();
  await reconcile({ gates, input }).catch((error) => console.error(error));
  await fetch(`${base}/__harness/done`, { method: "POST", body: JSON.stringify({ run }) });
}
