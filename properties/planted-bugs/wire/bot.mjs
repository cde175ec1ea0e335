// A small bot on the wire without a client library. Each planted bug replaces one piece of this text.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { request } from "node:http";

const { env, argv } = process;
const base = new URL(env.RECONCILE_HARNESS_REST);
const input = JSON.parse(readFileSync(env.RECONCILE_HARNESS_INPUT, "utf8"));
const { config, expected, priorCalls } = input;
const at = argv.indexOf("--confirm");
const confirm = at === -1 ? null : argv[at + 1];
const isOpen = {
  confirm: confirm === "LIVE_REMEDIATE",
  dryRun: env.RECONCILE_DRY_RUN === "0",
  active: env.RECONCILE_ALLOW_ACTIVE === "1",
  armed: env.ARMED === "1",
  mainnet: env.ALLOW_MAINNET_TRADE === "1",
};
const isLive = Object.values(isOpen).every(Boolean);
if (confirm !== null && !isLive) process.exit(1);

/** One request; `status` 0 is no whole reply. */
function ask(method, path, parameters = {}) {
  const timestamp = Date.now();
  const query = new URLSearchParams({ ...parameters, recvWindow: "5000", timestamp }).toString();
  const signature = createHmac("sha256", env.RECONCILE_HARNESS_API_SECRET)
    .update(query)
    .digest("hex");
  const options = {
    method,
    host: base.hostname,
    port: base.port,
    path: `${path}?${query}&signature=${signature}`,
    headers: { "X-MBX-APIKEY": env.RECONCILE_HARNESS_API_KEY },
    timeout: 1_000,
  };
  return new Promise((resolve) => {
    const none = { status: 0, text: "", retryAfter: null };
    const sent = request(options, (reply) => {
      let text = "";
      reply.setEncoding("utf8").on("data", (part) => (text += part));
      reply.on("end", () =>
        resolve({
          status: reply.complete ? reply.statusCode : 0,
          text,
          retryAfter: reply.headers["retry-after"],
        }),
      );
      reply.on("error", () => resolve(none));
    });
    sent.on("timeout", () => sent.destroy());
    sent.on("error", () => resolve(none));
    sent.end();
  });
}

/** Each request makes a ban longer. */
let isBanned = false;

/** The rows of a list, or null where the reply is none. */
async function readList(path) {
  if (isBanned) return null;
  const { status, text } = await ask("GET", path);
  isBanned ||= status === 418 || status === 429;
  if (status !== 200) return null;
  try {
    const rows = JSON.parse(text.replace(/"(orderId|algoId)":(\d+)/g, '"$1":"$2"'));
    return Array.isArray(rows) ? rows : null;
  } catch {
    return null;
  }
}

const statuses = { NEW: "OPEN", PARTIALLY_FILLED: "PARTIALLY_FILLED" };
const live = ["PENDING", "OPEN", "PARTIALLY_FILLED", "UNKNOWN"];
const placeOf = ({ symbol, positionSide }) => `${symbol} ${positionSide}`;

function isOwn(id) {
  const form = /^([^_]+)_[A-Z0-9]+(?:_[A-Z0-9]+)?_[^_]+_\d+_\d+$/;
  const prefix = config.clientOrderIdPrefix;
  const [, strategy] = form.exec(id.slice(prefix.length)) ?? [];
  return id.startsWith(prefix) && config.allowedStrategies.includes(strategy);
}

/** Own orders, or expected ones that should have ended; null where the list was not read. */
async function findOrders() {
  const readAtMs = Date.now();
  const rows = await readList("/fapi/v1/openOrders");
  if (rows === null) return null;
  const once = new Map();
  for (const row of rows.toSorted((left, right) => left.updateTime - right.updateTime)) {
    once.set(`${row.symbol} ${row.clientOrderId}`, row);
  }
  return [...once.values()].flatMap((row) => {
    const { symbol, positionSide, clientOrderId } = row;
    const status = statuses[row.status] ?? "UNKNOWN";
    const known = expected.orders.find(
      (one) => one.symbol === symbol && one.clientOrderId === clientOrderId,
    );
    const changedAtMs = known?.updatedAtMs ?? known?.createdAtMs ?? 0;
    const isOpen = live.includes(known?.status) && statuses[row.status] !== undefined;
    const agrees = isOpen || changedAtMs > readAtMs;
    if (agrees || (known === undefined && !isOwn(clientOrderId))) return [];
    return [{ symbol, positionSide, clientOrderId, status, rank: known === undefined ? 1 : 2 }];
  });
}

/** Positions of managed symbols that are not expected; null where the list was not read. */
async function findPositions() {
  const listed = await readList("/fapi/v3/positionRisk");
  if (listed === null) return null;
  const sizes = new Set(listed.map((row) => `${placeOf(row)} ${units(row.positionAmt)}`));
  const rows = [...new Map(listed.map((row) => [placeOf(row), row])).values()];
  if (sizes.size > rows.length) return null;
  const isOpenPosition = (quantity) => /[1-9]/.test(quantity);
  const known = expected.positions.filter(({ quantity }) => isOpenPosition(quantity)).map(placeOf);
  const managed = [...config.symbolWhitelist, ...expected.positions.map(({ symbol }) => symbol)];
  return rows.filter(
    (row) =>
      isOpenPosition(row.positionAmt) &&
      managed.includes(row.symbol) &&
      !known.includes(placeOf(row)),
  );
}

