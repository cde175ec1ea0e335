/** Numbers of rules that belong together in the table of regulations. */
import { allRules } from "../../../properties/rules/all.ts";

/** The number of a rule, which must have the check: a number that has moved to another rule is a defect. */
export function rule(number: number, check: string): number {
  const found = allRules.find((one) => one.number === number);
  if (Object.values(found?.checks ?? {}).some((checks) => checks.includes(check))) return number;
  throw new Error(`rule R${number} has no check ${check}; correct the table of regulations`);
}

export const gates = [
  rule(1, "call-behind-closed-gate"),
  rule(2, "wrong-mode"),
  rule(3, "port-call-in-dry-run"),
  rule(4, "port-call-when-refused"),
  rule(6, "outdated-mode"),
];
export const mismatches = [
  rule(18, "missing-mismatch"),
  rule(19, "missing-mismatch"),
  rule(20, "missing-mismatch"),
  rule(21, "missing-mismatch"),
  rule(24, "missing-result"),
];
export const invalidReads = [
  rule(9, "action-on-invalid-snapshot"),
  rule(10, "mismatch-from-invalid-snapshot"),
  rule(12, "action-on-invalid-snapshot"),
  rule(77, "action-after-broken-reply"),
];
export const unknownOutcomes = [
  rule(54, "call-after-unknown-outcome"),
  rule(56, "attempt-without-new-snapshot"),
  rule(78, "repeated-mutation"),
];
export const attempts = [rule(39, "third-attempt-after-unknown"), rule(40, "attempts-per-intent")];
export const pace = [
  rule(31, "call-within-cooldown"),
  rule(32, "call-during-ban"),
  rule(57, "call-after-rate-limit"),
  rule(79, "request-in-ban"),
];
export const sizes = [
  rule(37, "notional"),
  rule(42, "max-orders"),
  rule(43, "max-symbols"),
  rule(41, "attempts-per-window"),
];
export const forms = [
  rule(38, "below-minimum"),
  rule(49, "off-step"),
  rule(50, "invalid-parameter"),
  rule(80, "wrong-parameter"),
];
export const closes = [
  rule(45, "duplicate-call"),
  rule(46, "wrong-side"),
  rule(47, "wrong-quantity"),
  rule(48, "wrong-position-parameters"),
];

export const ownOrders = [
  rule(7, "external-cancel"),
  rule(8, "different-effects"),
  rule(35, "cancel-of-uncancellable-order"),
];
export const whitelist = [rule(33, "whitelist-required"), rule(34, "symbol-outside-whitelist")];
