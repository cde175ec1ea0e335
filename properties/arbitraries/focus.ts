/**
 * What a batch focuses on (swarm testing): a few themes, which most of its cases have, and a few faults, the only ones
 * of its cases. So large and long situations meet each fault, and one fault happens again and again.
 */
import * as fc from "fast-check";
import type { PortFault } from "../../src/domain/port-fault.ts";
import type { Fault, Theme } from "../../src/domain/theme.ts";
import type { SnapshotPartStep, Step } from "../../src/scenario/step.ts";
import { decimals } from "./decimal.ts";
import type { OrderSlot } from "./order.ts";
import { accept, faultKinds, withSlowReplies } from "./port-fault.ts";
import { misleadingParts } from "./snapshot-part.ts";
import { rejectedEvents, unwritable, writableAgain } from "./steps/set-audit-fault.ts";

export type Focus = { readonly themes: ReadonlySet<Theme>; readonly faults: readonly Fault[] };

/** They need a large book, which costs as much as dozens of others, so that few cases have one. */
const largeThemes: readonly Theme[] = ["large book", "many symbols", "many port calls"];

export function isOnLargeBooks({ themes }: Focus): boolean {
  return largeThemes.some((theme) => themes.has(theme));
}

/** In most cases of a batch that focuses on the theme. */
export function mostly(theme: Theme, focus: Focus | null): fc.Arbitrary<boolean> | null {
  return focus?.themes.has(theme) === true ? fc.constantFrom(true, true, true, false) : null;
}

const [longest] = decimals("12345678901234567.123456789012345678");

/** The orders with what the themes of the focus need of them, in two of three cases. */
export function focusedSlots(
  slots: readonly OrderSlot[],
  focus: Focus | null,
): readonly OrderSlot[] {
  const [first, second, ...others] = slots;
  if (focus === null || first === undefined || first.level === 1) return slots;
  const { themes } = focus;
  const isRepeated = themes.has("repeated ids");
  const trait = first.isBuy ? "id used before" : "id on another symbol";
  const changed: OrderSlot = {
    ...first,
    trait: isRepeated ? trait : first.trait,
    observed: isRepeated ? (first.observed ?? "OPEN") : first.observed,
    quantity: (themes.has("long numbers") ? longest : undefined) ?? first.quantity,
  };
  if (second === undefined) return [changed];
  const isExternal = themes.has("external orders");
  return [
    changed,
    isExternal ? { ...second, owner: "external", observed: "OPEN" } : second,
    ...others,
  ];
}

const outdated = (...parts: readonly SnapshotPartStep[]) => fc.constantFrom(...parts);

const listFaults: { readonly [Name in Fault]?: fc.Arbitrary<SnapshotPartStep> } = {
  "list failed": outdated({ kind: "failed" }),
  "list old": outdated(
    ...[120_001, 120_000, 60_001, 1_000].map((ageMs) => ({ kind: "old", ageMs }) as const),
  ),
  "list future": outdated({ kind: "future", skewMs: 1 }),
  "list truncated": misleadingParts.truncated,
  "list lagging": misleadingParts.lagging,
  "list omitting": misleadingParts.omitting,
  "list repeating": misleadingParts.repeating,
};

const ok: SnapshotPartStep = { kind: "ok" };

/** A fault, and where it happens in steps that have no other one. */
export type FocusedFault = {
  /** The faults of the next port calls, in their order. */
  readonly port: readonly PortFault[];
  /** How the snapshot shows the orders. */
  readonly orders: SnapshotPartStep;
  /** How the snapshot shows the positions. */
  readonly positions: SnapshotPartStep;
  /** After so many audit events; null: not in this case. */
  readonly eventsAccepted: number | null;
  /** After so many rejected ones the trail is writable again; null: after the run. */
  readonly eventsRejected: number | null;
  /** The process ends after so many port calls and audit events; null: it does not. */
  readonly crashAfter: number | null;
};

export const noFault: FocusedFault = {
  port: [],
  orders: ok,
  positions: ok,
  eventsAccepted: null,
  eventsRejected: null,
  crashAfter: null,
};

/** So late that a run of a large book has made ten calls: a call has two events. */
const moments = (isLargeCase: boolean, last: number) =>
  isLargeCase ? fc.constantFrom(0, last * 10, last * 12, last * 12) : fc.nat({ max: last });

export function focusedFault(name: Fault, isLargeCase: boolean): fc.Arbitrary<FocusedFault> {
  if (name === "crash") {
    return moments(isLargeCase, 5).map((crashAfter) => ({ ...noFault, crashAfter }));
  }
  if (name === "audit fault") {
    return fc
      .tuple(moments(isLargeCase, 3), rejectedEvents)
      .map(([eventsAccepted, eventsRejected]) => ({ ...noFault, eventsAccepted, eventsRejected }));
  }
  const part = listFaults[name];
  if (part !== undefined) {
    return fc
      .tuple(part, part, fc.constantFrom("orders", "positions", "both"))
      .map(([orders, positions, shown]) => ({
        ...noFault,
        orders: shown === "positions" ? ok : orders,
        positions: shown === "orders" ? ok : positions,
      }));
  }
  const some = faultKinds.filter(({ kind }) => name === `port ${kind}`);
  const callsBefore = isLargeCase ? fc.constantFrom(0, 12, 12, 12) : fc.constantFrom(0, 0, 0, 1, 1);
  return fc
    .tuple(callsBefore, fc.array(fc.constantFrom(...some), { minLength: 1, maxLength: 3 }))
    .map(([calls, met]) => ({
      ...noFault,
      port: [...Array.from({ length: calls }, () => accept), ...met],
    }));
}

/** The steps that make the fault happen in the next run, and end it after that. */
export function stepsOfFault(fault: FocusedFault, takesMs: number | null): readonly Step[] {
  const { port, orders, positions, eventsAccepted, eventsRejected, crashAfter } = fault;
  const isUnwritable = eventsAccepted !== null;
  return [
    ...(port.length === 0 && takesMs === null
      ? []
      : [{ kind: "set-port-faults", faults: withSlowReplies(port, takesMs) } as const]),
    ...(isUnwritable ? [unwritable(eventsAccepted, eventsRejected)] : []),
    ...(crashAfter === null
      ? []
      : [{ kind: "crash", afterInteractions: crashAfter, applied: crashAfter % 2 === 1 } as const]),
    { kind: "snapshot", orders, positions },
    { kind: "reconcile" },
    ...(isUnwritable && eventsRejected === null ? [writableAgain] : []),
  ];
}
