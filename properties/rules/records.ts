/** The rules about the audit trail and the reports. */
import { policy } from "./rule.ts";

/** The checks of _audit-equals-effects_ about the figures of a run event. */
export const figuresOfRunEvent = [
  "wrong-executed-count",
  "wrong-planned-count",
  "wrong-blocked-count",
  "wrong-cancel-count",
  "wrong-flatten-count",
  "wrong-skipped-terminal",
  "wrong-skipped-no-action",
] as const;

export const records = [
  {
    title: "Audit events",
    rules: [
      policy("An attempt is in the trail before its call. Without the event there is no call.", {
        "audit-equals-effects": ["call-without-attempt"],
      }),
      policy(
        "A run whose event was rejected makes no further call. It reports the failure, and still writes its run event.",
        {
          "audit-equals-effects": [
            "call-after-rejected-event",
            "run-event-not-tried",
            "unreported-audit-failure",
          ],
        },
      ),
      policy(
        "Each call has an attempt and a result in the trail, and then the run has its event.",
        {
          "audit-equals-effects": ["wrong-attempt-or-result", "wrong-run-event"],
          "audit-accounts-for-every-effect": [
            "effect-without-attempt",
            "executed-without-effect",
            "attempt-without-result",
          ],
        },
      ),
      policy("The figures of a run event are those of its run.", {
        "audit-equals-effects": [...figuresOfRunEvent],
      }),
      policy("A run id is used once, and every event has the id of its run.", {
        "audit-equals-effects": ["duplicate-run-id", "unknown-run-id"],
        "instances-send-no-intent-twice": ["broken-trail"],
      }),
      policy("A disabled trail has no event, and a crashed run has none after its end.", {
        "audit-equals-effects": ["event-while-audit-is-off", "event-after-crash"],
      }),
    ],
  },
  {
    title: "Reports",
    rules: [
      policy(
        "A result is `planned`, `executed`, `blocked`, `failed`, `unknown`, `deferred`, `not_routed`, `skipped_terminal` or `skipped_no_action`. The action leaves out what is `not_routed`. An order of `skipped_terminal` has ended at the exchange, and one of `skipped_no_action` is missing there.",
        { "blocked-remediations-name-the-first-reason": ["wrong-outcome-or-reason"] },
      ),
      policy(
        "A request that the exchange rejected is `failed`, with `port_error`. What a run does not send after a reply is `blocked`: with `outcome_unknown`, `rate_limited` or `audit_unavailable`, and the rest of a rejected close with `port_error`, also without its event. The reasons of the limits come before these.",
        { "blocked-remediations-name-the-first-reason": ["wrong-outcome-or-reason"] },
      ),
      policy(
        "A run has the worst outcome of its results: `unknown`, `failed`, `executed`, `planned`, `blocked`, `no_action`, or `clean` without any. A rejected part makes it `blocked` at least. It names the first reason of its results, then of its parts; without the lease `lease_unavailable`.",
        { "blocked-remediations-name-the-first-reason": ["wrong-run-status", "wrong-run-reason"] },
      ),
      policy("The counts of a report equal its port calls and its results.", {
        "reported-counts-equal-effects": [
          "executed-count-differs-from-port",
          "failed-count-differs-from-port",
          "unknown-count-differs-from-port",
          "planned-count-differs-from-port",
          "planned-count-differs-from-results",
          "executed-count-differs-from-results",
          "blocked-count-differs-from-results",
          "failed-count-differs-from-results",
          "unknown-count-differs-from-results",
          "deferred-count-differs-from-results",
          "not-routed-count-differs-from-results",
          "skipped-terminal-count-differs-from-results",
          "skipped-no-action-count-differs-from-results",
        ],
      }),
    ],
  },
] as const;
