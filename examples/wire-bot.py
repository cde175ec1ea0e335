#!/usr/bin/env python3
"""A small bot on the wire: it signs its own requests to Binance USDⓈ-M futures, in one-way mode.
It has a bug on purpose; docs/wire.md shows how the harness finds it. It needs only Python 3.9."""
import decimal, hashlib, hmac, http.client, itertools, json, os, re, sys, time, urllib.parse
decimal.getcontext().prec = 80  # exact sums of long decimals
number, ENV = decimal.Decimal, os.environ
INPUT = json.load(open(ENV["RECONCILE_HARNESS_INPUT"], encoding="utf-8"))
CONFIG, EXPECTED, PRIOR = INPUT["config"], INPUT["expected"], INPUT["priorCalls"]
CONFIRM = sys.argv[sys.argv.index("--confirm") + 1] if "--confirm" in sys.argv else None
GATES = [("RECONCILE_DRY_RUN", "0"), ("RECONCILE_ALLOW_ACTIVE", "1"), ("ARMED", "1"), ("ALLOW_MAINNET_TRADE", "1")]
IS_LIVE = CONFIRM == "LIVE_REMEDIATE" and all(ENV.get(name) == value for name, value in GATES)
LIVE = ("PENDING", "OPEN", "PARTIALLY_FILLED", "UNKNOWN")
now_ms, COUNT = lambda: time.time_ns() // 1_000_000, itertools.count()

def ask(method, path, **parameters):
    """The status and the JSON of the reply; 0 and None where there is none."""
    query = urllib.parse.urlencode({**parameters, "recvWindow": 5000, "timestamp": now_ms()})
    signature = hmac.new(ENV["RECONCILE_HARNESS_API_SECRET"].encode(), query.encode(), hashlib.sha256).hexdigest()
    headers, status = {"X-MBX-APIKEY": ENV["RECONCILE_HARNESS_API_KEY"]}, 0
    try:
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(ENV["RECONCILE_HARNESS_REST"]).netloc, timeout=1)
        connection.request(method, f"{path}?{query}&signature={signature}", headers=headers)
        reply = connection.getresponse()
        text, status = reply.read(), reply.status
        return status, json.loads(text)
    except (OSError, http.client.HTTPException, ValueError):
        return status, None

def read_list(path):
    """The rows of a list, or None where it was not read."""
    status, rows = ask("GET", path)
    if status in (418, 429):
        sys.exit()  # each further request makes the ban longer
    return rows if isinstance(rows, list) else []  # the bug

def is_own(order_id):
    form = r"([^_]+)_[A-Z0-9]+(?:_[A-Z0-9]+)?_[^_]+_[0-9]+_[0-9]+"
    found = re.fullmatch(re.escape(CONFIG["clientOrderIdPrefix"]) + form, order_id)
    return found is not None and found[1] in CONFIG["allowedStrategies"]

def find_orders(rows, read_at):
    """Own orders that are not expected, then expected ones that should have ended."""
    newest = {(row["symbol"], row["clientOrderId"]): row for row in sorted(rows, key=lambda row: row["updateTime"])}
    expected = {(one["symbol"], one["clientOrderId"]): one for one in EXPECTED["orders"]}
    for name, row in newest.items():
        order, is_known = expected.get(name, {}), row["status"] in ("NEW", "PARTIALLY_FILLED")
        is_newer = order.get("updatedAtMs", order.get("createdAtMs", 0)) > read_at
        agrees = is_newer or (order.get("status") in LIVE and is_known)
        if not agrees and (order or is_own(name[1])):
            yield (2 if order else 1, *name, is_known)

def find_positions(rows):
    """Positions of managed symbols that are not expected; None where the list has two amounts of one."""
    amounts = {(row["symbol"], number(row["positionAmt"])) for row in rows}
    if len(amounts) > len({symbol for symbol, _ in amounts}):
        return None
    expected = {one["symbol"]: number(one["quantity"]) for one in EXPECTED["positions"]}
    managed = {*CONFIG["symbolWhitelist"], *expected} - {symbol for symbol, amount in expected.items() if amount != 0}
    return sorted((symbol, amount) for symbol, amount in amounts if amount != 0 and symbol in managed)

def is_blocked(is_same):
    """Whether it was tried twice since an unknown outcome."""
    since = now_ms() - CONFIG["attemptWindowSeconds"] * 1_000
    statuses = [call["status"] for call in PRIOR if call["atMs"] > since and is_same(call["request"])]
    last = max((at for at, status in enumerate(statuses) if status == "accepted"), default=-1)
    return "unknown" in statuses[last + 1:-1]

def send(method, **parameters):
    """`ended`: the outcome is unknown, or the venue has banned us. Nothing more may be sent."""
    status, reply = ask(method, "/fapi/v1/order", **parameters) if IS_LIVE else (200, {"clientOrderId": ""})
    fields = reply if isinstance(reply, dict) else {}
    if status == 200 and "clientOrderId" in fields:
        return "accepted"
    has_failed = status == 503 and "Unknown error" not in fields.get("msg", "Unknown error")
    return "rejected" if status == 400 or has_failed else "ended"

def new_id(symbol):
    start, now = f"{CONFIG['clientOrderIdPrefix']}{CONFIG['allowedStrategies'][0]}_", now_ms()
    end = f"_0_{now // 1_000}_{now % 1_000 * 1_000 + next(COUNT)}"
    return start + re.sub("[^A-Z0-9_]+_?", "", symbol)[:36 - len(start) - len(end)].rstrip("_") + end

def quantities_of(symbol, size):
    """Of the orders that close a position: the filters of the venue round, split or forbid it."""
    bounds = {"stepSize": "1e-18", "minQuantity": "0", "maxMarketQuantity": size, **INPUT.get("filters", {}).get(symbol, {})}
    step, least, most = (number(bounds[name]) for name in ("stepSize", "minQuantity", "maxMarketQuantity"))
    left, most = size - size % step, most - most % step
    while min(left, most) > 0 and min(left, most) >= least:
        yield format(min(left, most), "f")
        left -= min(left, most)

def reconcile():
    action, read_at = CONFIG["action"], now_ms()
    if any(read_at < call.get("bannedUntilMs", 0) for call in PRIOR):
        return
    rows, amounts = read_list("/fapi/v1/openOrders"), read_list("/fapi/v3/positionRisk")
    orders = None if rows is None else sorted(find_orders(rows, read_at))
    if orders is None or action == "none" or (orders and action == "flatten"):
        return
    for _, symbol, order_id, is_known in orders:
        same = {"method": "cancelOrder", "symbol": symbol, "clientOrderId": order_id}
        if is_known and is_own(order_id) and not is_blocked(lambda call: same.items() <= call.items()):
            if send("DELETE", symbol=symbol, origClientOrderId=order_id) == "ended":
                return
    may_close = amounts is not None and not orders and action != "cancel_all"
    for symbol, amount in (may_close and find_positions(amounts)) or []:
        order = {"symbol": symbol, "side": "BUY" if amount < 0 else "SELL", "type": "MARKET", "reduceOnly": "true"}
        is_same = lambda call: call.get("side") == order["side"] and call["symbol"] == symbol
        outcome = "rejected" if is_blocked(is_same) else "accepted"
        for quantity in quantities_of(symbol, abs(amount)):
            if outcome == "accepted":
                outcome = send("POST", **order, quantity=quantity, newClientOrderId=new_id(symbol))
        if outcome == "ended":
            return

if CONFIRM is not None and not IS_LIVE:
    sys.exit(1)
reconcile()
