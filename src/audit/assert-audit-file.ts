/** Keeps the writer from appending to a file that is not an audit trail. */
import { readSync } from "node:fs";

/** The possible first bytes of a line: the first key of each event in sorted order. */
const beginnings = ['{"action":"', '{"client_order_id":"'];

/** Throws unless the file is empty or begins with an event or a part of one. */
export function assertAuditFile(file: number): void {
  const bytes = Buffer.alloc(32);
  const start = bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, 0));
  const isTrail = beginnings.some(
    (beginning) => start.startsWith(beginning) || beginning.startsWith(start),
  );
  if (!isTrail) throw new Error("the file exists and is no audit trail; name another path");
}
