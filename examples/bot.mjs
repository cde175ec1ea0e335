/**
 * A small bot behind the protocol of reconcile-harness: copy it, put your own bot into `reconcile`.
 * It has a bug on purpose, and the README shows how it is found. It needs nothing but Node.
 */
import { createInterface } from "node:readline";

const live = ["PENDING", "OPEN", "PARTIALLY_FILLED", "UNKNOWN"];
const cancellable = ["OPEN", "PARTIALLY_FILLED"];
const types = ["ORDER_EXISTS_UNEXPECTED", "ORDER_STATUS_DIVERGENCE", "POSITION_NONZERO_UNEXPECTED"];

/** One run: `run` is all that it knows, and `send` is its only way to the exchange. */
async function reconcile(run) {
  const { confirm, env } = run.gates;
  const closedGates = [
    ["cli_confirm", confirm, confirm === "LIVE_REMEDIATE"],
    ["dry_run_disabled", env.RECONCILE_DRY_RUN ?? "1", env.RECONCILE_DRY_RUN === "0"],
    ["active_allowed", env.RECONCILE_ALLOW_ACTIVE ?? "0", env.RECONCILE_ALLOW_ACTIVE === "1"],
    // The bug: any number but 0 arms it, such as `01` or `2`.
    ["executor_armed", env.ARMED ?? "0", Number(env.ARMED ?? "0") > 0],
    ["mainnet_allowed", env.ALLOW_MAINNET_TRADE ?? "0", env.ALLOW_MAINNET_TRADE === "1"],
  ].flatMap(([gate, actual, isOpen]) => (isOpen ? [] : [{ gate, actual }]));
  if (confirm !== null && closedGates.length > 0) return { mode: "refused", closedGates };
  const touched = [];
  for (const seen of choose(run)) {
    if (isBlocked(run, seen, touched)) continue;
    touched.push(seen.symbol);
    if (confirm === null) continue;
    // After an unknown outcome nothing more is sent: only a new look at the exchange can tell.
    if ((await send(run, ...requestFor(run, seen, touched.length))) === "unknown") break;
  }
  return { mode: confirm === null ? "dry_run" : "live" };
}

/** The orders to cancel or the positions to flatten: one kind a run, and orders always first. */
function choose(run) {
  const { action } = run.config;
  const orders = findUnexpectedOrders(run);
  if (orders === null || action === "none") return [];
  if (orders.length > 0) return action === "flatten" ? [] : orders;
  return action === "cancel_all" ? [] : findUnexpectedPositions(run);
}

/** What the snapshot showed of a part, or null where that may not be believed. */
function read({ snapshot, nowMs, lastPortCallAtMs, config }, part) {
  const { status, takenAtMs, items } = snapshot[part];
  const isOld = lastPortCallAtMs !== null && takenAtMs <= lastPortCallAtMs;
  const isFresh = takenAtMs <= nowMs && nowMs - takenAtMs <= config.snapshotAgeMsMax && !isOld;
  return status === "ok" && isFresh ? items : null;
}

/** Live orders that the bot does not believe in, and those that it believes to be otherwise. */
function findUnexpectedOrders(run) {
  const believed = new Map(run.expected.orders.map((order) => [idOf(order), order]));
  const shown = read(run, "orders");
  const unexpected = shown?.flatMap((order) => {
    const known = believed.get(idOf(order));
    // What was heard after the look is not contradicted by it.
    const isNewer = (known?.updatedAtMs ?? known?.createdAtMs) > run.snapshot.orders.takenAtMs;
    const agrees = isNewer || (live.includes(known?.status) && cancellable.includes(order.status));
    if (!live.includes(order.status) || agrees) return [];
    if (known !== undefined) return [{ ...order, type: types[1] }];
    return isOwnOrder(order.clientOrderId, run.config) ? [{ ...order, type: types[0] }] : [];
  });
  return shown === null ? null : inProcessingOrder(unexpected);
}

