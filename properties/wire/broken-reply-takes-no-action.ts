/** `{}`, `null` or half a list is no empty list: a bot that reads it as flat acts on nothing. */
import { describeRecordedRequest, type RecordedRequest } from "../../src/domain/wire-request.ts";
import { discarded, fail, pass, type RunProperty, type Verdict } from "../property.ts";

export const brokenReplyTakesNoAction: RunProperty = {
  kind: "run",
  name: "broken-reply-takes-no-action",
  statement:
    "A run sends no mutating request for a list of which the last reply was broken or an error.",
  severity: "money",
  checks: ["action-after-broken-reply"],
  requires: ["wire"],
  judge: ({ observation: { runContexts, requests } }) => {
    let verdict: Verdict = discarded("every list was read");
    for (const run of runContexts.keys()) {
      const own = requests.filter((request) => request.run === run);
      const judged = judgeRun(run, own);
      if (judged.kind === "fail") return judged;
      if (judged.kind === "pass") verdict = judged;
    }
    return verdict;
  },
};

function judgeRun(run: number, requests: readonly RecordedRequest[]): Verdict {
  const first = requests.findIndex(({ group }) => group === "mutating");
  const before = first === -1 ? requests : requests.slice(0, first);
  const unread = lists.filter((list) => {
    const last = before.findLast((request) => request.list === list);
    return last !== undefined && last.reply !== "ok";
  });
  const [list] = unread;
  if (list === undefined) return discarded("every list was read");
  const action = requests.find(
    (request, at) => at >= first && first !== -1 && needs(request, unread),
  );
  if (action === undefined) return pass;
  const reply = before.findLast((request) => request.list === list);
  const violation = {
    run,
    expected: `no action that needs the ${nameOf[list]}: ${reply?.path} had no valid reply`,
    actual: describeRecordedRequest(action),
  };
  return fail("action-after-broken-reply", violation, `${list}/${reply?.reply}`);
}

const lists = ["orders", "positions", "conditionalOrders"] as const;

const nameOf = {
  orders: "orders",
  positions: "positions",
  conditionalOrders: "conditional orders",
} as const;

/** A new order needs every list; a cancel needs that of its order. */
function needs({ group, method, path }: RecordedRequest, unread: readonly string[]): boolean {
  if (group !== "mutating") return false;
  if (method !== "DELETE") return true;
  return unread.includes(/algo/i.test(path) ? "conditionalOrders" : "orders");
}
