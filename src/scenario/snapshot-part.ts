/** One part of a snapshot as data: whether the read succeeds, and what it shows of the exchange state. */
import * as z from "zod";
import type { SnapshotPart } from "../domain/snapshot.ts";
import { durationMsSchema } from "../domain/time.ts";
import { smallerNumbers } from "./smaller-values.ts";

const countSchema = z.int().min(0).max(999);

const partUnion = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("ok") }),
  z.strictObject({ kind: z.literal("failed") }),
  /** The state of `ageMs` ago, with the time of then. */
  z.strictObject({ kind: z.literal("old"), ageMs: durationMsSchema }),
  /** The current state with a time `skewMs` ahead of now, as from a wrong clock. */
  z.strictObject({ kind: z.literal("future"), skewMs: durationMsSchema.min(1) }),
  // The others have the current time, so no time shows that they mislead.
  /** The first entries of the list, as if there were no other page. */
  z.strictObject({ kind: z.literal("truncated"), count: countSchema }),
  /** The state of `ageMs` ago. */
  z.strictObject({ kind: z.literal("lagging"), ageMs: durationMsSchema }),
  /** All entries but one. The index is taken modulo. */
  z.strictObject({ kind: z.literal("omitting"), index: countSchema }),
  /**
   * One entry twice: as it is, and as it was `ageMs` ago, if it was listed then. The older copy is the first
   * or the last entry. The index is taken modulo.
   */
  z.strictObject({
    kind: z.literal("repeating"),
    index: countSchema,
    ageMs: durationMsSchema,
    olderCopy: z.enum(["last", "first"]),
  }),
]);
export const snapshotPartSchema = partUnion.readonly();
export type SnapshotPartStep = z.infer<typeof snapshotPartSchema>;
export const snapshotPartKinds: readonly SnapshotPartStep["kind"][] = partUnion.options.map(
  ({ shape }) => shape.kind.value,
);

/** Above the default limit of the age of a snapshot. */
const oldMs = 120_001;

const kindsByPlace: ReadonlySet<SnapshotPartStep["kind"]> = new Set([
  "truncated",
  "omitting",
  "repeating",
]);

/** Whether the place of an entry in the list decides what the part shows of it. */
export function isByPlace({ kind }: SnapshotPartStep): boolean {
  return kindsByPlace.has(kind);
}

/** The part as a read shows it that does not name its time: an old state, or the current one. */
export function withoutReadTime(part: SnapshotPartStep): SnapshotPartStep {
  if (part.kind === "old") return { kind: "lagging", ageMs: part.ageMs };
  return part.kind === "future" ? { kind: "ok" } : part;
}

export function describeSnapshotPart(part: SnapshotPartStep): string {
  switch (part.kind) {
    case "ok":
    case "failed":
      return part.kind;
    case "old":
      return `${part.ageMs} ms old`;
    case "future":
      return `${part.skewMs} ms in the future`;
    case "truncated":
      return `truncated after ${part.count}`;
    case "lagging":
      return `lagging by ${part.ageMs} ms`;
    case "omitting":
      return `without entry ${part.index + 1}`;
    case "repeating":
      return `with entry ${part.index + 1} twice, ${part.olderCopy} its state of ${part.ageMs} ms ago`;
  }
}

/** Simpler parts, the simplest first. */
export function simplerSnapshotParts(part: SnapshotPartStep): readonly SnapshotPartStep[] {
  if (part.kind === "ok") return [];
  return [{ kind: "ok" }, ...simplerOfKind(part)];
}

function simplerOfKind(part: SnapshotPartStep): SnapshotPartStep[] {
  switch (part.kind) {
    case "truncated":
      return smallerNumbers(part.count).map((count) => ({ ...part, count }));
    case "omitting":
      return smallerNumbers(part.index).map((index) => ({ ...part, index }));
    case "lagging":
      return smallerAges(part.ageMs).map((ageMs) => ({ ...part, ageMs }));
    case "repeating":
      return [
        ...smallerAges(part.ageMs).map((ageMs) => ({ ...part, ageMs })),
        ...smallerNumbers(part.index).map((index) => ({ ...part, index })),
        ...(part.olderCopy === "last" ? [] : [{ ...part, olderCopy: "last" as const }]),
        // One copy that contradicts the other makes the list invalid, and so does its age.
        { kind: "old", ageMs: oldMs },
      ];
    default:
      return [];
  }
}

/** A part of now, of before the last port call, which a snapshot follows by a millisecond, and of a second ago. */
function smallerAges(ageMs: number): number[] {
  return [0, 2, 1_000].filter((smaller) => smaller < ageMs);
}

export type ListedItems<Item> = {
  /** The entries as of a time, in the order of the list; null is now. */
  readonly itemsAt: (atMs: number | null) => readonly Item[];
  readonly isSame: (one: Item, other: Item) => boolean;
};

export function readSnapshotPart<Item>(
  part: SnapshotPartStep,
  nowMs: number,
  list: ListedItems<Item>,
): SnapshotPart<Item> {
  switch (part.kind) {
    case "failed":
      return { status: "failed", takenAtMs: nowMs, error: "the exchange did not answer" };
    case "old":
      return {
        status: "ok",
        takenAtMs: nowMs - part.ageMs,
        items: list.itemsAt(nowMs - part.ageMs),
      };
    case "future":
      return { status: "ok", takenAtMs: nowMs + part.skewMs, items: list.itemsAt(null) };
    default:
      return { status: "ok", takenAtMs: nowMs, items: shownItems(part, nowMs, list) };
  }
}

type CurrentPart = Exclude<SnapshotPartStep, { kind: "failed" | "old" | "future" }>;

function shownItems<Item>(
  part: CurrentPart,
  nowMs: number,
  { itemsAt, isSame }: ListedItems<Item>,
): readonly Item[] {
  if (part.kind === "lagging") return itemsAt(nowMs - part.ageMs);
  const items = itemsAt(null);
  switch (part.kind) {
    case "ok":
      return items;
    case "truncated":
      return items.slice(0, part.count);
    case "omitting":
      return items.length === 0 ? items : items.toSpliced(part.index % items.length, 1);
    case "repeating": {
      const item = items[part.index % items.length];
      if (item === undefined) return items;
      const listed = itemsAt(nowMs - part.ageMs).find((other) => isSame(item, other)) ?? item;
      const older = atItsPrice(listed, item);
      return part.olderCopy === "first" ? [older, ...items] : [...items, older];
    }
  }
}

/** The mark price is that of the market, not of the account: no copy of a position has an older one. */
function atItsPrice<Item>(older: Item, item: Item): Item {
  if (typeof item !== "object" || item === null || !("markPrice" in item)) return older;
  return { ...older, markPrice: item.markPrice };
}
