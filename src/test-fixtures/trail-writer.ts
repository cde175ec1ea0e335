/**
 * A process that appends runs to an audit trail until it is killed. It prints each event after
 * `append` has returned, so the test that kills it knows which events must be on disk.
 */
import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import { argv, stdout } from "node:process";
import { AuditTrail } from "../audit/trail.ts";
import { attemptEvent, resultEvent, runEvent } from "./audit-events.ts";

const [, , path = "", runs = "Infinity", bytesMax] = argv;
const trail = new AuditTrail(path, bytesMax === undefined ? undefined : Number(bytesMax));
for (let run = 0; run < Number(runs); run += 1) {
  const run_id = randomUUID();
  // A long message makes events cross the page boundaries at which a kill can tear them.
  const events = [
    attemptEvent({ run_id }),
    resultEvent({ run_id, error_message: "x".repeat(run % 500) }),
    runEvent({ run_id }),
  ];
  for (const event of events) {
    const refusal = trail.append(event);
    if (refusal !== null) throw new Error(refusal);
    writeSync(stdout.fd, `${run_id} ${event.event_type}\n`);
  }
}
