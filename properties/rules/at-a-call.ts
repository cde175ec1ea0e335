/** The rules about requests, and about the runs after their replies. */
import { policy, safety } from "./rule.ts";

export const atACall = [
  {
    title: "Requests",
    rules: [
      safety(
        "A run cancels an order at most once, and closes a position in as few orders as fit.",
        { "one-call-per-intent": ["duplicate-call", "extra-part"] },
      ),
      safety(
        "A flatten is a market order on the opposite side of one observed position.",
        { "flatten-only-reduces": ["flatten-without-position", "second-flatten", "wrong-side"] },
        { needs: { remediation: "flatten" } },
      ),
      safety(
        "A flatten has the whole observed quantity, or parts that do not exceed it.",
        { "flatten-only-reduces": ["wrong-quantity", "split-exceeds-position"] },
        { needs: { remediation: "flatten" } },
      ),
      safety(
        "In one-way mode a flatten has `reduceOnly`. In hedge mode it has `positionSide`, and no `reduceOnly`.",
        { "flatten-only-reduces": ["wrong-position-parameters"] },
        { needs: { remediation: "flatten" } },
      ),
      safety(
        "A market order is rounded down to the step, and split above the market maximum.",
        { "orders-fit-the-filters": ["off-step", "above-market-maximum"] },
        { needs: { remediation: "flatten" } },
      ),
      safety(
        "Every request has the parameters of its method, in the form that the venue accepts.",
        {
          "port-calls-are-well-formed": [
            "invalid-symbol",
            "invalid-client-order-id",
            "invalid-quantity",
            "invalid-parameter",
            "unknown-parameter",
          ],
        },
      ),
      safety(
        "Ids of flatten orders are unique.",
        {
          "flatten-orders-name-their-owner": ["duplicate-id"],
          "instances-send-no-intent-twice": ["flatten-id-sent-twice"],
        },
        { needs: { remediation: "flatten" } },
      ),
      policy(
        "The id of a flatten has the form of own ids, with the first allowed strategy. It has at most 36 characters: the symbol is cut, never to an end of `_`.",
        { "flatten-orders-name-their-owner": ["wrong-id-form", "wrong-strategy"] },
        { needs: { remediation: "flatten" } },
      ),
      safety("Port calls come only in a run that has not answered.", {
        "port-calls-happen-inside-a-run": [
          "call-in-start",
          "call-between-runs",
          "call-after-answer",
          "call-not-served",
          "call-at-shutdown",
        ],
      }),
    ],
  },
  {
    title: "Replies",
    rules: [
      safety("After an unknown outcome the run makes no further call.", {
        "unknown-outcome-ends-the-run": ["call-after-unknown-outcome"],
      }),
      policy("An unknown outcome is reported as `unknown`, with `outcome_unknown`.", {
        "unknown-outcome-ends-the-run": ["unknown-outcome-misreported"],
      }),
      safety(
        "After an unknown outcome an intent needs a snapshot from after the call. Then it gets one more attempt.",
        { "unknown-outcomes-need-a-new-snapshot": ["attempt-without-new-snapshot"] },
      ),
      safety("A run ends with a rate limit, also where the limit is over at the reply.", {
        "no-call-during-a-ban": ["call-after-rate-limit"],
      }),
      safety(
        "After a rejected cancel (-2011) no market order on its symbol precedes a new snapshot. After a rejected market order (-2022) none on its side does. No fill passes zero.",
        {
          "rejected-remediations-need-a-new-snapshot": [
            "order-without-new-snapshot",
            "fill-past-zero",
          ],
        },
      ),
      safety("Every run and every start ends with a valid answer.", {
        "every-run-answers": [
          "exception",
          "error-answer",
          "invalid-answer",
          "invalid-message",
          "process-exit",
          "time-out",
        ],
      }),
    ],
  },
  {
    title: "Several runs",
    rules: [
      safety(
        "A complete run defers nothing, meets no limit, and its calls are all accepted and filled. The next run makes no call.",
        { "a-second-run-has-nothing-to-do": ["remaining-action"] },
      ),
      policy("Where the exchange is quiet, the runs converge. What stays blocked is reported.", {
        "reconciliation-converges": ["no-convergence", "remediation-remains", "unreported-block"],
      }),
      safety("A restart that keeps the expected state changes no result and no port call.", {
        "a-warm-restart-plans-like-a-cold-one": ["different-runs"],
      }),
      policy(
        "Of two instances at once, one sends no intent that the other has sent, without a newer snapshot.",
        { "instances-send-no-intent-twice": ["intent-sent-twice"] },
      ),
      policy("Only a live run takes the lease of two instances.", {
        "dry-run-makes-no-port-calls": ["lease-without-live-mode"],
      }),
      policy("Two accounts of one process have the results and calls that each has alone.", {
        "accounts-do-not-mix": ["different-runs", "event-of-no-account"],
      }),
    ],
  },
] as const;
