// A small bot for reconcile-harness. Copy it, and call your own bot in `reconcile`. It has a bug on
// purpose; the README shows how the harness finds it. It needs only Node.
import { createInterface } from "node:readline";

const live = ["PENDING", "OPEN", "PARTIALLY_FILLED", "UNKNOWN"];
const cancellable = ["OPEN", "PARTIALLY_FILLED"];
const statuses = [...live, "FILLED", "CANCELLED", "REJECTED", "EXPIRED"];
const types = ["ORDER_EXISTS_UNEXPECTED", "ORDER_STATUS_DIVERGENCE", "POSITION_NONZERO_UNEXPECTED"];
const identity = { protocolVersion: 2, name: "example", capabilities: { reports: ["mode"] } };

/** One run: `run` is its whole input, and `send` is its only way to the exchange. */
async function reconcile(run) {
  const { confirm, env } = run.gates;
  const closedGates = [
    ["cli_confirm", confirm, confirm === "LIVE_REMEDIATE"],
    ["dry_run_disabled", env.RECONCILE_DRY_RUN ?? "1", env.RECONCILE_DRY_RUN === "0"],
    ["active_allowed", env.RECONCILE_ALLOW_ACTIVE ?? "0", env.RECONCILE_ALLOW_ACTIVE === "1"],
    // The bug: any positive number opens this gate, such as `01` or `2`.
    ["executor_armed", env.ARMED ?? "0", Number(env.ARMED ?? "0") > 0],
    ["mainnet_allowed", env.ALLOW_MAINNET_TRADE ?? "0", env.ALLOW_MAINNET_TRADE === "1"],
  ].flatMap(([gate, actual, isOpen]) => (isOpen ? [] : [{ gate, actual }]));
  if (confirm !== null && closedGates.length > 0) return { mode: "refused", closedGates };
  const attempted = [];
  for (const mismatch of findMismatches(run)) {
    let reply = {};
    for (const quantity of quantitiesOf(run, mismatch)) {
      if (isBlocked(run, mismatch, attempted)) break;
      attempted.push(mismatch);
      if (reply.status === "rejected") continue; // It ends its close. The unsent parts count too.
      const request = requestFor(run, mismatch, attempted.length, quantity);
      reply = confirm === null ? {} : await send(run, ...request);
      // An unknown outcome needs a new snapshot, and after a rate limit the exchange serves nothing.
      if (reply.status === "unknown" || reply.code === -1003) return { mode: "live" };
    }
  }
  return { mode: confirm === null ? "dry_run" : "live" };
}

/** Either the orders to cancel or the positions to flatten; orders always come first. */
function findMismatches(run) {
  const [{ action }, orders] = [run.config, findUnexpectedOrders(run)];
  if (orders === null || action === "none") return [];
  if (orders.length > 0) return action === "flatten" ? [] : orders;
  return action === "cancel_all" ? [] : findUnexpectedPositions(run);
}

/** Each item of a snapshot part once, or null if it is failed, stale or contradictory. */
function observedItems({ snapshot, nowMs, lastPortCallAtMs, config }, part) {
  const { status, takenAtMs: atMs, items } = snapshot[part];
  const isFresh = atMs <= nowMs && nowMs - atMs <= config.snapshotAgeMsMax;
  if (status !== "ok" || !isFresh || atMs <= (lastPortCallAtMs ?? 0)) return null;
  const changeOf = ({ orderId = "0", updatedAtMs = 0, status }) =>
    BigInt(orderId) * 10n ** 15n + BigInt(updatedAtMs * 10 + statuses.indexOf(status));
  const inOrder = items.toSorted((left, right) => Number(changeOf(left) - changeOf(right)));
  const once = new Map(inOrder.map((item) => [intentOf(item), item]));
  const withSize = (item) => `${intentOf(item)} ${item.clientOrderId ?? units(item.quantity)}`;
  return new Set(items.map(withSize)).size > once.size ? null : [...once.values()];
}

/** Live orders that are not expected, or whose status differs from the expected one. */
function findUnexpectedOrders(run) {
  const expectedOrders = new Map(run.expected.orders.map((order) => [intentOf(order), order]));
  const unexpected = observedItems(run, "orders")?.flatMap((order) => {
    const expected = expectedOrders.get(intentOf(order));
    const updatedAtMs = expected?.updatedAtMs ?? expected?.createdAtMs; // it contradicts none later
    if (updatedAtMs > run.snapshot.orders.takenAtMs || !live.includes(order.status)) return [];
    if (live.includes(expected?.status) && cancellable.includes(order.status)) return [];
    if (expected !== undefined) return [{ ...order, type: types[1] }];
    return isOwnOrder(order.clientOrderId, run.config) ? [{ ...order, type: types[0] }] : [];
  });
  return unexpected === undefined ? null : inProcessingOrder(unexpected);
}

function findUnexpectedPositions(run) {
  const { positions } = run.expected;
  const managed = [...run.config.symbolWhitelist, ...positions.map(({ symbol }) => symbol)];
  const nonzero = (items) => items.filter(({ quantity }) => /[1-9]/.test(quantity));
  const known = new Set(nonzero(positions).map(intentOf));
  const observed = nonzero(observedItems(run, "positions") ?? []);
  const unexpected = observed.filter((p) => managed.includes(p.symbol) && !known.has(intentOf(p)));
  return inProcessingOrder(unexpected.map((position) => ({ ...position, type: types[2] })));
}

function inProcessingOrder(mismatches) {
  const rankOf = ({ type, symbol, positionSide, clientOrderId = "" }) =>
    [types.indexOf(type), symbol, positionSide, clientOrderId].join(" ");
  return mismatches.toSorted((left, right) => (rankOf(left) < rankOf(right) ? -1 : 1));
}