const inOrder = (items) =>
  items.toSorted((left, right) => {
    const keys = ({ rank = 0, symbol, positionSide = "", clientOrderId = "" }) =>
      [rank, symbol, positionSide, clientOrderId].join(" ");
    return keys(left) < keys(right) ? -1 : 1;
  });

/** Whether an earlier run tried it twice without a clear outcome, or the venue has banned us. */
function isBlocked(isSame) {
  const sinceMs = Date.now() - config.attemptWindowSeconds * 1_000;
  const same = priorCalls
    .filter(({ request: call, atMs }) => atMs > sinceMs && isSame(call))
    .map(({ status }) => status);
  return same.slice(same.lastIndexOf("accepted") + 1, -1).includes("unknown");
}

let number = 0;
function newId(symbol) {
  const start = `${config.clientOrderIdPrefix}${config.allowedStrategies[0]}_`;
  const now = Date.now();
  const end = `_0_${Math.floor(now / 1_000)}_${(now % 1_000) * 1_000 + (number += 1)}`;
  const letters = symbol.replace(/[^A-Z0-9_]+_?/g, "").slice(0, 36 - start.length - end.length);
  return start + letters.replace(/_$/, "") + end;
}

/** An unknown outcome and a rate limit end the run. */
async function send(method, path, parameters) {
  if (!isLive) return "accepted";
  const { status, text } = await ask(method, path, parameters);
  const isWhole = /^\{.*\}$/s.test(text) && text.includes('"clientOrderId"');
  if (status === 200 && isWhole) return "accepted";
  return status === 400 || (status === 503 && !text.includes("Unknown error"))
    ? "rejected"
    : "ended";
}

/** The value as a bigint of 10⁻¹⁸ units, because a float would lose digits. */
const units = (decimal) =>
  BigInt(decimal.replace(/(?:\.(\d+))?$/, (_, digits = "") => digits.padEnd(18, "0")));

/** Of the orders that close a position: the filters of the venue round, split or forbid it. */
function* quantitiesOf({ symbol, positionAmt, markPrice, positionSide }) {
  const size = positionAmt.replace("-", "");
  const unbounded = { stepSize: "0.000000000000000001", minQuantity: "0", minNotional: "0" };
  const bounds = { ...unbounded, maxMarketQuantity: size, ...input.filters?.[symbol] };
  const roundDown = (decimal) => units(decimal) - (units(decimal) % units(bounds.stepSize));
  const [price, largest] = [units(markPrice), roundDown(bounds.maxMarketQuantity)];
  const notional = positionSide === "BOTH" ? 0n : units(bounds.minNotional) * units("1");
  for (let left = roundDown(size), part = left; left > 0n; left -= part) {
    part = left < largest ? left : largest;
    if (part === 0n || part < units(bounds.minQuantity) || part * price < notional) return;
    const digits = `${part}`.padStart(19, "0");
    yield `${digits.slice(0, -18)}.${digits.slice(-18)}`;
  }
}

async function reconcile() {
  if (priorCalls.some(({ bannedUntilMs = 0 }) => Date.now() < bannedUntilMs)) return;
  const orders = await findOrders();
  const positions = await findPositions();
  if (orders === null || isBanned || config.action === "none") return;
  if (orders.length > 0) {
    if (config.action === "flatten") return;
    for (const { symbol, clientOrderId, status } of inOrder(orders)) {
      const isSame = (call) =>
        call.method === "cancelOrder" &&
        call.symbol === symbol &&
        call.clientOrderId === clientOrderId;
      if (status === "UNKNOWN" || !isOwn(clientOrderId) || isBlocked(isSame)) continue;
      const cancel = { symbol, origClientOrderId: clientOrderId };
      if ((await send("DELETE", "/fapi/v1/order", cancel)) === "ended") return;
    }
    return;
  }
  if (positions === null || config.action === "cancel_all") return;
  for (const { symbol, positionSide, positionAmt, markPrice } of inOrder(positions)) {
    const side = positionAmt.startsWith("-") ? "BUY" : "SELL";
    const isSame = (call) =>
      call.method === "placeMarketOrder" &&
      call.symbol === symbol &&
      (call.positionSide ?? "BOTH") === positionSide;
    if (isBlocked(isSame)) continue;
    const mode = positionSide === "BOTH" ? { reduceOnly: "true" } : { positionSide };
    for (const quantity of quantitiesOf({ symbol, positionAmt, markPrice, positionSide })) {
      const order = {
        symbol,
        side,
        type: "MARKET",
        quantity,
        newClientOrderId: newId(symbol),
        ...mode,
      };
      const reply = await send("POST", "/fapi/v1/order", order);
      if (reply === "ended") return;
      if (reply === "rejected") break;
    }
  }
}

await reconcile();
