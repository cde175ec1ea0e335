/** What sequences of a batch with a focus are generated from. */
import * as fc from "fast-check";
import { copyConfig } from "../../src/domain/copies.ts";
import type { Fault, Theme } from "../../src/domain/theme.ts";
import type { Step } from "../../src/scenario/step.ts";
import { configurationOfManyCalls } from "./config.ts";
import { focusedFault, stepsOfFault, type Focus } from "./focus.ts";
import { cancellableSlot } from "./order.ts";
import { replyMs } from "./port-fault.ts";
import type { OperationName } from "./sequence-operations.ts";
import type { Operation } from "./step-generator.ts";
import { setPosition } from "./steps/set-position.ts";
import { manySymbols, symbols } from "./symbol.ts";

const operationsOf: { readonly [Name in Theme]?: readonly OperationName[] } = {
  "prior calls": ["run"],
  "conditional orders": ["place-conditional-order", "trigger-order"],
  "external orders": ["add-order"],
  "repeated ids": ["round-trip"],
  "changed circumstances": ["set-config", "set-price", "set-gates", "set-position-mode"],
  "clock set": ["set-clock"],
  "order updates": ["order-update", "deliver-update", "round-trip"],
  restart: ["restart"],
};

/** The faults that happen are those of the focus. */
const withFaults: ReadonlySet<OperationName> = new Set([
  "set-port-faults",
  "set-audit-fault",
  "snapshot",
  "crash",
]);

const timesAsLikely = 5;

/** A name that is listed twice is twice as likely. */
export function focusedOperations(
  allowed: readonly OperationName[],
  { themes }: Focus,
): readonly OperationName[] {
  const own = [...themes].flatMap((theme) => operationsOf[theme] ?? []);
  const most = Array.from({ length: timesAsLikely - 1 }, () => own).flat();
  return [...allowed.filter((name) => !withFaults.has(name)), ...most];
}

const noChange = fc.constant<Operation>(() => []);
const noTime = fc.constant(null);

/** None, or until a cooldown has passed, or the longest time by which the clock is set back. */
const waits = fc.constantFrom<(readonly Step[])[]>(
  [],
  [{ kind: "advance-clock", ms: 60_000 }],
  [{ kind: "advance-clock", ms: 3_600_001 }],
);

/** Whether the list of conditional orders has the fault of the others: not, too, or instead of them. */
const thirdLists = ["no", "too", "alone"] as const;
const noThirdList = fc.constant<(typeof thirdLists)[number]>("no");
const ok = { kind: "ok" } as const;

function withThirdList(step: Step, third: (typeof thirdLists)[number]): Step {
  if (step.kind !== "snapshot" || third === "no") return step;
  const { orders, positions } = step;
  const conditionalOrders = orders.kind === "ok" ? positions : orders;
  if (conditionalOrders.kind === "ok") return step;
  return third === "too"
    ? { ...step, conditionalOrders }
    : { kind: "snapshot", orders: ok, positions: ok, conditionalOrders };
}

/** A run that meets the fault, often after a position changed. */
export function faultOperation(
  name: Fault,
  { themes }: Focus,
  isLarge = false,
): fc.Arbitrary<Operation> {
  return fc
    .record({
      wait: waits,
      change: fc.oneof(noChange, setPosition.generate, setPosition.generate),
      fault: focusedFault(name, isLarge),
      takesMs: themes.has("slow replies") ? fc.oneof(noTime, replyMs) : noTime,
      third: themes.has("conditional orders") ? fc.constantFrom(...thirdLists) : noThirdList,
    })
    .map(({ wait, change, fault, takesMs, third }): Operation => {
      const steps = stepsOfFault(fault, takesMs).map((step) => withThirdList(step, third));
      return (context) => [...wait, ...change(context), ...steps];
    });
}

/** Nothing but a fault ends the calls of a run before its last order. */
export const largeConfiguration = configurationOfManyCalls([999]).map((config) =>
  copyConfig({ ...config, cooldownSeconds: 0, maxSymbolsPerAction: 1_000 }),
);

// No other order of a sequence is on one of these symbols, so that each id is unique.
const ownSymbols = fc.constantFrom(...manySymbols.slice(symbols.length));

export const manySlots = fc.array(cancellableSlot(ownSymbols), {
  minLength: 20,
  maxLength: 24,
  size: "max",
});
