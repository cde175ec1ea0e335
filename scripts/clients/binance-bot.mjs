// A bot on the package `binance`. Its bug: it cancels again where the outcome of a cancel is unknown.
import { USDMClient } from "binance";
import { place, reconcile } from "./reconcile.mjs";

const client = new USDMClient({ api_key: place.key, api_secret: place.secret, baseUrl: place.url });

/** The rows of the venue, or null where the reply is no list. A rate limit ends the run. */
async function rowsOf(asked) {
  try {
    const rows = await asked;
    return Array.isArray(rows) ? rows : null;
  } catch (error) {
    return error?.code === -1_003 ? "ended" : null;
  }
}

/** Only an answer that names the order is success. The client rejects with the code and message of the venue. */
async function outcomeOf(asked) {
  try {
    return (await asked)?.clientOrderId === undefined ? "ended" : "accepted";
  } catch ({ code, message }) {
    const isRefused = code < -1_007 || /Service Unavailable|Internal error/.test(message);
    return isRefused ? "rejected" : "ended";
  }
}

async function cancel(symbol, origClientOrderId) {
  const send = () => outcomeOf(client.cancelOrder({ symbol, origClientOrderId }));
  const outcome = await send();
  return outcome === "ended" ? send() : outcome; // the bug
}

await reconcile({
  readOrders: () => rowsOf(client.getAllOpenOrders()),
  readPositions: () => rowsOf(client.getPositionsV3()),
  cancel,
  place: (order) => outcomeOf(client.submitNewOrder(order)),
});
