/** Converts a counterexample of version 1 to version 2. */
import { isRecord, upgradeScenario } from "../scenario/version-1.ts";

/**
 * Returns any other document unchanged, and keeps invalid fields for the schema to refuse. The caller
 * computes the new id.
 */
export function upgradeCounterexample(document: unknown): unknown {
  if (!isRecord(document) || document["kind"] !== "counterexample") return document;
  if (document["schemaVersion"] !== 1) return document;
  const { witness, claim, doesNotMatter, foundBy, scenario, ...kept } = document;
  const property = renamed(renamedProperties, kept["property"]);
  const check = renamed(renamedChecks, claim);
  return {
    ...kept,
    schemaVersion: 2,
    property,
    check,
    fingerprint: `${String(property)}/${String(check)}`,
    violation: toViolation(witness),
    scenario: upgradeScenario(scenario),
    irrelevantFields: doesNotMatter,
    provenance: toProvenance(foundBy),
  };
}

/** Version 1 numbered runs from 0. */
function toViolation(witness: unknown): unknown {
  if (!isRecord(witness)) return witness;
  const { run, happened, ...kept } = witness;
  return { ...kept, run: typeof run === "number" ? run + 1 : run, actual: happened };
}

function toProvenance(foundBy: unknown): unknown {
  if (!isRecord(foundBy)) return foundBy;
  const { path, ...kept } = foundBy;
  const old = kept["case"];
  const name = typeof old === "string" ? old.replace(/^histories:/, "sequences:") : old;
  return { ...kept, case: name, shrinkPath: path };
}

function renamed(names: ReadonlyMap<string, string>, name: unknown): unknown {
  return typeof name === "string" ? (names.get(name) ?? name) : name;
}

export const renamedProperties: ReadonlyMap<string, string> = new Map([
  ["agreement-is-left-alone", "no-mismatch-no-action"],
  ["cancels-touch-only-our-orders", "cancels-touch-only-own-orders"],
  ["every-difference-is-found", "every-mismatch-is-reported"],
  ["foreign-orders-change-nothing", "external-orders-change-nothing"],
  ["events-may-repeat-and-reorder", "order-updates-may-repeat-and-reorder"],
  ["unreadable-state-takes-no-action", "invalid-snapshots-cause-no-action"],
  ["no-action-on-what-changed", "rejected-remediations-need-a-new-snapshot"],
  ["stale-never-overrides-fresh", "snapshots-never-override-newer-updates"],
  ["the-trail-tells-the-history", "audit-accounts-for-every-effect"],
  ["unknown-is-resolved-by-looking", "unknown-outcomes-need-a-new-snapshot"],
  ["what-is-held-back-says-why", "blocked-remediations-name-the-first-reason"],
  ["what-may-be-done-is-done", "permitted-remediations-are-executed"],
]);

/** Each count was compared with the results of the report, and with the port calls. */
const countChecks = [
  ["blocked", "blocked"],
  ["deferred", "deferred"],
  ["executed", "executed"],
  ["failed", "failed"],
  ["unknown", "unknown"],
  ["planned", "planned"],
  ["notRouted", "not-routed"],
  ["skippedNoAction", "skipped-no-action"],
  ["skippedTerminal", "skipped-terminal"],
].flatMap(([old, name]): [string, string][] => [
  [`${old}-is-what-the-report-lists`, `${name}-count-differs-from-results`],
  [`${old}-is-what-the-port-saw`, `${name}-count-differs-from-port`],
]);

