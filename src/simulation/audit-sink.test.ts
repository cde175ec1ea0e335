import { expect, test } from "vitest";
import { decimalSchema } from "../domain/decimal.ts";
import type { InteractionEffect } from "../exchange/simulated-port.ts";
import { attemptEvent, resultEvent, runEvent } from "../test-fixtures/audit-events.ts";
import { SimulatedAuditSink } from "./audit-sink.ts";
import { processCrashed } from "./crash-injector.ts";

const sinkWith = (effect: ReturnType<InteractionEffect>, trail?: { append: () => string | null }) =>
  new SimulatedAuditSink(
    () => effect,
    () => 3,
    trail,
  );

test("accepted events are kept in canonical form, and the others by their run and type", () => {
  const sink = sinkWith("survives");
  const verbose = attemptEvent({
    kind: "flatten",
    side: "SELL",
    quantity: decimalSchema.parse("0.10"),
  });
  sink.setFault(false, 2);
  expect([verbose, resultEvent(), runEvent()].map((event) => sink.append(event))).toEqual([
    null,
    null,
    "the trail of this scenario is not writable",
  ]);
  expect(sink.events).toEqual([{ ...verbose, quantity: "0.1" }, resultEvent()]);
  expect(sink.rejected).toEqual([{ run: 3, event: "RECONCILE_RUN", auditEventsBefore: 2 }]);
  sink.setFault(true, 0);
  expect(sink.append(runEvent())).toBeNull();
  expect(sink.events).toHaveLength(3);
});

test("after so many rejected events the trail is writable again", () => {
  const sink = sinkWith("survives");
  sink.setFault(false, 1, 2);
  const isAccepted = Array.from({ length: 5 }, () => sink.append(runEvent()) === null);
  expect(isAccepted).toEqual([true, false, false, true, true]);
  expect(sink.rejected.map(({ auditEventsBefore }) => auditEventsBefore)).toEqual([1, 1]);
  sink.setFault(false, 0);
  expect(Array.from({ length: 4 }, () => sink.append(runEvent()))).not.toContain(null);
});

test("a trail receives what the scenario accepts, and its failure is the answer", () => {
  let appended = 0;
  const answers = [null, "the disk is full"];
  const trail = { append: () => answers[appended++] ?? null };
  const sink = sinkWith("survives", trail);
  expect([sink.append(attemptEvent()), sink.append(resultEvent())]).toEqual(answers);
  expect(sink.events).toEqual([attemptEvent()]);
  expect(sink.rejected).toEqual([{ run: 3, event: "REMEDIATE_RESULT", auditEventsBefore: 1 }]);
  sink.setFault(false, 0);
  sink.append(runEvent());
  expect(appended).toBe(2);
});

test.each([
  ["crash-before", []],
  ["crash-after", [runEvent()]],
] as const)("with %s the event ends the process", (effect, events) => {
  const sink = sinkWith(effect);
  expect(() => sink.append(runEvent())).toThrow(processCrashed);
  expect(sink.events).toEqual(events);
});
