/** ccxt/ccxt#29710: a reply that could not be parsed passed for an empty one, and the run for a clean one. */
import { checkSnapshotPart } from "../../src/pipeline/snapshot-validity.ts";
import { plantBug } from "./planted-bug.ts";

export const takesABrokenReplyForNone = plantBug({
  name: "takes-a-broken-reply-for-none",
  source: "ccxt/ccxt#29710",
  expectedFailure: "blocked-remediations-name-the-first-reason/wrong-run-status",
  minimalSize: 1,
  parts: {
    checkSnapshotPart: (part, snapshot, ...rest) =>
      snapshot[part].status === "failed" ? null : checkSnapshotPart(part, snapshot, ...rest),
  },
});
