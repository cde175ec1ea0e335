/** Port calls outside every run: in a start, between two runs, after an answer. */
import { applyOrderUpdate } from "../../src/pipeline/order-update.ts";
import type { Port } from "../../src/pipeline/services.ts";
import { forgedPermit, probe } from "./gates.ts";
import { sequenceSiblings, siblings, type Hooks, type PlantedBug } from "./planted-bug.ts";

/** The port of the last run, which the bot keeps; `call` cancels through it, and ignores what comes of it. */
function keptPort() {
  let kept: Port | null = null;
  const call = () => void kept?.cancelOrder(forgedPermit, probe).catch(() => null);
  const keep: Hooks["port"] = (port) => (kept = port);
  return { call, keep };
}

function cancelsAtStart() {
  const { call, keep } = keptPort();
  return { hooks: { port: keep }, start: call };
}

function cancelsOnOrderUpdate() {
  const { call, keep } = keptPort();
  const apply: typeof applyOrderUpdate = (expected, update) => {
    call();
    return applyOrderUpdate(expected, update);
  };
  return { hooks: { port: keep, applyOrderUpdate: apply } };
}

function cancelsAfterAnswer() {
  const { call, keep } = keptPort();
  const keepAndCall: Hooks["port"] = (port) => {
    setImmediate(call);
    return keep(port);
  };
  return { hooks: { port: keepAndCall } };
}

export const outsideRunBugs: readonly PlantedBug[] = [
  ...sequenceSiblings("port-calls-happen-inside-a-run/call-in-start", 2, {
    "cancel-sent-at-start": cancelsAtStart(),
  }),
  ...sequenceSiblings("port-calls-happen-inside-a-run/call-between-runs", 2, {
    "cancel-sent-on-order-update": cancelsOnOrderUpdate(),
  }),
  ...siblings("port-calls-happen-inside-a-run/call-after-answer", 1, {
    "cancel-sent-after-answer": cancelsAfterAnswer(),
  }),
];
