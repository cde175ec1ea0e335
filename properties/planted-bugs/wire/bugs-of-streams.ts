/** Bugs of what a bot takes from its user stream. Each case fails only with the fault of the stream. */
import { withStreamFaults } from "../../arbitraries/stream-faults.ts";
import { withOrder } from "../../enumeration/on-wire.ts";
import { withPartFill, withTwoFills } from "../../enumeration/streams-on-wire.ts";
import type { WireBug } from "./wire-bug.ts";

const clear = `  if (status === 200 && isWhole) return "accepted";\n`;
/** A cancel is sent again where no event has shown its effect. */
const sendAgain = (isDue: string) => `  if (status === 200 && isWhole) {
    const { symbol, origClientOrderId: id } = parameters;
    if (${isDue} && !hasEnded(symbol, id)) await ask(method, path, parameters);
    return "accepted";
  }
`;

const leave = "function book(order) {\n  movedPositions.add(placeOf(order));\n}";
/** The expected position moves by each event as it comes. */
const move = (quantity: string) => `function book(order, event) {
  const position = expected.positions.find((one) => placeOf(one) === placeOf(order));
  const sign = order.side === "BUY" ? 1 : -1;
  position.start ??= Number(position.quantity);
  position.quantity = String(${quantity});
}`;

export const bugsOfStreams: readonly WireBug[] = [
  {
    name: "closed-stream-read-as-silence",
    replaces: "  await reconcile();\n} finally",
    by: "  await settled();\n  if (stream.isOpen) await reconcile();\n} finally",
    expectedFailure: "quiet-stream-is-not-agreement/no-list-with-a-stream",
    scenario: withStreamFaults(withOrder, [{ event: 0, kind: "close" }]),
    hasStream: true,
  },
  {
    name: "listen-key-never-renewed",
    replaces: clear,
    by: sendAgain(`method === "DELETE" && stream.isOpen`),
    expectedFailure: "one-call-per-intent/duplicate-call",
    scenario: withStreamFaults(withOrder, [{ event: 0, kind: "expire" }]),
    hasStream: true,
  },
  {
    name: "cancel-without-event-sent-again",
    replaces: clear,
    by: sendAgain(`method === "DELETE"`),
    expectedFailure: "one-call-per-intent/duplicate-call",
    scenario: withStreamFaults(withOrder, [{ event: 1, kind: "drop" }]),
    hasStream: true,
  },
  {
    name: "repeated-event-booked-twice",
    replaces: leave,
    by: move("Number(position.quantity) + sign * Number(event.l)"),
    expectedFailure: "no-mismatch-no-action/action-without-mismatch",
    scenario: withStreamFaults(withPartFill, [{ event: 2, kind: "duplicate" }]),
    hasStream: true,
  },
  {
    name: "older-event-booked-last",
    replaces: leave,
    by: move("position.start + sign * Number(event.z)"),
    expectedFailure: "no-mismatch-no-action/action-without-mismatch",
    scenario: withStreamFaults(withTwoFills, [{ event: 2, kind: "reorder" }]),
    hasStream: true,
  },
];
