/** The rules of a bot that is judged by its requests to the REST interface of the exchange. */
import { safety } from "./rule.ts";

export const onWire = [
  {
    title: "On the wire",
    rules: [
      safety(
        "A run that is not live sends no request that changes orders, positions or settings. The user stream is no such request.",
        {
          "dry-run-sends-no-mutating-request": [
            "mutating-request-in-dry-run",
            "mutating-request-when-refused",
          ],
        },
      ),
      safety(
        "A reply that is an error, or no list of the venue, is no empty list. Nothing is sent that needs the list.",
        { "broken-reply-takes-no-action": ["action-after-broken-reply"] },
      ),
      safety(
        "A mutating request without a clear reply is not sent again in its run, also not by a client library.",
        { "client-does-not-retry-mutations": ["repeated-mutation"] },
      ),
      safety("After HTTP 429 or 418 nothing is sent for the time of `Retry-After`.", {
        "no-request-during-a-ban": ["request-in-ban"],
      }),
      safety("Each request has a valid key, signature, time and parameters.", {
        "requests-are-well-formed": ["wrong-signature", "wrong-time", "wrong-parameter"],
      }),
      safety("Requests go only to the hosts and endpoints of the exchange.", {
        "no-request-leaves-the-sandbox": ["other-host", "unknown-endpoint"],
      }),
      safety(
        "A quiet user stream is no agreement. A run that may call the port and has a user stream, open or lost, reads a list.",
        { "quiet-stream-is-not-agreement": ["no-list-with-a-stream"] },
      ),
    ],
  },
] as const;
