/** Converts a counterexample of version 1 to version 2. */
import { isRecord, upgradeScenario } from "../scenario/version-1.ts";
import names from "./version-1-names.json" with { type: "json" };

/**
 * Returns any other document unchanged, and keeps invalid fields for the schema to refuse. The caller
 * computes the new id.
 */
export function upgradeCounterexample(document: unknown): unknown {
  if (!isRecord(document) || document["kind"] !== "counterexample") return document;
  if (document["schemaVersion"] !== 1) return document;
  const { witness, claim, doesNotMatter, foundBy, scenario, ...kept } = document;
  const property = renamed(names.properties, kept["property"]);
  const check = renamed(names.checks, regularCheck(claim));
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

function renamed(words: Readonly<Record<string, string>>, name: unknown): unknown {
  return typeof name === "string" && Object.hasOwn(words, name) ? words[name] : name;
}

const regularChecks = [
  [/^(\w+)-is-what-the-report-lists$/, "$1-count-differs-from-results"],
  [/^(\w+)-is-what-the-port-saw$/, "$1-count-differs-from-port"],
  [/^(\w+)-equals-effects$/, "wrong-$1"],
] as const;

/** The new name of a check about a count, in kebab-case; any other check as it is. */
function regularCheck(check: unknown): unknown {
  if (typeof check !== "string") return check;
  const name = regularChecks.reduce((text, [old, today]) => text.replace(old, today), check);
  if (name === check) return check;
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).replaceAll("_", "-");
}
