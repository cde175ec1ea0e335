#!/usr/bin/env python3
"""Lets reconcile-harness judge our bot. Fill in `reconcile`; the rest can stay as it is."""
import json, sys


def reconcile(run, http):
    """One run of the bot, with `http` in place of its HTTP client and `run["nowMs"]` in place of its clock."""
    # our_bot.reconcile(http, now_ms=run["nowMs"], expected=run["expected"], config=run["config"], gates=run["gates"])
    return {"mode": "dry_run" if run["gates"]["confirm"] is None else "live"}


class Http:
    """The replies of the venue. The bot's own port uses them: a port that is written for a test hides faults."""

    def __init__(self, run):
        self.run = run

    def request(self, method, path, params):
        if (method, path) == ("GET", "/fapi/v1/openOrders"):
            return [order_row(order) for order in self.items("orders")]
        if (method, path) == ("GET", "/fapi/v3/positionRisk"):
            return [{**p, "positionAmt": p["quantity"]} for p in self.items("positions")]
        if (method, path) == ("DELETE", "/fapi/v1/order"):
            names = {"symbol": "symbol", "origClientOrderId": "clientOrderId"}
            return self.call("port/cancelOrder", params, names)
        if (method, path) == ("POST", "/fapi/v1/order"):
            names = {name: name for name in ("symbol", "side", "quantity", "positionSide", "reduceOnly")}
            return self.call("port/placeMarketOrder", params, {**names, "newClientOrderId": "clientOrderId"})
        raise NotImplementedError(f"{method} {path}")

    def items(self, part):
        if self.run["snapshot"][part]["status"] != "ok":
            raise ConnectionError(self.run["snapshot"][part]["error"])
        return self.run["snapshot"][part]["items"]

    def call(self, method, params, names):
        wanted = {to: params[name] for name, to in names.items() if name in params}
        send({"id": method, "method": method, "params": {"run": self.run["run"], **wanted}})
        answer = json.loads(sys.stdin.readline())
        if "error" in answer or answer["result"]["status"] == "unknown":
            raise TimeoutError("no reply: the outcome is unknown")
        return answer["result"]  # accepted, or rejected with the code and the message of the venue


def order_row(order):
    status = {"OPEN": "NEW", "CANCELLED": "CANCELED"}.get(order["status"], order["status"])
    return {**order, "origQty": order["quantity"], "executedQty": order["filledQuantity"], "status": status}


def send(message):
    print(json.dumps({"jsonrpc": "2.0", **message}), flush=True)


identity = {"protocolVersion": 2, "name": "our bot", "capabilities": {"reports": ["mode"]}}
answers = {"initialize": lambda run: identity, "reconcile": lambda run: reconcile(run, Http(run))}
for request in map(json.loads, iter(sys.stdin.readline, "")):
    answer = answers.get(request["method"])  # none for `start`: the bot keeps nothing between runs
    result = {"result": answer(request["params"])} if answer else {"error": {"code": -32601, "message": "none"}}
    send({"id": request["id"], **result})
