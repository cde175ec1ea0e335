// Each client library as its users call it, pointed at an exchange on loopback, or with its own base URLs where `url`
// is null. Plain JavaScript, because the libraries and their types are installed only by `npm run clients`.

export const clientCalls = ["start", "openOrders", "positions", "place", "cancel", "flatten"];

const symbol = "BTCUSDT";
const order = {
  symbol,
  side: "BUY",
  type: "LIMIT",
  timeInForce: "GTC",
  quantity: 0.002,
  price: 40_000,
};
const close = { symbol, side: "SELL", type: "MARKET", quantity: 0.01, reduceOnly: "true" };

export function overrideCcxt(client, url) {
  for (const access of ["Public", "Private"]) {
    for (const version of ["", "V2", "V3"]) {
      const path = version === "" ? "v1" : version.toLowerCase();
      client.urls.api[`fapi${access}${version}`] = `${url}/fapi/${path}`;
    }
  }
}

async function openCcxt({ url, key, secret }) {
  const { default: ccxt } = await import("ccxt");
  // Otherwise it asks the spot host for the networks of coins.
  const options = { fetchCurrencies: false };
  const client = new ccxt.binanceusdm({ apiKey: key, secret, options });
  if (url !== null) overrideCcxt(client, url);
  const unified = "BTC/USDT:USDT";
  const { quantity } = close;
  const reduceOnly = { reduceOnly: true };
  return {
    start: () => client.loadMarkets(),
    openOrders: () => client.fetchOpenOrders(unified),
    positions: () => client.fetchPositions(),
    place: () => client.createOrder(unified, "limit", "buy", order.quantity, order.price),
    cancel: (id) => client.cancelOrder(undefined, unified, { origClientOrderId: id }),
    flatten: () => client.createOrder(unified, "market", "sell", quantity, undefined, reduceOnly),
  };
}

async function openBinance({ url, key, secret }) {
  const { USDMClient } = await import("binance");
  const client = new USDMClient({ api_key: key, api_secret: secret, ...(url && { baseUrl: url }) });
  return {
    start: () => client.getExchangeInfo(),
    openOrders: () => client.getAllOpenOrders(),
    positions: () => client.getPositionsV3(),
    place: () => client.submitNewOrder(order),
    cancel: (id) => client.cancelOrder({ symbol, origClientOrderId: id }),
    flatten: () => client.submitNewOrder(close),
  };
}

async function openConnector({ url, key, secret }) {
  const { DerivativesTradingUsdsFutures } =
    await import("@binance/derivatives-trading-usds-futures");
  const { restAPI } = new DerivativesTradingUsdsFutures({
    configurationRestAPI: { apiKey: key, apiSecret: secret, ...(url && { basePath: url }) },
  });
  const data = async (asked) => (await asked).data();
  return {
    start: () => data(restAPI.exchangeInformation()),
    openOrders: () => data(restAPI.currentAllOpenOrders()),
    positions: () => data(restAPI.positionInformationV3()),
    place: () => data(restAPI.newOrder(order)),
    cancel: (id) => data(restAPI.cancelOrder({ symbol, origClientOrderId: id })),
    flatten: () => data(restAPI.newOrder(close)),
  };
}

export const drivers = {
  ccxt: openCcxt,
  binance: openBinance,
  "@binance/derivatives-trading-usds-futures": openConnector,
};
