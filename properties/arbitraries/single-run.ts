/** Steps of one or two runs, on snapshots that are ok, old, stale, from the future or failed, or that mislead. */
import * as fc from "fast-check";
import type { Fault } from "../../src/domain/theme.ts";
import type { SnapshotPartStep, Step } from "../../src/scenario/step.ts";
import type { PortFault } from "../../src/domain/port-fault.ts";
import { focusedFault, type Focus, type FocusedFault } from "./focus.ts";
import {
  acceptThenBan,
  acceptThenBusy,
  longestBanMs,
  portFaults,
  replyMs,
  slowReplyMs,
  withSlowReplies,
} from "./port-fault.ts";
import { misleadingPart, outdatedPart } from "./snapshot-part.ts";
import { rejectedEvents, unwritable } from "./steps/set-audit-fault.ts";

/** How often each kind of fault happens. Weights are integers of at least 0. */
export type FaultMix = {
  /** The weight of a list that failed, is old or is from the future: each one counts twice, against 17 for all others. */
  readonly snapshot: number;
  /** The weight of a fault in a port call, against 2 for none. */
  readonly port: number;
  /** The weight of a second run, against 4 for none. */
  readonly secondRun: number;
  /** Between the two runs, in milliseconds. */
  readonly waitsMs?: readonly number[];
  /** Each list of the second snapshot; absent: mostly `ok`. */
  readonly secondPart?: fc.Arbitrary<SnapshotPartStep>;
  /** The audit trail accepts every event; absent: it rejects some in half of the cases. */
  readonly isTrailWritable?: boolean;
  /** The only faults, and the time that a reply takes; absent: any. */
  readonly focused?: fc.Arbitrary<Focused>;
};

type Focused = {
  /** What happens, and where. */
  readonly fault: FocusedFault;
  /** The time that a reply takes, in milliseconds; null: none. */
  readonly slowMs: number | null;
  /** Whether a list fault is in the second snapshot. */
  readonly isLater: boolean;
};

const usualWaitsMs = [60_000, 59_999, 0, 1_000];

const ok: SnapshotPartStep = { kind: "ok" };

function snapshotPart(faultWeight: number): fc.Arbitrary<SnapshotPartStep> {
  return fc.oneof(
    { arbitrary: fc.constant(ok), weight: 16 },
    {
      arbitrary: fc.constantFrom<SnapshotPartStep[]>(
        { kind: "failed" },
        { kind: "failed" },
        { kind: "old", ageMs: 120_001 },
        { kind: "old", ageMs: 120_000 },
        { kind: "old", ageMs: 60_001 },
        { kind: "future", skewMs: 1 },
      ),
      weight: 2 * faultWeight,
    },
    { arbitrary: misleadingPart, weight: 1 },
  );
}

const secondPart = fc.oneof(
  { arbitrary: fc.constant(ok), weight: 10 },
  { arbitrary: misleadingPart, weight: 1 },
  { arbitrary: outdatedPart, weight: 2 },
);

/**
 * Steps of one or two runs, on snapshots that are right, old, failed or misleading.
 *
 * @param faultMix How often each kind of fault happens.
 * @returns an arbitrary of `steps` of a scenario
 * @throws `Error` of fast-check for a weight that is no integer of at least 0, and for an empty `waitsMs`
 */
export function steps(faultMix: FaultMix): fc.Arbitrary<readonly Step[]> {
  const part = snapshotPart(faultMix.snapshot);
  return fc
    .record({
      eventsAccepted: faultMix.isTrailWritable === true ? allEvents : someEvents,
      eventsRejected: rejectedEvents,
      faults: portFaults(faultMix.port),
      orders: part,
      positions: part,
      hasSecondSnapshot: fc.constantFrom(true, true, true, true, false),
      secondOrders: faultMix.secondPart ?? secondPart,
      secondPositions: faultMix.secondPart ?? secondPart,
      waitMs: fc.oneof(
        { arbitrary: fc.constant(null), weight: 4 },
        {
          arbitrary: fc.constantFrom(...(faultMix.waitsMs ?? usualWaitsMs)),
          weight: faultMix.secondRun,
        },
      ),
      slowMs: slowReplyMs,
      timing: fc.constantFrom(...timings),
      focused: faultMix.focused ?? noFocus,
    })
    .map(({ timing, focused, ...usual }) => {
      const drawn = focused === null ? usual : withFault(focused, usual);
      const {
        eventsAccepted,
        eventsRejected,
        faults: met,
        orders,
        positions,
        slowMs,
        ...second
      } = drawn.slowMs === null || focused !== null ? drawn : withTiming(timing, drawn);
      const faults = withSlowReplies(met, slowMs);
      return [
        ...(eventsAccepted === null ? [] : [unwritable(eventsAccepted, eventsRejected)]),
        ...(faults.length === 0 ? [] : [{ kind: "set-port-faults", faults } as const]),
        { kind: "snapshot", orders, positions },
        { kind: "reconcile" },
        ...secondRun(second),
      ] as readonly Step[];
    });
}

