#!/usr/bin/env python3
"""A small bot behind the protocol of reconcile-harness: copy it, put your own bot into `reconcile`.

It has a bug on purpose, and the README shows how it is found. It needs nothing but Python 3.9.
"""
import decimal, json, re, sys

decimal.getcontext().prec = 80  # the product of two long decimals, to the last digit
number = decimal.Decimal
LIVE = {"PENDING", "OPEN", "PARTIALLY_FILLED", "UNKNOWN"}
CANCELLABLE = {"OPEN", "PARTIALLY_FILLED"}
GATES = {  # by variable: its gate, the only spelling that opens it, what unset stands for
    "RECONCILE_DRY_RUN": ("dry_run_disabled", "0", "1"),
    "RECONCILE_ALLOW_ACTIVE": ("active_allowed", "1", "0"),
    "ARMED": ("executor_armed", "1", "0"),
    "ALLOW_MAINNET_TRADE": ("mainnet_allowed", "1", "0"),
}


def reconcile(run, send):
    """One run. `run` is all that it knows, and `send` its only way to the exchange."""
    confirm, env = run["gates"]["confirm"], run["gates"]["env"]
    closed = [] if confirm == "LIVE_REMEDIATE" else [{"gate": "cli_confirm", "actual": confirm}]
    for variable, (gate, opens_at, unset) in GATES.items():
        if env.get(variable, unset) != opens_at:
            closed.append({"gate": gate, "actual": env.get(variable, unset)})
    if confirm is not None and closed:
        return {"mode": "refused", "closedGates": closed}
    touched = []
    for seen in choose(run):
        if is_blocked(run, seen, touched):
            continue
        touched.append(seen["symbol"])
        # After an unknown outcome nothing more is sent: only a new look at the exchange can tell.
        if confirm is not None and send(run, request_for(run, seen, len(touched))) == "unknown":
            break
    return {"mode": "dry_run" if confirm is None else "live"}


def choose(run):
    """The orders to cancel or the positions to flatten: one kind a run."""
    orders, positions = find_unexpected_orders(run), find_unexpected_positions(run)
    action = run["config"]["action"]
    if orders is None or action == "none":
        return []
    if action == "flatten":
        return positions  # the bug: nobody looks whether an order stands
    return orders if orders or action == "cancel_all" else positions


def read(run, part):
    """What the snapshot showed of a part, or None where that may not be believed."""
    shown, last_call = run["snapshot"][part], run["lastPortCallAtMs"]
    is_old = last_call is not None and shown["takenAtMs"] <= last_call
    age = run["nowMs"] - shown["takenAtMs"]
    if shown["status"] == "failed" or is_old or not 0 <= age <= run["config"]["snapshotAgeMsMax"]:
        return None
    return shown["items"]


def find_unexpected_orders(run):
    """Live orders that the bot does not believe in, then those that it believes to be otherwise."""
    shown = read(run, "orders")
    if shown is None:
        return None
    believed = {(o["symbol"], o["clientOrderId"]): o["status"] for o in run["expected"]["orders"]}
    unexpected = []
    for order in shown:
        status = believed.get((order["symbol"], order["clientOrderId"]))
        agrees = status in LIVE and order["status"] in CANCELLABLE
        is_stray = status is None and is_ours(order["clientOrderId"], run["config"])
        if order["status"] in LIVE and (is_stray or (status is not None and not agrees)):
            unexpected.append({**order, "rank": 0 if is_stray else 1})
    names = ("rank", "symbol", "positionSide", "clientOrderId")
    return sorted(unexpected, key=lambda order: [order[name] for name in names])


def find_unexpected_positions(run):
    """Positions of managed symbols where the bot believes to hold nothing."""
    expected, whitelist = run["expected"]["positions"], run["config"]["symbolWhitelist"]
    managed = {*whitelist, *(position["symbol"] for position in expected)}
    held = [(p["symbol"], p["positionSide"]) for p in expected if number(p["quantity"]) != 0]
    unexpected = []
    for position in read(run, "positions") or []:
        is_held = (position["symbol"], position["positionSide"]) in held
        if position["symbol"] in managed and number(position["quantity"]) != 0 and not is_held:
            unexpected.append(position)
    return sorted(unexpected, key=lambda position: (position["symbol"], position["positionSide"]))


def is_blocked(run, seen, touched):
    config, symbol, last_call = run["config"], seen["symbol"], run["lastPortCallAtMs"]
    whitelist = config["symbolWhitelist"]
    if last_call is not None and run["nowMs"] - last_call < config["cooldownSeconds"] * 1000:
        return True
    if symbol not in whitelist if whitelist else config["requireWhitelist"]:
        return True
    if "clientOrderId" in seen:
        if not is_ours(seen["clientOrderId"], config) or seen["status"] not in CANCELLABLE:
            return True
    else:
        notional = abs(number(seen["quantity"])) * number(seen["markPrice"] or 0)
        if not 0 < notional <= number(config["maxFlattenNotionalUsdt"]):
            return True
    is_full = len(set(touched)) >= config["maxSymbolsPerAction"] and symbol not in touched
    return is_full or len(touched) >= config["maxOrdersPerAction"]


def is_ours(client_order_id, config):
    strategies = "|".join(map(re.escape, config["allowedStrategies"]))
    prefix = re.escape(config["clientOrderIdPrefix"])
    form = rf"{prefix}({strategies})_[A-Z0-9]+(_[A-Z0-9]+)?_[^_]+_[0-9]+_[0-9]+"
    return re.fullmatch(form, client_order_id) is not None


def request_for(run, seen, sequence):
    symbol, config = seen["symbol"], run["config"]
    if "clientOrderId" in seen:
        return "port/cancelOrder", {"symbol": symbol, "clientOrderId": seen["clientOrderId"]}
    start = config["clientOrderIdPrefix"] + config["allowedStrategies"][0] + "_"
    end = f"_0_{run['nowMs'] // 1000}_{run['nowMs'] % 1000 * 1000 + sequence}"
    one_way = seen["positionSide"] == "BOTH"
    return "port/placeMarketOrder", {
        "symbol": symbol,
        "clientOrderId": start + symbol[: 36 - len(start + end)].rstrip("_") + end,
        "side": "BUY" if seen["quantity"].startswith("-") else "SELL",
        "quantity": seen["quantity"].lstrip("-"),
        **({"reduceOnly": True} if one_way else {"positionSide": seen["positionSide"]}),
    }


def write(message):
    print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)


def send(run, request):
    """Sends a request once. When the connection breaks, nobody knows what became of it."""
    write({"id": 1, "method": request[0], "params": {"run": run["run"], **request[1]}})
    return json.loads(sys.stdin.readline()).get("result", {"status": "unknown"})["status"]


for line in sys.stdin:
    asked = json.loads(line)
    answer = {"protocolVersion": 1, "name": "example", "capabilities": {"reports": ["mode"]}}
    if asked["method"] == "reconcile":
        answer = reconcile(asked["params"], send)
    write({"id": asked["id"], "result": answer})