function isBlocked(run, mismatch, attempted) {
  const { config, nowMs, lastPortCallAtMs, priorCalls } = run;
  const { symbolWhitelist, requireWhitelist, maxSymbolsPerAction, attemptWindowSeconds } = config;
  if (nowMs - (lastPortCallAtMs ?? 0) < config.cooldownSeconds * 1_000) return true;
  if (priorCalls.some(({ bannedUntilMs = 0 }) => nowMs < bannedUntilMs)) return true;
  const isLimited = requireWhitelist || symbolWhitelist.length > 0;
  if (isLimited && !symbolWhitelist.includes(mismatch.symbol)) return true;
  if (mismatch.type === types[2]) {
    const notional = units(mismatch.quantity.replace("-", "")) * units(mismatch.markPrice ?? "0");
    const isTooLarge = notional > units(config.maxFlattenNotionalUsdt) * 10n ** 18n;
    if (notional === 0n || isTooLarge || !/USD[TC](_\d+)?$/.test(mismatch.symbol)) return true;
  } else if (!isOwnOrder(mismatch.clientOrderId, config) || !cancellable.includes(mismatch.status))
    return true;
  const symbols = new Set(attempted.map(({ symbol }) => symbol));
  if (!symbols.has(mismatch.symbol) && symbols.size >= maxSymbolsPerAction) return true;
  const recent = priorCalls.filter(({ atMs }) => nowMs - atMs < attemptWindowSeconds * 1_000);
  const most = Math.min(config.maxOrdersPerAction, config.maxAttemptsPerWindow - recent.length);
  const isSame = (one) => intentOf(one) === intentOf(mismatch);
  const same = recent.flatMap(({ request, status }) => (isSame(request) ? [status] : []));
  const last = same.slice(same.lastIndexOf("accepted") + 1, -1); // One more try after an unknown one.
  if (last.includes("unknown") || attempted.length >= most) return true;
  return same.length + attempted.filter(isSame).length >= config.maxAttemptsPerIntent;
}

/** Of the orders that close a position: the filters of the venue round, split or forbid it. */
function* quantitiesOf({ filters }, { type, symbol, quantity, markPrice, positionSide }) {
  if (type !== types[2]) return yield null;
  const size = quantity.replace("-", "");
  const unbounded = { stepSize: "0.000000000000000001", minQuantity: "0", minNotional: "0" };
  const bounds = { ...unbounded, maxMarketQuantity: size, ...filters?.[symbol] };
  const roundDown = (decimal) => units(decimal) - (units(decimal) % units(bounds.stepSize));
  const [price, largest] = [units(markPrice ?? "0"), roundDown(bounds.maxMarketQuantity)];
  const notional = positionSide === "BOTH" ? 0n : units(bounds.minNotional) * units("1"); // not for `reduceOnly`
  for (let left = roundDown(size), part = left; left > 0n; left -= part) {
    part = left < largest ? left : largest;
    if (part === 0n || part < units(bounds.minQuantity) || part * price < notional) return;
    yield `${part}`.padStart(19, "0").replace(/\d{18}$/, ".$&");
  }
}

/** What a request or a mismatch is about: one order, or one position. */
const intentOf = ({ method, symbol, clientOrderId, positionSide: side }) =>
  `${symbol} ${method === "placeMarketOrder" ? (side ?? "BOTH") : (clientOrderId ?? side)}`;
/** The value as a bigint of 10⁻¹⁸ units, because a float would lose digits. */
const units = (decimal) =>
  BigInt(decimal.replace(/(?:\.(\d+))?$/, (_, digits = "") => digits.padEnd(18, "0")));

function isOwnOrder(id, { clientOrderIdPrefix: prefix, allowedStrategies }) {
  const form = /^([^_]+)_[A-Z0-9]+(?:_[A-Z0-9]+)?_[^_]+_\d+_\d+$/;
  const [, strategy] = form.exec(id.slice(prefix.length)) ?? [];
  return id.startsWith(prefix) && allowedStrategies.includes(strategy);
}

function requestFor({ config, nowMs }, mismatch, sequence, quantity) {
  const { symbol, clientOrderId, positionSide } = mismatch;
  if (mismatch.type !== types[2]) return ["port/cancelOrder", { symbol, clientOrderId }];
  const start = `${config.clientOrderIdPrefix}${config.allowedStrategies[0]}_`;
  const end = `_0_${Math.floor(nowMs / 1_000)}_${(nowMs % 1_000) * 1_000 + sequence}`;
  const letters = symbol.replace(/[^A-Z0-9_]+_?/g, "").slice(0, 36 - start.length - end.length);
  const id = start + letters.replace(/_$/, "") + end;
  const side = mismatch.quantity.startsWith("-") ? "BUY" : "SELL";
  const mode = positionSide === "BOTH" ? { reduceOnly: true } : { positionSide };
  return ["port/placeMarketOrder", { symbol, clientOrderId: id, side, quantity, ...mode }];
}

const waiting = new Map();
const write = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));

/** Sends a request once. After a broken connection its outcome is unknown. */
async function send({ run }, method, params) {
  write({ id: method, method, params: { run, ...params } });
  return (await new Promise((done) => waiting.set(method, done))).result ?? { status: "unknown" };
}

createInterface({ input: process.stdin }).on("line", async (line) => {
  const { id, method, params, ...answer } = JSON.parse(line);
  if (method === undefined) waiting.get(id)(answer);
  else if (method === "reconcile") write({ id, result: await reconcile(params) });
  else write({ id, result: method === "initialize" ? identity : {} });
});
