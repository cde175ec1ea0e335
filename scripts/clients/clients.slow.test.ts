/** docs/clients.md and the two bots, where `npm run clients` has installed the client libraries. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { knownProperties } from "../../properties/wire/all.ts";
import { withWireFaults } from "../../properties/arbitraries/wire-faults.ts";
import {
  withOrder,
  withOrderAndPosition,
  withPosition,
  withTwoOrders,
} from "../../properties/enumeration/on-wire.ts";
import type { WireFault } from "../../src/domain/wire-request.ts";
import { failedChecks } from "../../src/fuzz/fingerprint.ts";
import { judgeCase } from "../../src/fuzz/judge-case.ts";
import type { Scenario } from "../../src/scenario/scenario.ts";
import { openTarget } from "../../src/target/open-target.ts";
import { blocksOf, commandsOf, readDocument } from "../docs/documents.ts";
import { whyNotSealed } from "../../src/target/wire/sealed-space.ts";
import { clientsFolder, formatPage, renderClientsMarkdown } from "./clients-markdown.ts";
import type { Mode } from "./faulty-exchange.ts";
import { measure } from "./measure.ts";

const isInstalled = existsSync(join(clientsFolder, "node_modules"));
const missing = isInstalled ? "" : " (skipped: npm run clients installs the clients)";
const reason = isInstalled ? whyNotSealed() : null;
const unsealed = reason === null ? missing : ` (skipped: ${reason})`;

/** docs/clients.md with only this mode in cells that name both. */
function pageIn(mode: Mode): Promise<string> {
  const both = /override: (?<override>[^|]*); sealed: (?<sealed>[^|]*?)(?= *\|)/g;
  return formatPage(readDocument("docs/clients.md").replaceAll(both, `$<${mode}>`));
}

describe.each([
  { mode: "override", why: missing },
  { mode: "sealed", why: unsealed },
] as const)("clients in the mode $mode", ({ mode, why }) => {
  test.skipIf(why !== "")(`docs/clients.md is what they do${why}`, async () => {
    const results = await measure(mode);
    const page = await renderClientsMarkdown({ override: results, sealed: results });
    expect(page).toBe(await pageIn(mode));
  });
});

type Bot = {
  readonly file: string;
  readonly scenario: Scenario;
  /** `property/check`. */
  readonly expectedFailure: string;
};

function faulty(scenario: Scenario, fault: Pick<WireFault, "endpoint" | "kind">): Scenario {
  return withWireFaults(scenario, [{ ...fault, call: 1 }]);
}

const bots: readonly Bot[] = [
  {
    file: "ccxt-bot.mjs",
    scenario: faulty(withOrderAndPosition, { endpoint: "openOrders", kind: "empty-object" }),
    expectedFailure: "broken-reply-takes-no-action/action-after-broken-reply",
  },
  {
    file: "binance-bot.mjs",
    scenario: faulty(withOrder, { endpoint: "mutation", kind: "unknown-error" }),
    expectedFailure: "client-does-not-retry-mutations/repeated-mutation",
  },
];

/** Next to the bots, because they import a file and a library from there. */
const folder = mkdtempSync(join(clientsFolder, "fixed-"));
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(!isInstalled).each(bots)(
  `the bug of $file is found, and the fixed bot passes${missing}`,
  async ({ file, scenario, expectedFailure }) => {
    const path = join(clientsFolder, file);
    expect(await failuresOf(path, scenario)).toContain(expectedFailure);
    const fixed = join(folder, file);
    writeFileSync(fixed, fixedTextOf(file).replace('"./reconcile.mjs"', '"../reconcile.mjs"'));
    expect(await failuresOf(fixed, scenario)).toEqual([]);
    // It still acts where nothing is broken.
    expect(await failuresOf(fixed, withOrder)).toEqual([]);
    expect(await failuresOf(fixed, withPosition)).toEqual([]);
    // A refusal of the venue is no unknown outcome: ccxt throws a network error for this one.
    const refused = faulty(withTwoOrders, { endpoint: "mutation", kind: "clock-skew" });
    expect(await failuresOf(fixed, refused)).toEqual([]);
  },
);

/** As the command of docs/clients.md changes it. */
function fixedTextOf(file: string): string {
  const commands = blocksOf(readDocument("docs/clients.md")).flatMap(commandsOf);
  const command = commands.find((one) => one.startsWith("sed ") && one.endsWith(`/${file}`)) ?? "";
  const [, wrong = "", right = ""] = /'s\/(.*)\/(.*)\/'/.exec(command) ?? [];
  const text = readFileSync(join(clientsFolder, file), "utf8");
  const parts = text.split(new RegExp(wrong));
  expect(parts).toHaveLength(2);
  return parts.join(right);
}

/** Those that need no report. */
const judged = knownProperties.filter(
  ({ kind, requires = [] }) => kind === "run" && requires.every((one) => one === "wire"),
);

async function failuresOf(path: string, scenario: Scenario): Promise<string[]> {
  const { target, close } = await openTarget({ kind: "wire", text: `node ${path} {confirm}` });
  try {
    const { verdicts } = await judgeCase(scenario, target, judged);
    return failedChecks(verdicts, judged).map((one) => `${one.property}/${one.check}`);
  } finally {
    await close();
  }
}

test("each bot is under 120 lines", () => {
  for (const { file } of bots) {
    const text = readFileSync(join(clientsFolder, file), "utf8");
    expect(text.trimEnd().split("\n").length).toBeLessThan(120);
  }
});