const renamedChecks: ReadonlyMap<string, string> = new Map([
  ...countChecks,
  ["no-port-call-when-dry_run", "port-call-in-dry-run"],
  ["no-port-call-when-refused", "port-call-when-refused"],
  ["no-call-behind-a-closed-gate", "call-behind-closed-gate"],
  ["mode-follows-the-gates", "wrong-mode"],
  ["every-closed-gate-is-named-once", "wrong-closed-gates"],
  ["what-was-read-is-told", "wrong-gate-value"],
  ["no-flatten-is-sent", "flatten-sent-before-orders"],
  ["no-flatten-is-planned", "flatten-planned-before-orders"],
  ["can-be-cancelled", "cancel-of-uncancellable-order"],
  ["a-position-was-shown", "flatten-without-position"],
  ["never-past-zero-when-it-fills", "fill-past-zero"],
  ["never-past-zero", "second-flatten"],
  ["opposite-side", "wrong-side"],
  ["exact-quantity", "wrong-quantity"],
  ["marked-as-its-mode-demands", "wrong-position-parameters"],
  ["of-our-form", "wrong-id-form"],
  ["each-a-different-one", "duplicate-id"],
  ["symbol-in-whitelist", "symbol-outside-whitelist"],
  ["only-its-kind", "wrong-remediation-kind"],
  ["one-kind-a-run", "mixed-remediation-kinds"],
  ["no-further-call", "call-after-unknown-outcome"],
  ["reported-as-unknown", "unknown-outcome-misreported"],
  ["not-acted-on", "action-without-mismatch"],
  ["not-reported", "report-without-mismatch"],
  ["nothing-is-missing", "missing-mismatch"],
  ["nothing-is-left-out", "missing-remediation"],
  ["exactly-what-is-allowed", "wrong-remediation"],
  ["outcome-and-first-reason", "wrong-outcome-or-reason"],
  ["named-by-the-worst", "wrong-run-status"],
  ["the-first-reason", "wrong-run-reason"],
  ["nothing-when-off", "event-while-audit-is-off"],
  ["attempt-before-call", "call-without-attempt"],
  ["of-a-run", "unknown-run-id"],
  ["lines-say-what-was-sent", "wrong-attempt-or-result"],
  ["nothing-after-death", "event-after-crash"],
  ["a-failure-of-the-trail-is-told", "unreported-audit-failure"],
  ["the-run-says-what-was-found", "wrong-run-event"],
  ["executed_count-equals-effects", "wrong-executed-count"],
  ["planned_count-equals-effects", "wrong-planned-count"],
  ["blocked_count-equals-effects", "wrong-blocked-count"],
  ["cancel_count-equals-effects", "wrong-cancel-count"],
  ["flatten_count-equals-effects", "wrong-flatten-count"],
  ["skipped_terminal-equals-effects", "wrong-skipped-terminal"],
  ["skipped_no_action-equals-effects", "wrong-skipped-no-action"],
  ["the-same-effects-renamed", "different-effects"],
  ["the-same-effects", "different-effects"],
  ["planned-is-sent", "plan-differs-from-calls"],
  ["the-same-plan", "different-plan"],
  ["the-exchange-stays", "changed-exchange"],
  ["per-intent", "attempts-per-intent"],
  ["per-window", "attempts-per-window"],
  ["looks-first", "attempt-without-new-snapshot"],
  ["once-more", "third-attempt-after-unknown"],
  ["nothing-within-it", "call-within-cooldown"],
  ["closing-stops-the-next-run", "call-after-gate-closed"],
  ["the-next-run-says-so", "outdated-mode"],
  ["looks-again", "order-without-new-snapshot"],
  ["the-newest-news-is-believed", "wrong-expected-status"],
  ["news-of-an-order-moves-no-position", "position-changed-by-order-update"],
  ["no-order-is-forgotten", "forgotten-order"],
  ["no-look-overrides-newer-news", "overridden-update"],
  ["every-change-is-announced", "effect-without-attempt"],
  ["what-is-told-was-done", "executed-without-effect"],
  ["an-end-is-told", "attempt-without-result"],
  ["the-same-belief", "different-expected-state"],
  ["the-same-runs", "different-runs"],
  ["nothing-to-do", "remaining-action"],
  ["nothing-more-to-do", "no-convergence"],
  ["ours", "external-cancel"],
  ["once", "duplicate-call"],
  ["in-order", "processing-order"],
  ["no-action", "action-on-invalid-snapshot"],
  ["no-mismatch", "mismatch-from-invalid-snapshot"],
]);
