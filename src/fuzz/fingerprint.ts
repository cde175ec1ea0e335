/** The name of one kind of failure, by which a campaign counts failures and shrinks each kind once. */
import type { Property, Verdict, Violation } from "../../properties/property.ts";

export type Fingerprint = {
  readonly property: string;
  readonly check: string;
  /** Empty where the check has only one. */
  readonly variant: string;
};

export type FailedCheck = Fingerprint & { readonly violation: Violation };

/** Such as `limits-hold/max-orders (cancel/live)`. */
export function fingerprintOf({ property, check, variant }: Fingerprint): string {
  return `${property}/${check}${variant === "" ? "" : ` (${variant})`}`;
}

export function isSameCheck(left: Fingerprint, right: Fingerprint): boolean {
  return left.property === right.property && left.check === right.check;
}

/** The failed checks of a case. The verdicts are in the order of the properties. */
export function failedChecks(
  verdicts: readonly Verdict[],
  properties: readonly Property[],
): FailedCheck[] {
  return verdicts.flatMap((verdict, index) => {
    if (verdict.kind !== "fail") return [];
    const { check, variant, violation } = verdict;
    return [{ property: properties[index]?.name ?? "", check, variant, violation }];
  });
}