const noFocus = fc.constant(null);
/** Null: all. */
const allEvents = fc.constant(null);
const someEvents = fc.constantFrom(null, null, null, null, null, 0, 0, 0, 1, 2, 3);

/** The usual mix, but for the faults: there is one, which the batch focuses on. */
export function focusedMix(
  { themes }: Focus,
  name: Fault,
  usual: FaultMix,
  isLarge = false,
): FaultMix {
  const isSlow = themes.has("slow replies") ? fc.boolean() : fc.constant(false);
  const focused = fc
    .record({
      fault: focusedFault(name, isLarge),
      isSlow,
      slowMs: replyMs,
      isLater: fc.constantFrom(false, false, true),
    })
    .map(({ fault, isSlow: takesTime, slowMs, isLater }) => ({
      fault,
      slowMs: takesTime ? slowMs : null,
      isLater,
    }));
  const hasPriorCalls = themes.has("prior calls");
  return {
    ...usual,
    secondRun: hasPriorCalls ? Math.max(40, usual.secondRun) : usual.secondRun,
    focused,
  };
}

/** The drawn case with this fault and no other. */
function withFault<Drawn extends Timed>({ fault, slowMs, isLater }: Focused, drawn: Drawn): Drawn {
  const { port, orders, positions, eventsAccepted, eventsRejected } = fault;
  const lists = isLater
    ? { orders: ok, positions: ok, secondOrders: orders, secondPositions: positions }
    : { orders, positions, secondOrders: ok, secondPositions: ok };
  return { ...drawn, ...lists, faults: port, eventsAccepted, eventsRejected, slowMs };
}

/** Where a reply takes time: what shows that a run counts from a wrong time. */
const timings = [
  "any",
  "at the age limit",
  "in the cooldown",
  "after the first call",
  "in a ban",
  "late in a long ban",
  "at the end of a ban",
] as const;
type Timing = (typeof timings)[number];

const minuteMs = 60_000;
const dayMs = 86_400_000;

/**
 * The oldest snapshot that is valid, or a second run before the end of a cooldown of a minute: just before it, or a
 * minute after the first of two calls. Or a ban after the first call, which the next remediations meet; or a ban of
 * three days, which a run meets in the third of them; or usually a run in the millisecond in which a ban is over.
 */
function withTiming<Drawn extends Timed>(timing: Timing, drawn: Drawn): Drawn {
  if (timing === "any") return drawn;
  if (timing === "in a ban") return { ...drawn, faults: acceptThenBan, eventsAccepted: null };
  if (timing === "late in a long ban") {
    const second = { waitMs: longestBanMs - dayMs, hasSecondSnapshot: true, secondOrders: ok };
    const faults = [{ kind: "rate-limit", banMs: longestBanMs }] as const;
    return { ...drawn, ...second, faults, eventsAccepted: null, secondPositions: ok };
  }
  if (timing === "at the end of a ban") {
    const second = { waitMs: minuteMs, hasSecondSnapshot: true, secondOrders: ok };
    const faults = [{ kind: "rate-limit", banMs: minuteMs }] as const;
    const atOnce = { slowMs: null, eventsAccepted: null, secondPositions: ok };
    return { ...drawn, ...second, ...atOnce, faults };
  }
  const faults = acceptThenBusy;
  if (timing !== "at the age limit") {
    const repliesMs = timing === "in the cooldown" ? 1 : 2 * (drawn.slowMs ?? 0);
    const waitMs = Math.max(0, minuteMs - repliesMs);
    const second = { waitMs, hasSecondSnapshot: true, secondOrders: ok };
    return { ...drawn, ...second, faults, eventsAccepted: null, secondPositions: ok };
  }
  const oldest = { kind: "old", ageMs: 120_000 } as const;
  return { ...drawn, faults, orders: oldest, positions: oldest };
}

type Timed = Second & {
  readonly slowMs: number | null;
  readonly eventsAccepted: number | null;
  readonly eventsRejected: number | null;
  readonly faults: readonly PortFault[];
  readonly orders: SnapshotPartStep;
  readonly positions: SnapshotPartStep;
};

type Second = {
  readonly waitMs: number | null;
  readonly hasSecondSnapshot: boolean;
  readonly secondOrders: SnapshotPartStep;
  readonly secondPositions: SnapshotPartStep;
};

/** Without another snapshot the second run sees the state from before the first run. */
function secondRun({
  waitMs: ms,
  hasSecondSnapshot,
  secondOrders: orders,
  secondPositions: positions,
}: Second): Step[] {
  if (ms === null) return [];
  return [
    ...(ms === 0 ? [] : [{ kind: "advance-clock", ms } as const]),
    ...(hasSecondSnapshot ? [{ kind: "snapshot", orders, positions } as const] : []),
    { kind: "reconcile" },
  ];
}
