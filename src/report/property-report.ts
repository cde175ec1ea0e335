/** The list of properties, and one property with its rules, its needs and an example. */
import type { Property } from "../../properties/property.ts";
import { rulesOf } from "../../properties/rules/all.ts";
import { idsOf, type Rule } from "../../properties/rules/rule.ts";
import type { ExampleFailure, WireBug } from "../fuzz/example-failure.ts";
import { timelinesOf } from "../fuzz/timeline.ts";
import { renderExample } from "./counterexample-report.ts";
import { plain, type Style } from "./style.ts";

export function renderProperties(properties: readonly Property[], style: Style = plain): string {
  const lines = properties.flatMap(({ name, statement, severity }) => [
    `${style("bold", name)}  ${severity}, ${describeRules(rulesOf(name))}`,
    `  ${statement}`,
  ]);
  return `${lines.join("\n")}\n`;
}

/** Such as `rules R3, R4`. */
function describeRules(rules: readonly Rule[]): string {
  const ids = idsOf(rules);
  return `${ids.length === 1 ? "rule" : "rules"} ${ids.join(", ")}`;
}

export function renderProperty(
  { name, statement, severity, checks, requires = [] }: Property,
  example: ExampleFailure | WireBug,
  style: Style = plain,
): string {
  const needs = requires.length === 0 ? "port calls" : ["port calls", ...requires].join(", ");
  const lines = [
    style("bold", name),
    `  ${statement}`,
    "",
    `severity  ${severity}`,
    `needs     ${needs}`,
    ...checks.map((check, at) => (at === 0 ? "checks" : "").padEnd(10) + check),
    "",
    "Its rules:",
    ...rulesOf(name).map(({ number, kind, text }) => `  R${number}`.padEnd(7) + `${kind}  ${text}`),
    "",
  ];
  if ("replaces" in example) return `${[...lines, ...describeWireBug(example)].join("\n")}\n`;
  const { bug, failed, scenario, view } = example;
  const timelines = timelinesOf(view, scenario, failed.violation.run);
  const title = [`The planted bug ${bug} fails it:`, ""];
  return `${[...lines, ...title].join("\n")}\n${renderExample(failed, scenario, timelines, style)}`;
}

/** The piece of a bot on the wire, as it is and with the bug. */
function describeWireBug({ name, replaces, by, expectedFailure }: WireBug): string[] {
  return [
    `A bot on the wire with the planted bug ${name} fails ${expectedFailure}.`,
    "",
    "  without the bug:",
    ...indented(replaces),
    "  with it:",
    ...indented(by),
  ];
}

function indented(text: string): string[] {
  return text
    .trim()
    .split("\n")
    .map((line) => `    ${line}`);
}

/** The same as one JSON object. */
export function propertyAsJson({ name, statement, severity, checks, requires = [] }: Property) {
  const rules = rulesOf(name).map(({ number, kind, text }) => ({ id: `R${number}`, kind, text }));
  return { name, statement, severity, checks, requires, rules };
}
