// What the bots of this folder share: gates, decisions and ids, in one-way mode. A bot adds its client library, as
// four calls: `readOrders` and `readPositions` return the rows of the venue, or null where a list was not read;
// `cancel` and `place` return "accepted" or "rejected". Each returns "ended" where nothing more may be sent.
import { readFileSync } from "node:fs";

const { env, argv } = process;
const input = JSON.parse(readFileSync(env.RECONCILE_HARNESS_INPUT, "utf8"));
const { config, expected, priorCalls, filters = {} } = input;
const at = argv.indexOf("--confirm");
const confirm = at === -1 ? null : argv[at + 1];
const gates = {
  RECONCILE_DRY_RUN: "0",
  RECONCILE_ALLOW_ACTIVE: "1",
  ARMED: "1",
  ALLOW_MAINNET_TRADE: "1",
};
const isLive =
  confirm === "LIVE_REMEDIATE" &&
  Object.entries(gates).every(([name, value]) => env[name] === value);
if (confirm !== null && !isLive) process.exit(1);

export const place = {
  url: env.RECONCILE_HARNESS_REST,
  key: env.RECONCILE_HARNESS_API_KEY,
  secret: env.RECONCILE_HARNESS_API_SECRET,
};

const live = ["PENDING", "OPEN", "PARTIALLY_FILLED", "UNKNOWN"];
const isKnown = ({ status }) => status === "NEW" || status === "PARTIALLY_FILLED";
const isOpen = (quantity) => /[1-9]/.test(quantity);

function isOwn(id) {
  const prefix = config.clientOrderIdPrefix;
  const form = /^([^_]+)_[A-Z0-9]+(?:_[A-Z0-9]+)?_[^_]+_\d+_\d+$/;
  const [, strategy] = form.exec(id.slice(prefix.length)) ?? [];
  return id.startsWith(prefix) && config.allowedStrategies.includes(strategy);
}

/** Own orders that are not expected, then expected ones that should have ended. */
function findOrders(rows, readAtMs) {
  const newest = new Map();
  for (const row of rows.toSorted((left, right) => left.updateTime - right.updateTime)) {
    newest.set(`${row.symbol} ${row.clientOrderId}`, row);
  }
  const found = [...newest].flatMap(([name, row]) => {
    const order = expected.orders.find((one) => `${one.symbol} ${one.clientOrderId}` === name);
    const isNewer = (order?.updatedAtMs ?? order?.createdAtMs ?? 0) > readAtMs;
    const agrees = isNewer || (live.includes(order?.status) && isKnown(row));
    if (agrees || (order === undefined && !isOwn(row.clientOrderId))) return [];
    return [{ row, key: `${order === undefined ? 1 : 2} ${name}` }];
  });
  return found.toSorted((left, right) => (left.key < right.key ? -1 : 1)).map(({ row }) => row);
}

/** Positions of managed symbols that are not expected; null where the list has two quantities of one. */
function findPositions(rows) {
  const amounts = new Map();
  for (const { symbol, positionAmt } of rows) {
    if (amounts.has(symbol) && amounts.get(symbol) !== positionAmt) return null;
    amounts.set(symbol, positionAmt);
  }
  const open = expected.positions
    .filter(({ quantity }) => isOpen(quantity))
    .map(({ symbol }) => symbol);
  const managed = [...config.symbolWhitelist, ...expected.positions.map(({ symbol }) => symbol)];
  return [...amounts]
    .filter(
      ([symbol, amount]) => isOpen(amount) && managed.includes(symbol) && !open.includes(symbol),
    )
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
}

/** Whether it was tried twice since an unknown outcome. */
function isBlocked(isSame) {
  const sinceMs = Date.now() - config.attemptWindowSeconds * 1_000;
  const statuses = priorCalls
    .filter(({ request, atMs }) => atMs > sinceMs && isSame(request))
    .map(({ status }) => status);
  return statuses.slice(statuses.lastIndexOf("accepted") + 1, -1).includes("unknown");
}

let ids = 0;
function newId(symbol) {
  const start = `${config.clientOrderIdPrefix}${config.allowedStrategies[0]}_`;
  const now = Date.now();
  const end = `_0_${Math.floor(now / 1_000)}_${(now % 1_000) * 1_000 + (ids += 1)}`;
  const letters = symbol.replace(/[^A-Z0-9_]+_?/g, "").slice(0, 36 - start.length - end.length);
  return start + letters.replace(/_$/, "") + end;
}

/** The value as a bigint of 10⁻¹⁸ units, because a float would lose digits. */
const units = (decimal) =>
  BigInt(decimal.replace(/(?:\.(\d+))?$/, (_, digits = "") => digits.padEnd(18, "0")));

/** Of the orders that close a position: the filters of the venue round, split or forbid it. */
function* quantitiesOf(symbol, size) {
  const bounds = {
    stepSize: "0.000000000000000001",
    minQuantity: "0",
    maxMarketQuantity: size,
    ...filters[symbol],
  };
  const roundDown = (decimal) => units(decimal) - (units(decimal) % units(bounds.stepSize));
  const largest = roundDown(bounds.maxMarketQuantity);
  for (let left = roundDown(size), part = left; left > 0n; left -= part) {
    part = left < largest ? left : largest;
    if (part === 0n || part < units(bounds.minQuantity)) return;
    const digits = `${part}`.padStart(19, "0");
    yield `${digits.slice(0, -18)}.${digits.slice(-18)}`;
  }
}

export async function reconcile({ readOrders, readPositions, cancel, place: send }) {
  const readAtMs = Date.now();
  if (priorCalls.some(({ bannedUntilMs = 0 }) => readAtMs < bannedUntilMs)) return;
  const rows = await readOrders();
  const amounts = rows === "ended" ? rows : await readPositions();
  if (amounts === "ended") return;
  const orders = rows === null ? null : findOrders(rows, readAtMs);
  if (!isLive || orders === null || config.action === "none") return;
  if (orders.length > 0 && config.action === "flatten") return;
  for (const { symbol, clientOrderId, status } of orders) {
    const isSame = (call) =>
      call.method === "cancelOrder" &&
      call.symbol === symbol &&
      call.clientOrderId === clientOrderId;
    if (!isKnown({ status }) || !isOwn(clientOrderId) || isBlocked(isSame)) continue;
    if ((await cancel(symbol, clientOrderId)) === "ended") return;
  }
  if (orders.length > 0 || amounts === null || config.action === "cancel_all") return;
  for (const [symbol, amount] of findPositions(amounts) ?? []) {
    const side = amount.startsWith("-") ? "BUY" : "SELL";
    if (isBlocked((call) => call.side === side && call.symbol === symbol)) continue;
    for (const quantity of quantitiesOf(symbol, amount.replace("-", ""))) {
      const order = { symbol, side, type: "MARKET", reduceOnly: "true", quantity };
      const outcome = await send({ ...order, newClientOrderId: newId(symbol) });
      if (outcome === "ended") return;
      if (outcome === "rejected") break;
    }
  }
}
