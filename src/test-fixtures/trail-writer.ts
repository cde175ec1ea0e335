/**
 * A process that writes runs into a trail until it is crashed. It says each line on standard output
 * after `append` has answered, so that whoever kills it knows which lines must be on disk.
 */
import { randomUUID } from "node:crypto";
import { writeSync } from "node:fs";
import { argv, stdout } from "node:process";
import { AuditTrail } from "../audit/trail.ts";
import { attemptEvent, resultEvent, runEvent } from "./audit-events.ts";

const [, , path = "", runs = "Infinity"] = argv;
const trail = new AuditTrail(path);
for (let run = 0; run < Number(runs); run += 1) {
  const run_id = randomUUID();
  // A long message makes lines cross the pages in which a kill can tear them.
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
