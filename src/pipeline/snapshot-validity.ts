/** Decides which parts of a snapshot are usable: those read without error, not stale and not contradictory. */
import type { Config } from "../domain/config.ts";
import type { RejectedPart } from "../domain/run-report.ts";
import type { Snapshot, SnapshotPart } from "../domain/snapshot.ts";
import { describeSpan } from "../domain/time.ts";
import { findContradiction } from "./repeated-entries.ts";

/** Why the part yields no mismatch and no action, or null when it is usable. */
export function checkSnapshotPart(
  part: RejectedPart["part"],
  snapshot: Snapshot,
  config: Config,
  nowMs: number,
  lastPortCallAtMs: number | null,
): RejectedPart | null {
  const read: SnapshotPart<unknown> | undefined = snapshot[part];
  if (read === undefined) return null;
  if (read.status === "failed") return { part, reason: "snapshot_unreadable", detail: read.error };
  if (lastPortCallAtMs !== null && read.takenAtMs <= lastPortCallAtMs) {
    // It cannot contain the effect of that call, so acting on it would be a retry.
    const detail = "taken before the last port call; take a new snapshot";
    return { part, reason: "snapshot_stale", detail };
  }
  const ageMs = nowMs - read.takenAtMs;
  if (ageMs >= 0 && ageMs <= config.snapshotAgeMsMax) {
    return part === "positions" ? rejectContradiction(snapshot.positions) : null;
  }
  // A snapshot from the future has a wrong clock, so its age is unknown.
  const detail =
    ageMs < 0
      ? `taken ${-ageMs} ms in the future, so its age is unknown`
      : `taken ${describeSpan(ageMs)} ago, more than the ${config.snapshotAgeMsMax} ms allowed`;
  return { part, reason: "snapshot_stale", detail };
}

/** Orders have the time of their last change, so the newest copy of an order is right. Positions have none. */
function rejectContradiction(read: Snapshot["positions"]): RejectedPart | null {
  const copies = read.status === "ok" ? findContradiction(read.items) : null;
  if (copies === null) return null;
  const [{ symbol, positionSide, quantity }, other] = copies;
  const detail = `${symbol} ${positionSide} is listed with ${quantity} and with ${other.quantity}`;
  return { part: "positions", reason: "snapshot_unreadable", detail };
}
