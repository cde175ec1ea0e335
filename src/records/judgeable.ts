/** Which checks can be judged from which records. docs/observe.md has the same table, and a test compares them. */
import { allProperties } from "../../properties/all.ts";
import type { Property } from "../../properties/property.ts";
import { targetErrorKinds } from "../simulation/target.ts";
import type { ByEvidence } from "./observed-case.ts";

/**
 * A part of the records that not every operator has. `gates`, `config`, `filters`: in the settings. `reads`,
 * `answers`, `calls`: in the log. `exports`: orders and trades of the venue.
 */
export type Evidence = "gates" | "config" | "filters" | "reads" | "answers" | "calls" | "exports";

type Judged = { readonly checks: readonly string[]; readonly needs: readonly Evidence[] };

const one = (needs: readonly Evidence[], ...checks: readonly string[]): Judged => ({
  checks,
  needs,
});

/** By property. A check that is in none of its entries is not judged. */
const judged: Readonly<Record<string, readonly Judged[]>> = {
  "dry-run-makes-no-port-calls": [one(["gates"], "port-call-in-dry-run", "port-call-when-refused")],
  "live-needs-all-five-gates": [one(["gates"], "call-behind-closed-gate", "wrong-mode")],
  "gates-are-read-per-run": [one(["gates"], "call-after-gate-closed", "outdated-mode")],
  "orders-beat-positions": [
    one(["config", "reads"], "flatten-sent-before-orders"),
    one(["config", "reads", "answers"], "flatten-planned-before-orders", "priority-order"),
  ],
  "cancels-touch-only-own-orders": [
    one(["config"], "external-cancel"),
    one(["config", "reads"], "cancel-of-uncancellable-order"),
  ],
  "flatten-only-reduces": [
    one(["config", "reads"], "flatten-without-position", "wrong-side", "wrong-position-parameters"),
    one(
      ["config", "filters", "reads"],
      "second-flatten",
      "wrong-quantity",
      "split-exceeds-position",
    ),
  ],
  "flatten-orders-name-their-owner": [
    one([], "duplicate-id"),
    one(["config"], "wrong-id-form", "wrong-strategy"),
  ],
  "one-call-per-intent": [one(["config", "filters", "reads"], "duplicate-call", "extra-part")],
  "limits-hold": [
    one(
      ["config", "reads"],
      "cooldown",
      "whitelist-required",
      "symbol-outside-whitelist",
      "notional",
      "max-orders",
      "max-symbols",
    ),
  ],
  "action-routes-only-its-kind": [
    one(["config"], "wrong-remediation-kind", "mixed-remediation-kinds"),
  ],
  "invalid-snapshots-cause-no-action": [
    one(["config", "reads"], "action-on-invalid-snapshot"),
    one(["config", "reads", "answers"], "mismatch-from-invalid-snapshot"),
  ],
  "unknown-outcome-ends-the-run": [
    one([], "call-after-unknown-outcome"),
    one(["config", "reads", "answers"], "unknown-outcome-misreported"),
  ],
  "no-mismatch-no-action": [
    one(["config", "reads"], "action-without-mismatch"),
    one(["config", "reads", "answers"], "report-without-mismatch"),
  ],
  "every-mismatch-is-reported": [
    one(
      ["config", "filters", "reads", "answers"],
      "missing-mismatch",
      "missing-result",
      "extra-result",
      "processing-order",
    ),
  ],
  "attempts-are-bounded": [one(["config"], "attempts-per-intent", "attempts-per-window")],
  "unknown-outcomes-need-a-new-snapshot": [
    one(["config"], "third-attempt-after-unknown"),
    one(["reads"], "attempt-without-new-snapshot"),
  ],
  "cooldown-holds": [one(["config"], "call-within-cooldown")],
  "rejected-remediations-need-a-new-snapshot": [
    one(["reads"], "order-without-new-snapshot"),
    one(["reads", "exports"], "fill-past-zero"),
  ],
  "port-calls-are-well-formed": [
    one(
      [],
      "invalid-symbol",
      "invalid-client-order-id",
      "invalid-quantity",
      "invalid-parameter",
      "unknown-parameter",
    ),
  ],
  "port-calls-happen-inside-a-run": [one(["calls"], "call-between-runs")],
  "every-run-answers": [one(["answers"], ...targetErrorKinds)],
  "no-call-during-a-ban": [one([], "call-during-ban", "call-after-rate-limit")],
  "orders-fit-the-filters": [
    one(
      ["config", "filters", "reads"],
      "off-step",
      "below-minimum",
      "above-market-maximum",
      "notional-below-minimum",
    ),
  ],
};

