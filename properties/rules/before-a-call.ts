/** The rules that a run meets before its first port call: from the gates to the limits. */
import { configSchema } from "../../src/domain/config.ts";
import { gates } from "../../src/domain/gate.ts";
import { policy, safety } from "./rule.ts";

const defaults = configSchema.parse({});
const openings = gates.map(({ source, requiredValue }) =>
  source.startsWith("--") ? `\`${source} ${requiredValue}\`` : `\`${source}=${requiredValue}\``,
);

export const beforeACall = [
  {
    title: "Gates",
    rules: [
      safety(
        `Live mode needs five open gates: ${openings.join(", ")}. No other spelling opens one.`,
        { "live-needs-all-five-gates": ["call-behind-closed-gate", "wrong-mode"] },
        {
          textOfOwnGates:
            "Live mode needs every gate of the profile open. No other spelling opens one.",
        },
      ),
      safety(
        "Without `--confirm` a run is a dry run, in every environment.",
        { "live-needs-all-five-gates": ["wrong-mode"] },
        { textOfOwnGates: "Where a gate of `dry_run` is closed a run is a dry run." },
      ),
      safety("A dry run makes no port call.", {
        "dry-run-makes-no-port-calls": ["port-call-in-dry-run"],
      }),
      safety(
        "With `--confirm` and a closed gate the run is refused: it makes no port call.",
        {
          "dry-run-makes-no-port-calls": ["port-call-when-refused"],
          "live-needs-all-five-gates": ["wrong-mode"],
        },
        {
          textOfOwnGates:
            "Where only gates of `refused` are closed the run is refused: it makes no port call.",
        },
      ),
      policy("A refusal names each closed gate once, with the value that it read.", {
        "live-needs-all-five-gates": ["wrong-closed-gates", "wrong-gate-value"],
      }),
      safety("The gates are read in each run: a change takes effect in the next one.", {
        "gates-are-read-per-run": ["call-after-gate-closed", "outdated-mode"],
      }),
    ],
  },
  {
    title: "Own orders",
    rules: [
      safety(
        "An order is own by the form of its id: prefix, allowed strategy, symbol, level, seconds and number. The symbol in the id may be cut, and need not be that of the order. A similar form is external.",
        { "cancels-touch-only-own-orders": ["external-cancel"] },
        { needs: { remediation: "cancel" } },
      ),
      safety(
        "External orders that are not expected change no mismatch, no outcome and no port call.",
        { "external-orders-change-nothing": ["different-effects"] },
      ),
    ],
  },
  {
    title: "Snapshots",
    rules: [
      safety(
        "A part of a snapshot that failed is no empty list. It causes no mismatch and no action.",
        {
          "invalid-snapshots-cause-no-action": [
            "action-on-invalid-snapshot",
            "mismatch-from-invalid-snapshot",
          ],
        },
      ),
      safety(
        `A part is stale when it is older than \`snapshotAgeMsMax\` (default ${defaults.snapshotAgeMsMax}) ms, or from the future. So is a part that is not newer than the last port call. A stale part counts as failed.`,
        {
          "invalid-snapshots-cause-no-action": [
            "action-on-invalid-snapshot",
            "mismatch-from-invalid-snapshot",
          ],
        },
      ),
      safety("A list with two quantities of one position counts as failed.", {
        "invalid-snapshots-cause-no-action": ["mismatch-from-invalid-snapshot"],
      }),
      safety(
        "Positions are flattened only where every part of the snapshot is valid.",
        { "invalid-snapshots-cause-no-action": ["action-on-invalid-snapshot"] },
        { needs: { remediation: "flatten" } },
      ),
      safety(
        "Of two copies of an order in a list, the one with the latest update counts. The order of a list changes nothing.",
        { "input-order-does-not-matter": ["different-effects"] },
      ),
      policy("A report names each rejected part, with `snapshot_unreadable` or `snapshot_stale`.", {
        "blocked-remediations-name-the-first-reason": ["wrong-rejected-part"],
      }),
    ],
  },
  {
    title: "Expected state",
    rules: [
      safety("A snapshot does not contradict an order that was created or updated after it.", {
        "snapshots-never-override-newer-updates": ["overridden-update"],
      }),
      policy(
        "The expected state follows the newest update of each order. An update forgets none.",
        {
          "snapshots-never-override-newer-updates": [
            "wrong-expected-status",
            "forgotten-order",
            "changed-order",
          ],
        },
      ),
      policy(
        "Fills move the expected position. A repeated, late or smaller fill changes nothing.",
        {
          "snapshots-never-override-newer-updates": ["wrong-expected-position"],
          "order-updates-may-repeat-and-reorder": ["different-expected-state", "different-runs"],
        },
      ),
    ],
  },
  {
    title: "Mismatches",
    rules: [
      safety(
        "`ORDER_EXISTS_UNEXPECTED`: an own live order at the exchange that is not expected. Id and symbol name an order.",
        {
          "every-mismatch-is-reported": ["missing-mismatch"],
          "no-mismatch-no-action": ["report-without-mismatch"],
        },
        { mismatch: "ORDER_EXISTS_UNEXPECTED" },
      ),
      policy(
        "`ORDER_STATUS_DIVERGENCE`: an expected order, own or not, in a status that does not agree. A live one agrees with each status that permits a cancel, an ended one only with its own.",
        { "every-mismatch-is-reported": ["missing-mismatch"] },
        { mismatch: "ORDER_STATUS_DIVERGENCE" },
      ),
      policy(
        `\`ORDER_MISSING_ON_EXCHANGE\`: a live expected order that is not in the list. It is older than \`orderGracePeriodMs\` (default ${defaults.orderGracePeriodMs}) at the time of the list.`,
        { "every-mismatch-is-reported": ["missing-mismatch"] },
        { mismatch: "ORDER_MISSING_ON_EXCHANGE" },
      ),
      safety(
        "`POSITION_NONZERO_UNEXPECTED`: a position of a managed symbol, where none is expected on that side. A symbol is managed if an expected position or the whitelist names it.",
        {
          "every-mismatch-is-reported": ["missing-mismatch"],
          "no-mismatch-no-action": ["report-without-mismatch"],
        },
        { mismatch: "POSITION_NONZERO_UNEXPECTED" },
      ),
      safety("Without a mismatch a run reports, plans and sends nothing.", {
        "no-mismatch-no-action": ["action-without-mismatch", "report-without-mismatch"],
      }),
      safety("A symbol is only a name: renamed symbols rename the plan, and change nothing else.", {
        "renaming-symbols-renames-the-plan": ["different-effects"],
      }),
      policy(
        "Every mismatch is reported once, with one result for each order that is due. A limit blocks the rest of a split close with one result, a reply each part with one. A rest below a minimum of the venue has none.",
        { "every-mismatch-is-reported": ["missing-mismatch", "missing-result", "extra-result"] },
      ),
    ],
  },
  {
    title: "Priorities",
    rules: [
      safety(
        "No position is flattened while a live order mismatch exists: the flatten is deferred, under every action.",
        {
          "orders-beat-positions": ["flatten-sent-before-orders", "flatten-planned-before-orders"],
        },
        { needs: { remediation: "flatten" } },
      ),
      policy(
        "Mismatches are processed by type, in the order above, then by symbol, position side and id.",
        {
          "orders-beat-positions": ["priority-order"],
          "every-mismatch-is-reported": ["processing-order"],
        },
      ),
    ],
  },
  {
    title: "Actions",
    rules: [
      policy(
        `\`cancel_all\` cancels, \`flatten\` flattens, \`cancel_then_flatten\` does both, and \`none\` neither. The default is \`${defaults.action}\`.`,
        { "action-routes-only-its-kind": ["wrong-remediation-kind"] },
      ),
      policy("One run sends only one kind of remediation.", {
        "action-routes-only-its-kind": ["mixed-remediation-kinds"],
      }),
      policy("A dry run plans, and a live run sends, each remediation that the limits permit.", {
        "permitted-remediations-are-executed": ["missing-remediation", "wrong-remediation"],
        "dry-run-plans-what-live-executes": ["plan-differs-from-calls"],
      }),
      policy("A dry run changes nothing: a second one plans the same.", {
        "repeating-a-dry-run-changes-nothing": ["changed-exchange", "different-plan"],
      }),
    ],
  },
  {
    title: "Limits, in their order",
    rules: [
      policy(
        `No port call comes within \`cooldownSeconds\` (default ${defaults.cooldownSeconds}) of the last call of an earlier run: \`cooldown_not_elapsed\`.`,
        { "cooldown-holds": ["call-within-cooldown"], "limits-hold": ["cooldown"] },
        { needs: { limit: "cooldownSeconds" } },
      ),
      safety(
        "After a rate limit (-1003, with HTTP 429 or 418) nothing is sent until the time that it names: `rate_limited`. " +
          "That does not hold where the run of the answer crashed, or its trail rejected an event.",
        { "no-call-during-a-ban": ["call-during-ban"] },
      ),
      policy(
        "Where `requireWhitelist` is true and the whitelist is empty, nothing is sent: `whitelist_required`.",
        { "limits-hold": ["whitelist-required"] },
        { needs: { limit: "symbolWhitelist" } },
      ),
      policy(
        "Where the whitelist is not empty, only its symbols are remediated: `symbol_not_in_whitelist`.",
        { "limits-hold": ["symbol-outside-whitelist"] },
        { needs: { limit: "symbolWhitelist" } },
      ),
      safety(
        "Only an own order is cancelled (`no_grinder_prefix`), in a status in which it can be: `order_status_not_actionable`.",
        { "cancels-touch-only-own-orders": ["external-cancel", "cancel-of-uncancellable-order"] },
        { needs: { remediation: "cancel" } },
      ),
      policy(
        "Without a price above 0 in USDT or USDC no position is flattened: `price_unavailable`.",
        { "limits-hold": ["notional"] },
        { needs: { limit: "maxFlattenNotionalUsdt", remediation: "flatten" } },
      ),
      policy(
        `A position is flattened up to \`maxFlattenNotionalUsdt\` (default ${defaults.maxFlattenNotionalUsdt}) at its mark price: \`notional_exceeds_limit\`.`,
        { "limits-hold": ["notional"] },
        { needs: { limit: "maxFlattenNotionalUsdt", remediation: "flatten" } },
      ),
      safety(
        "An order below a minimum of the venue is not sent: `below_minimum`.",
        { "orders-fit-the-filters": ["below-minimum", "notional-below-minimum"] },
        { needs: { remediation: "flatten" } },
      ),
      safety(
        "After an unknown outcome and one more attempt, an intent is not sent again within `attemptWindowSeconds`: `outcome_unknown`. An accepted attempt ends this count.",
        { "unknown-outcomes-need-a-new-snapshot": ["third-attempt-after-unknown"] },
      ),
      policy(
        `An intent has at most \`maxAttemptsPerIntent\` attempts (default ${defaults.maxAttemptsPerIntent}) within \`attemptWindowSeconds\` (default ${defaults.attemptWindowSeconds}): \`max_attempts_reached\`. Attempts count, not successes, and one of exactly that age counts no more. An intent is to cancel one order, or to close the position of one symbol and side.`,
        { "attempts-are-bounded": ["attempts-per-intent"] },
        { needs: { limit: "maxAttemptsPerIntent" } },
      ),
      policy(
        `All intents have at most \`maxAttemptsPerWindow\` attempts (default ${defaults.maxAttemptsPerWindow}) in that window.`,
        { "attempts-are-bounded": ["attempts-per-window"] },
        { needs: { limit: "maxAttemptsPerWindow" } },
      ),
      policy(
        `A run sends at most \`maxOrdersPerAction\` requests (default ${defaults.maxOrdersPerAction}): \`max_orders_reached\`.`,
        { "limits-hold": ["max-orders"] },
        { needs: { limit: "maxOrdersPerAction" } },
      ),
      policy(
        `A run sends requests on at most \`maxSymbolsPerAction\` symbols (default ${defaults.maxSymbolsPerAction}): \`max_symbols_reached\`.`,
        { "limits-hold": ["max-symbols"] },
        { needs: { limit: "maxSymbolsPerAction" } },
      ),
      policy(
        "A blocked result names the first of these reasons, with its figures. With `other`, a reason of the bot's own, nothing was sent.",
        {
          "blocked-remediations-name-the-first-reason": ["wrong-outcome-or-reason", "wrong-figure"],
        },
      ),
    ],
  },
] as const;
