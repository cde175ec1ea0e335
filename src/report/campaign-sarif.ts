/** The failures of a campaign as SARIF 2.1.0: a result for each, with its rule and the file of its scenario. */
import { ruleSections } from "../../properties/rules/all.ts";
import { idsOf, isAbout, type Rule } from "../../properties/rules/rule.ts";
import { reportedFailures, type Failure } from "../fuzz/batch-result.ts";
import type { CampaignReport } from "../fuzz/campaign-report.ts";
import { fingerprintOf } from "../fuzz/fingerprint.ts";

const repository = "https://github.com/reconcile-harness/reconcile-harness";

/** `scenarioFiles` has the file of each failure that was saved, by its fingerprint. */
export function renderCampaignSarif(
  report: CampaignReport,
  scenarioFiles: ReadonlyMap<string, string>,
): string {
  const { campaign, result, verdict, reasons } = report;
  const failures = [...reportedFailures(result).values()];
  const notifications = verdict === "inconclusive" ? reasons : [];
  const document = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "reconcile-harness",
            version: campaign.harness,
            informationUri: repository,
            rules: ruleSections.flatMap(({ title, rules }) =>
              rules.map((rule) => descriptorOf(rule, title)),
            ),
          },
        },
        invocations: [
          {
            executionSuccessful: verdict !== "inconclusive",
            toolExecutionNotifications: notifications.map((text) => {
              return { level: "error", message: { text } };
            }),
          },
        ],
        results: failures.map((failure) => resultOf(failure, report, scenarioFiles)),
        properties: { target: campaign.target, seed: campaign.seed },
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const rules = ruleSections.flatMap((section) => section.rules);

/** The anchor is that of the section in docs/rules.md, in the form that GitHub gives it. */
function descriptorOf(rule: Rule, section: string): object {
  const anchor = section
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
  const text = rule.text.replaceAll("`", "");
  return {
    id: `R${rule.number}`,
    shortDescription: { text },
    helpUri: `${repository}/blob/main/docs/rules.md#${anchor}`,
    help: { text, markdown: rule.text },
    defaultConfiguration: { level: rule.kind === "safety" ? "error" : "warning" },
    properties: { kind: rule.kind, properties: Object.keys(rule.checks) },
  };
}

function resultOf(
  failure: Failure,
  { campaign }: CampaignReport,
  scenarioFiles: ReadonlyMap<string, string>,
): object {
  const { property, check, variant, violation, flaky } = failure;
  const fingerprint = fingerprintOf(failure);
  const known = campaign.properties.find(({ name }) => name === property);
  const broken = rules.filter((rule) => isAbout(rule, { property, check, variant }));
  const [first] = broken;
  const file = scenarioFiles.get(fingerprint);
  const text = `${known?.statement ?? property} Expected: ${violation.expected}. Actual: ${violation.actual}`;
  return {
    ...(first !== undefined && { ruleId: `R${first.number}`, ruleIndex: first.number - 1 }),
    level: known?.severity === "report" ? "warning" : "error",
    message: { text },
    locations: [
      {
        ...(file !== undefined && {
          physicalLocation: {
            artifactLocation: { uri: encodeURI(file.replaceAll("\\", "/")) },
            region: { startLine: 1 },
          },
        }),
        logicalLocations: [{ fullyQualifiedName: `${property}/${check}`, kind: "property" }],
      },
    ],
    // Equal for the same failure in another campaign, so that a reader joins them.
    partialFingerprints: { "reconcileHarness/v1": fingerprint },
    properties: { rules: idsOf(broken), run: violation.run, flaky: flaky !== undefined },
  };
}
