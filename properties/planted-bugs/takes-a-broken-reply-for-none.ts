/** ccxt/ccxt#29710: a reply that could not be parsed passed for an empty one, and the run for a clean one. */
import { whyUnreadable } from "../../src/pipeline/snapshot-validity.ts";
import { plantBug } from "./planted-bug.ts";

export const takesABrokenReplyForNone = plantBug({
  name: "takes-a-broken-reply-for-none",
  source: "ccxt/ccxt#29710",
  caughtBy: "what-is-held-back-says-why/named-by-the-worst",
  smallest: 1,
  parts: {
    whyUnreadable: (part, snapshot, ...rest) =>
      snapshot[part].status === "failed" ? null : whyUnreadable(part, snapshot, ...rest),
  },
});
