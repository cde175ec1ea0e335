/** The evidence as one static page: no script, no request, and every text escaped. */
import { counted } from "../../domain/counted.ts";
import { describeSafety } from "../drill-report.ts";
import type { Evidence, JudgedRule } from "./evidence.ts";
import { badge, code, html, list, pairs, table, type Html, type Part } from "./html.ts";

export function renderEvidenceHtml(evidence: Evidence): string {
  const { campaign, verdict } = evidence;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>Evidence: ${campaign.target}, ${verdict.toUpperCase()}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <main>
          ${[
            verdictSection(evidence),
            campaignSection(evidence),
            drillSection(evidence),
            articleSections(evidence),
            ruleSection(evidence),
            strengthSection(evidence),
            notCoveredSection(evidence),
            hashSection(evidence),
            repeatSection(evidence),
          ]}
        </main>
      </body>
    </html> `;
  return page.html;
}

const style: Html = {
  html: `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1.5rem; }
th, td { border-bottom: 1px solid #8888; padding: 0.3rem 0.5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
thead th, td:not(:last-child) { overflow-wrap: normal; }
td p { margin: 0 0 0.3rem; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; overflow-wrap: anywhere; white-space: pre-wrap; }
.verdict { font-weight: 700; border: 2px solid; border-radius: 4px; padding: 0 0.4rem; white-space: nowrap; }
h2, h3 { break-after: avoid; }
tr, li { break-inside: avoid; }
@media print { :root { color-scheme: light; } main { max-width: none; padding: 0; } body { font-size: 10pt; } }
`,
};

function verdictSection({ verdict, campaign, drills, rules }: Evidence): Html {
  const count = (word: JudgedRule["verdict"]) => rules.filter((one) => one.verdict === word).length;
  const ofDrills = drills.kind === "run" ? badge(drills.verdict) : html`not run: ${drills.reason}`;
  return html`<h1>Evidence: ${campaign.target}</h1>
    <p>
      ${badge(verdict)} is the verdict: the worse one of the campaign and of the drills, where they
      ran.
    </p>
    ${pairs([
      ["campaign", badge(campaign.verdict)],
      ["drills", ofDrills],
      [
        "rules",
        `${count("pass")} passed, ${count("fail")} failed, ${count("not-judged")} were not judged, of ${rules.length}`,
      ],
    ])}
    ${campaign.reasons.length === 0 ? "" : list(campaign.reasons)}
    <p>
      This page says what was tested, and with which result. It does not say that a firm complies
      with a regulation.
    </p> `;
}

function campaignSection({ campaign, surroundings }: Evidence): Html {
  const { cases, planned } = campaign;
  const phases = Object.entries(cases).map(
    ([phase, ran]) => [phase, `${ran} of ${Reflect.get(planned, phase)} cases`] as const,
  );
  return html`<h2>What ran</h2>
    ${pairs([
      ["seed", campaign.seed],
      ...phases,
      ["properties", campaign.properties],
      ["ended early", campaign.stopped ?? "no"],
      ["canary detected", campaign.canaryCaught ? "yes" : "no"],
      [
        "ran twice",
        `${counted(campaign.ranTwice.cases, "case")}, of which ${campaign.ranTwice.differing} differed`,
      ],
      ["started", surroundings.startedAt],
      ["duration", `${(surroundings.elapsedMs / 1_000).toFixed(1)} s`],
      ["machine", `node ${surroundings.node}, ${surroundings.platform}`],
    ])}
    <h3>Failed checks</h3>
    ${list(campaign.failures.map(({ name, cases: failed }) => html`${code(name)} in ${counted(failed, "case")}`))} `;
}

function drillSection({ drills }: Evidence): Html {
  if (drills.kind === "not-run")
    return html`<h2>Drills</h2>
      <p>Not run: ${drills.reason}.</p> `;
  const rows = drills.drills.map((drill) => [
    code(drill.name),
    badge(drill.verdict),
    [
      html`<p>${drill.statement}</p>`,
      html`<p>${describeSafety(drill)}</p>`,
      ...drill.reasons.map((reason) => html`<p>${reason}</p>`),
    ],
  ]);
  const left = drills.leftOut.map(({ name, reason }) => [code(name), "left out", reason]);
  const open = drills.notRun.map((name) => [code(name), "not run", "no attached report has it"]);
  return html`<h2>Drills</h2>
    <p>The maximums of runs and port calls are what ${drills.maximumsOf} needs.</p>
    ${table(["drill", "verdict", "what happened"], [...rows, ...left, ...open])} `;
}

/** Such as `kill-switch: PASS`. */
function describeDrill(name: string, drills: Evidence["drills"]): string {
  const results = drills.kind === "run" ? drills.drills : [];
  const verdict = results.find((one) => one.name === name)?.verdict;
  return `${name}: ${verdict?.toUpperCase() ?? "not run"}`;
}

function articleSections({ articles, drills }: Evidence): Html {
  const sections = articles.map((article) => {
    const { pass, fail, notJudged } = article.verdicts;
    return html`<h3>${article.regulation}: ${article.place}</h3>
      <p>
        Subject: ${article.subject}.
        ${article.isVerified ? "" : html`<strong>Unverified</strong>: the text was not read.`}
      </p>
      <p>Rules: ${pass} passed, ${fail} failed, ${notJudged} were not judged.</p>
      ${table(
        ["rules and drills", "why they bear on it"],
        article.mappings.map(({ rules, drills: named, why }) => [
          [...rules, ...named.map((name) => describeDrill(name, drills))].join(", "),
          why,
        ]),
      )}
      <p>Not covered:</p>
      ${list(article.notCovered)} `;
  });
  return html`<h2>Regulations</h2>
    ${sections}`;
}

function ruleSection({ rules }: Evidence): Html {
  const rows = rules.map((rule) => [
    html`<strong>${rule.rule}</strong> (${rule.kind})`,
    badge(rule.verdict),
    rule.cases,
    describeRule(rule),
  ]);
  return html`<h2>Rules</h2>
    <p>
      The cases are those of the properties, which judge several rules at once: an upper bound for
      one rule.
    </p>
    ${table(["rule", "verdict", "cases", "what was judged"], rows)} `;
}

function describeRule(rule: JudgedRule): Part {
  const { text, reason, judgedBy, failures, remarks, plantedBugs } = rule;
  const judges = judgedBy.map(
    ({ property, cases, reason: why }) => `${property}: ${why ?? counted(cases, "judged case")}`,
  );
  const lines = [
    text,
    ...(reason === null ? [] : [`Not judged: ${reason}`]),
    ...(reason !== null && judges.length === 1 ? [] : [judges.join("; ")]),
    ...failures.map((name) => `Failed: ${name}`),
    ...remarks,
    ...(plantedBugs === null
      ? []
      : [
          `${plantedBugs.detected} of ${counted(plantedBugs.planted, "planted bug")} detected by every seed`,
        ]),
  ];
  return lines.map((line) => html`<p>${line}</p>`);
}

function strengthSection({ strength }: Evidence): Html {
  if (strength.kind === "not-measured") {
    return html`<h2>Strength</h2>
      <p>Not measured: no report of <code>npm run strength</code> was attached.</p> `;
  }
  return html`<h2>Strength</h2>
    <p>
      The strength is that of the properties, on the shipped pipeline with planted bugs. It does not
      depend on the target.
    </p>
    ${pairs([
      ["verdict", badge(strength.verdict)],
      [
        "planted bugs",
        `${strength.plantedBugs}${strength.isComplete ? ", all of them" : ", a part of them"}`,
      ],
      ["detected by every seed", strength.detectedByAll],
      ["detected by some seed", strength.detectedBySome],
      ["seeds", strength.seeds.join(", ")],
    ])} `;
}

function notCoveredSection({ campaign }: Evidence): Html {
  return html`<h2>What the campaign cannot have seen</h2>
    ${list(campaign.notCovered)} `;
}

function filePairs(files: Evidence["hashes"]["scenarios"]) {
  return files.map((file) => [file.path, code(file.sha256)] as const);
}

function hashSection({ hashes, surroundings }: Evidence): Html {
  const { harness, rules, articles, profile, target, scenarios, cases } = hashes;
  return html`<h2>Hashes (SHA-256)</h2>
    ${pairs([
      [`harness ${harness.version} (${harness.of})`, code(harness.sha256)],
      ["rules", code(rules)],
      ["regulations", code(articles)],
      ["profile", profile === null ? "none" : code(profile)],
      ...(target === null
        ? ([["target", "none: the reference pipeline"]] as const)
        : ([
            [`target ${target.command}`, code(target.sha256)],
            ...filePairs(target.files),
          ] as const)),
      ["cases (16 digits)", code(cases)],
      ...filePairs(scenarios),
      ...filePairs(surroundings.attached),
    ])} `;
}

function repeatSection({ repeat }: Evidence): Html {
  return html`<h2>Repeat and compare</h2>
    ${repeat.commands.map((command) => html`<pre>${command}</pre> `)}
    ${repeat.remarks.length === 0 ? "" : list(repeat.remarks)}
    <p>
      Two files <code>evidence.json</code> of the same campaign are equal but for
      <code>surroundings</code>.
    </p> `;
}