/** Positions of managed symbols where the bot believes to hold nothing. */
function findUnexpectedPositions(run) {
  const { positions } = run.expected;
  const managed = [...run.config.symbolWhitelist, ...positions.map(({ symbol }) => symbol)];
  const unexpected = (read(run, "positions") ?? []).filter((seen) => {
    const isSame = (held) => held.symbol === seen.symbol && held.positionSide === seen.positionSide;
    const held = positions.find(isSame);
    return managed.includes(seen.symbol) && isNonzero(seen.quantity) && !isNonzero(held?.quantity);
  });
  return inProcessingOrder(unexpected.map((position) => ({ ...position, type: types[2] })));
}

const idOf = ({ symbol, clientOrderId }) => `${symbol} ${clientOrderId}`;
const isNonzero = (quantity = "0") => /[1-9]/.test(quantity);

function inProcessingOrder(things) {
  const keyOf = ({ type, symbol, positionSide, clientOrderId = "" }) =>
    [types.indexOf(type), symbol, positionSide, clientOrderId].join(" ");
  return things.toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

function isBlocked({ config, nowMs, lastPortCallAtMs }, seen, touched) {
  const { symbolWhitelist, requireWhitelist, maxOrdersPerAction, maxSymbolsPerAction } = config;
  const sinceMs = lastPortCallAtMs === null ? Infinity : nowMs - lastPortCallAtMs;
  if (sinceMs < config.cooldownSeconds * 1_000) return true;
  if (symbolWhitelist.length === 0 && requireWhitelist) return true;
  if (symbolWhitelist.length > 0 && !symbolWhitelist.includes(seen.symbol)) return true;
  if (seen.type === types[2]) {
    const notional = units(seen.quantity) * units(seen.markPrice ?? "0");
    if (notional === 0n || notional > units(config.maxFlattenNotionalUsdt) * 10n ** 18n)
      return true;
  } else if (!isOwnOrder(seen.clientOrderId, config) || !cancellable.includes(seen.status))
    return true;
  if (touched.length >= maxOrdersPerAction) return true;
  return !touched.includes(seen.symbol) && new Set(touched).size >= maxSymbolsPerAction;
}

/** A decimal without its sign as a whole number of 10⁻¹⁸, because a float would lose digits. */
function units(decimal) {
  const [whole, digits = ""] = decimal.replace("-", "").split(".");
  return BigInt(whole + digits.padEnd(18, "0"));
}

function isOwnOrder(id, { clientOrderIdPrefix: prefix, allowedStrategies }) {
  const form = /^([^_]+)_[A-Z0-9]+(?:_[A-Z0-9]+)?_[^_]+_\d+_\d+$/;
  const strategy = form.exec(id.slice(prefix.length))?.[1];
  return id.startsWith(prefix) && allowedStrategies.includes(strategy);
}

function requestFor({ config, nowMs }, seen, sequence) {
  const { symbol, clientOrderId, quantity, positionSide } = seen;
  if (seen.type !== types[2]) return ["port/cancelOrder", { symbol, clientOrderId }];
  const start = `${config.clientOrderIdPrefix}${config.allowedStrategies[0]}_`;
  const end = `_0_${Math.floor(nowMs / 1_000)}_${(nowMs % 1_000) * 1_000 + sequence}`;
  const shortened = symbol.slice(0, 36 - start.length - end.length).replace(/_$/, "");
  const order = {
    symbol,
    clientOrderId: start + shortened + end,
    side: quantity.startsWith("-") ? "BUY" : "SELL",
    quantity: quantity.replace("-", ""),
    ...(positionSide === "BOTH" ? { reduceOnly: true } : { positionSide }),
  };
  return ["port/placeMarketOrder", order];
}

const waiting = new Map();
const write = (message) =>
  process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);

/** Sends a request once. When the connection breaks, nobody knows what became of it. */
async function send({ run }, method, params) {
  write({ id: method, method, params: { run, ...params } });
  const { result } = await new Promise((resolve) => waiting.set(method, resolve));
  return result?.status ?? "unknown";
}

const hands = { protocolVersion: 2, name: "example", capabilities: { reports: ["mode"] } };

createInterface({ input: process.stdin }).on("line", async (line) => {
  const { id, method, params, ...answer } = JSON.parse(line);
  if (method === undefined) waiting.get(id)(answer);
  else if (method === "reconcile") write({ id, result: await reconcile(params) });
  else write({ id, result: hands });
});
