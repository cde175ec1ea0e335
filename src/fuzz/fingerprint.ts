/** The name of one kind of failure, by which a campaign counts failures and shrinks each kind once. */
import { counted } from "../domain/counted.ts";
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
  return `${checkNameOf({ property, check })}${variant === "" ? "" : ` (${variant})`}`;
}

/** Such as `limits-hold/max-orders`. */
export function checkNameOf({ property, check }: Omit<Fingerprint, "variant">): string {
  return `${property}/${check}`;
}

/** The same, of a fingerprint. */
function checkOf(fingerprint: string): string {
  return fingerprint.replace(/ \(.*$/, "");
}

/** Variants of one check that a report shows; the others are counted. */
const variantsShownMax = 3;

export type CheckGroup<Item> = {
  /** At most three. */
  readonly shown: readonly Item[];
  readonly others: readonly Item[];
};

/** Groups what has a fingerprint by property and check, each group at the place of its first item. */
export function groupByCheck<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
): CheckGroup<Item>[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const check = checkOf(nameOf(item));
    groups.set(check, [...(groups.get(check) ?? []), item]);
  }
  return [...groups.values()].map((group) => ({
    shown: group.slice(0, variantsShownMax),
    others: group.slice(variantsShownMax),
  }));
}

/** One line for the variants that are not shown, or none. */
export function describeHidden({ others }: CheckGroup<unknown>): string[] {
  return others.length === 0 ? [] : [`and ${counted(others.length, "more variant")}`];
}

/** How `--known` names the failures of a check whose variant was not recorded. */
const anyVariant = "any variant";

/** The name of a saved failure: its fingerprint, or its check with `any variant`. */
export function knownNameOf({ property, check, variant }: SavedFingerprint): string {
  return fingerprintOf({ property, check, variant: variant ?? anyVariant });
}

/** Whether saved failures of these names explain the failure of a fingerprint. */
export function knownFailures(names: readonly string[]): (fingerprint: string) => boolean {
  const known = new Set(names);
  return (fingerprint) =>
    known.has(fingerprint) || known.has(`${checkOf(fingerprint)} (${anyVariant})`);
}

/** A failure that was saved; its variant is null where none was recorded. */
export type SavedFingerprint = Pick<Fingerprint, "property" | "check"> & {
  readonly variant: string | null;
};

/** Without a recorded variant, every variant of the check is explained. */
export function isExplainedBy(found: Fingerprint, saved: SavedFingerprint): boolean {
  return isSameCheck(found, saved) && (saved.variant === null || saved.variant === found.variant);
}

export function isSameCheck(
  left: Omit<Fingerprint, "variant">,
  right: Omit<Fingerprint, "variant">,
): boolean {
  return left.property === right.property && left.check === right.check;
}

/** The failed checks of a case. The verdicts are in the order of the properties. */
export function failedChecks(
  verdicts: readonly Verdict[],
  properties: readonly Property[],
): FailedCheck[] {
  const failed: FailedCheck[] = [];
  for (const [index, verdict] of verdicts.entries()) {
    if (verdict.kind !== "fail") continue;
    const { check, variant, violation } = verdict;
    failed.push({ property: properties[index]?.name ?? "", check, variant, violation });
  }
  return failed;
}
