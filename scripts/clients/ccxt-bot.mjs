// A bot on ccxt. Its bug: ccxt returns an empty list for a reply that is no list, and the bot takes that for flat.
import ccxt from "ccxt";
import { place, reconcile } from "./reconcile.mjs";

const client = new ccxt.binanceusdm({
  apiKey: place.key,
  secret: place.secret,
  // A run has few requests, and ends before the waits that ccxt would make between them.
  enableRateLimit: false,
  enableLastJsonResponse: true,
  options: { fetchCurrencies: false, warnOnFetchOpenOrdersWithoutSymbol: false },
});
for (const access of ["Public", "Private"]) {
  client.urls.api[`fapi${access}`] = `${place.url}/fapi/v1`;
  client.urls.api[`fapi${access}V2`] = `${place.url}/fapi/v2`;
  client.urls.api[`fapi${access}V3`] = `${place.url}/fapi/v3`;
}

/** The rows of the venue, which have all digits, or null where ccxt threw. A rate limit ends the run. */
async function rowsOf(read) {
  try {
    const items = await read();
    return items.map(({ info }) => info); // the bug
  } catch (error) {
    return error instanceof ccxt.DDoSProtection ? "ended" : null;
  }
}

/** What ccxt throws where the venue refused. -1021, a refused time, is a network error to ccxt. */
const refusals = [ccxt.ExchangeError, ccxt.InvalidNonce];

/** Only an answer that names the order is success. */
async function outcomeOf(send) {
  try {
    return (await send())?.clientOrderId === undefined ? "ended" : "accepted";
  } catch (error) {
    const hasFailed = /Service Unavailable|Internal error/.test(error.message);
    const isRefused = refusals.some((one) => error instanceof one);
    return isRefused || hasFailed ? "rejected" : "ended";
  }
}

await reconcile({
  readOrders: () => rowsOf(() => client.fetchOpenOrders()),
  readPositions: () => rowsOf(() => client.fetchPositions()),
  cancel: (symbol, origClientOrderId) =>
    outcomeOf(() => client.fapiPrivateDeleteOrder({ symbol, origClientOrderId })),
  place: (order) => outcomeOf(() => client.fapiPrivatePostOrder(order)),
});