/** Why no records show it, by property. */
const neverJudged: Readonly<Record<string, string>> = {
  "permitted-remediations-are-executed":
    "an error or an operator may have ended the run, and no record shows it",
  "blocked-remediations-name-the-first-reason":
    "the report of the run is not recorded; `target check` judges it",
  "reported-counts-equal-effects":
    "the report of the run is not recorded; `audit verify` judges the totals of its event",
  "audit-equals-effects": "the trail is the record itself; `audit verify` judges it",
  "audit-accounts-for-every-effect": "the trail is the record itself; `audit verify` judges it",
  "snapshots-never-override-newer-updates": "the order updates of the venue are not recorded",
  "instances-send-no-intent-twice": "no record shows which instance had the lease, and when",
};

/** By the part of the records that shows them. */
export type JudgedChecks = ByEvidence<ReadonlySet<string>>;

/** The checks that the evidence permits, or why there are none. */
export function checksOf(
  { name, kind }: Property,
  evidence: ReadonlySet<Evidence>,
): JudgedChecks | { readonly missing: string } {
  if (kind === "metamorphic") return { missing: "it compares with a second run of the bot" };
  const entries = judged[name] ?? [];
  const never = neverJudged[name];
  if (never !== undefined) return { missing: never };
  const open = entries.filter(({ needs }) => needs.every((need) => evidence.has(need)));
  if (open.length === 0) {
    const lacking = new Set(entries.flatMap(({ needs }) => needs));
    const names = [...lacking].filter((need) => !evidence.has(need));
    return { missing: `the records have no ${names.join(", no ")}` };
  }
  const of = (wanted: keyof JudgedChecks) =>
    new Set(open.filter((entry) => caseOf(entry) === wanted).flatMap(({ checks }) => checks));
  return { byCalls: of("byCalls"), byReads: of("byReads"), byAnswers: of("byAnswers") };
}

function caseOf({ needs }: Judged): keyof JudgedChecks {
  if (!needs.includes("reads")) return "byCalls";
  return needs.includes("answers") ? "byAnswers" : "byReads";
}

/** The checks that are not judged although others of their property are, as `property/check`. */
export function checksLeftOut(evidence: ReadonlySet<Evidence>): readonly string[] {
  return allProperties.flatMap((property) => {
    const open = checksOf(property, evidence);
    if ("missing" in open) return [];
    return property.checks
      .filter((check) => !Object.values(open).some((checks) => checks.has(check)))
      .map((check) => `${property.name}/${check}`);
  });
}

/** For docs/observe.md: each property with its checks and what they need, or why no records show it. */
export function judgeableRows(): readonly (readonly [
  property: string,
  checks: string,
  needs: string,
])[] {
  return allProperties.flatMap((property) => {
    const { name, kind } = property;
    if (kind === "metamorphic") return [[name, "none", "it compares with a second run of the bot"]];
    const never = neverJudged[name];
    if (never !== undefined) return [[name, "none", never]];
    return (judged[name] ?? []).map(({ checks, needs }) => [
      name,
      checks.length === property.checks.length ? "all" : checks.join(", "),
      needs.length === 0 ? "the trail" : needs.join(", "),
    ]);
  });
}
