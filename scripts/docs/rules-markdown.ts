/** docs/rules.md, from the rules. */
import { format } from "oxfmt";
import { ruleSections } from "../../properties/rules/all.ts";
import type { Rule, RuleNeeds } from "../../properties/rules/rule.ts";

const introduction = `# Rules

What is judged, in the order in which a run meets it. \`npm run rules\` writes this page; do not edit it.

A _safety_ rule holds for every bot. A _policy_ rule holds for a bot that has what the rule is about, such as an audit
trail. [profile.md](profile.md) describes how a bot leaves out what it does not have. The names after a rule are the
properties that judge it. \`reconcile-harness properties NAME\` shows a
counterexample of a planted bug.`;

export async function renderRules(): Promise<string> {
  const sections = ruleSections.map(
    ({ title, rules }) => `## ${title}\n\n${rules.map(renderRule).join("\n")}`,
  );
  const { code } = await format("rules.md", [introduction, ...sections].join("\n\n"), {
    printWidth: 120,
  });
  return code;
}

/** What a profile must have for the rule. */
function describeNeeds({ limit, remediation, positionMode }: RuleNeeds = {}): string {
  return [
    limit === undefined ? "" : `, limit \`${limit}\``,
    remediation === undefined ? "" : `, for a bot that ${remediation}s`,
    positionMode === undefined ? "" : `, position mode \`${positionMode}\``,
  ].join("");
}

function renderRule({ number, kind, text, checks, needs }: Rule): string {
  const properties = Object.keys(checks).map((name) => `_${name}_`);
  return `- **R${number}** (${kind}${describeNeeds(needs)}): ${text} ${properties.join(", ")}`;
}
