// How the users of each client library subscribe to the user stream. `subscribe` ends when the library reports that it has
// subscribed, or at once where it does not report it. `event` is the first event of an order, or null where the stream ends.

import { overrideCcxt } from "./drivers.mjs";

async function watchByCcxt({ url, stream, key, secret }) {
  const { default: ccxt } = await import("ccxt");
  const options = { fetchCurrencies: false };
  const client = new ccxt.pro.binanceusdm({ apiKey: key, secret, options });
  if (url !== null) {
    overrideCcxt(client, url);
    client.urls.api.ws.future = `${stream}/ws`;
    await client.loadHttpProxyAgent();
  }
  const orders = client.watchOrders();
  return { event: orders.then(([order]) => order).catch(() => null) };
}

const isOrder = ({ e }) => e === "ORDER_TRADE_UPDATE";
const rowOf = ({ o }) => ({ clientOrderId: o.c });
const silent = { trace() {}, info() {}, error() {} };

/** Of both clients of the package. */
function watchByBinance(nameOfClass) {
  return async ({ url, stream, key, secret }) => {
    const { [nameOfClass]: Client } = await import("binance");
    const others = url === null ? {} : { wsUrl: stream, restOptions: { baseUrl: url } };
    const client = new Client({ api_key: key, api_secret: secret, ...others }, silent);
    const event = new Promise((resolve) => {
      client.on("message", (message) => isOrder(message) && resolve(rowOf(message)));
      client.on("reconnecting", () => resolve(null));
    });
    await client.subscribeUsdFuturesUserDataStream();
    return { event };
  };
}

const neverMs = 3_600_000;
/** The connector opens public, market and private streams at once. It does not report which one has ended. */
const connections = 3;

async function watchByConnector({ url, stream, key, secret }) {
  const { DerivativesTradingUsdsFutures } =
    await import("@binance/derivatives-trading-usds-futures");
  const client = new DerivativesTradingUsdsFutures({
    configurationRestAPI: { apiKey: key, apiSecret: secret, ...(url && { basePath: url }) },
    configurationWebsocketStreams: { reconnectDelay: neverMs, ...(stream && { wsURL: stream }) },
  });
  const { listenKey } = await (await client.restAPI.startUserDataStream()).data();
  const connection = await client.websocketStreams.connect();
  const subscribed = new Promise((resolve) => {
    connection.on("message", (text) => "result" in JSON.parse(text) && resolve());
  });
  const userData = connection.userData(listenKey);
  const event = new Promise((resolve) => {
    userData.on("message", (message) => isOrder(message) && resolve(rowOf(message)));
    let closed = 0;
    connection.on("close", () => (closed += 1) === connections && resolve(null));
  });
  await subscribed;
  return { event };
}

export const streams = {
  "`ccxt`: `watchOrders`": { client: "ccxt", subscribe: watchByCcxt },
  "`binance`: `WebsocketClient`": {
    client: "binance",
    subscribe: watchByBinance("WebsocketClient"),
  },
  "`binance`: `WebsocketClientV1`": {
    client: "binance",
    subscribe: watchByBinance("WebsocketClientV1"),
  },
  "`@binance/derivatives-trading-usds-futures`: `userData`": {
    client: "@binance/derivatives-trading-usds-futures",
    subscribe: watchByConnector,
  },
};
