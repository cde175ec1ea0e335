/** docs/evidence.md, from the table of regulations. */
import { format } from "oxfmt";
import { allRules } from "../../properties/rules/all.ts";
import { idsOf } from "../../properties/rules/rule.ts";
import { articles, type Article } from "../../src/report/evidence/regulations.ts";
import { markdownTable } from "../markdown-table.ts";

const introduction = `# Evidence

For a risk officer: what was tested by which rule, with which result and strength. \`npm run rules\` writes this page; do
not edit it.

\`\`\`sh
npx tsx src/cli.ts drill --json > reports/drills.json
npm run strength -- --seeds 3 --report json=reports/strength.json
npx tsx src/cli.ts fuzz --seed 7 --attach reports/drills.json reports/strength.json --report evidence=reports/evidence
\`\`\`

Without \`--target\` or \`--wire\` it is evidence of the shipped pipeline. For your bot, give \`drill\` and \`fuzz\` the same
options of the target. Strength takes long, and is optional: leave out its line and its file. Drills of another target are refused: its name, its options, its profile and the files of its command are compared.
Name no file in the command that the bot writes. Shards of different targets are not merged. The folder then has two files. \`evidence.html\` is a
static page: it has no script, sends no request, and prints well. \`evidence.json\` has the same for programs, with
\`schemaVersion\`, \`kind\` and \`verdict\`. A campaign in shards gets its evidence by \`merge\`.

## What it has

- _Verdict_: the worse one of the campaign and of the attached drills. Each command exits by its own verdict, and
  the last lines of the campaign name that of the evidence.
- _Rules_: for each [rule](rules.md), which properties judged it, in how many cases, and the verdict.
- _Regulations_: the table below, with the verdicts of the rules of each article.
- _Drills_: runs and port calls until the bot was safe; see [cli.md](cli.md#drill). The maximums are what the shipped
  pipeline needs. The verdict is computed again from the figures. It is no pass where a drill did not run that the target
  can have; each such drill is named.
- _Strength_: how many planted bugs each seed detected, or that it was not measured; see [strength.md](strength.md). It is
  that of the properties on the shipped pipeline, and the same for each target.
- _Hashes_ (SHA-256): harness, rules, articles, profile, command and files of the target, scenarios.
- _Repeat_: the commands with which somebody else runs the same.

A rule is _not judged_, and never passed, where one of these is true:

- The profile of the bot does not have what the rule is about, or leaves the rule out.
- The target misses a requirement of each property, or cannot fail the checks of the rule.
- The campaign did not select the properties.
- No case met their precondition, or none had the mismatch or the limit of the rule.

The cases of a rule are those of its properties. A property may judge several rules, so they are an upper bound. Where a
failed check belongs to several rules, one of them is broken at least, and each is marked.

## Compare two files

Run the commands under _Repeat_ with the same version, profile, bot and counterexamples. Two files then differ in
\`surroundings\` only: times, machine, and the hashes of attached reports. This prints nothing where they are equal:

\`\`\`sh
cat > reports/same.mjs <<'END'
import { readFileSync } from "node:fs";
const [one, other] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
  const isSame = JSON.stringify(one[key]) === JSON.stringify(other[key]);
  if (key !== "surroundings" && !isSame) console.log(key, "differs");
}
END
node reports/same.mjs reports/evidence/evidence.json reports/evidence/evidence.json
\`\`\`

Where \`hashes\` differs, compare its fields first: another harness, profile or scenario explains all else. The hash of
the harness is that of \`dist/\` in a package, and that of the source in a checkout. A campaign that ended by its time
limit has other figures each time; the section _Repeat_ has a remark then.

## What it is not

The evidence shows what was tested. It does not show that a firm complies with a regulation, and no person of an
authority has read it. **Unverified** means: no person compared the mapping with the text of the article. Subjects and
places were written from memory, without the texts. Compare them before you rely on them.`;

export async function renderEvidencePage(): Promise<string> {
  const sections = articles.map(renderArticle);
  const mapped = new Set(
    articles.flatMap(({ mappings }) => mappings.flatMap(({ rules }) => rules)),
  );
  const others = allRules.filter(({ number }) => !mapped.has(number));
  const rest = `## Rules of no article\n\nNo article of this table bears on these rules: \`${idsOf(others).join(", ")}\`.`;
  const page = [introduction, "## Regulations", ...sections, rest].join("\n\n");
  const { code } = await format("evidence.md", page, { printWidth: 120 });
  return code;
}

function renderArticle({
  regulation,
  place,
  subject,
  isVerified,
  mappings,
  notCovered,
}: Article): string {
  const table = markdownTable(
    ["rules and drills", "why they bear on it"],
    mappings.map(({ rules, drills = [], why }) => [
      [...rules.map((number) => `R${number}`), ...drills.map((name) => `\`${name}\``)].join(", "),
      why,
    ]),
    2,
  );
  const state = isVerified ? "" : " **Unverified.**";
  return `### ${regulation}: ${place}

Subject: ${subject}.${state}

${table}
Not covered:

${notCovered.map((sentence) => `- ${sentence}`).join("\n")}`;
}
