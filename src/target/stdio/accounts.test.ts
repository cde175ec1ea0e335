import { join } from "node:path";
import { expect, test } from "vitest";
import { runScenario, runTogether } from "../../simulation/run-scenario.ts";
import { folderWith } from "../../test-fixtures/run-cli.ts";
import { openGates, scenarioWith } from "../../test-fixtures/scenarios.ts";
import { openStdioTarget } from "./stdio-target.ts";

/** Reports the account of each run as the value of a closed gate. */
const bot = `
import { createInterface } from "node:readline";
const send = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", ...message }));
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method, params } = JSON.parse(line);
  const capabilities = { reports: ["mode"], accounts: CAPABLE };
  if (method === "initialize") send({ id, result: { protocolVersion: 2, name: "b", capabilities } });
  else {
    const actual = "account" in params ? params.account : "none";
    send({ id, result: { mode: "refused", closedGates: [{ gate: "cli_confirm", actual }] } });
  }
});
`;

const scenario = scenarioWith({ gates: openGates });

async function open(capable: boolean) {
  const folder = folderWith({ "bot.mjs": bot.replace("CAPABLE", String(capable)) });
  return openStdioTarget(`node ${join(folder, "bot.mjs")}`);
}

test("the params of a run have its account where a process has two, and else none", async () => {
  const { target, close } = await open(true);
  const [first, second] = await runTogether([scenario, scenario], target);
  const alone = await runScenario(scenario, target);
  expect(await close()).toBe(null);
  const named = [first, second, alone].map(({ runs, targetError }) => ({ runs, targetError }));
  for (const [at, account] of ["first", "second", "none"].entries()) {
    expect(named[at]?.targetError).toBe(null);
    expect(JSON.stringify(named[at]?.runs)).toContain(`"actual":"${account}"`);
  }
});

test("the capability of a bot is the one of its target", async () => {
  for (const capable of [true, false]) {
    const { target, close } = await open(capable);
    expect(target.supportsAccounts).toBe(capable);
    await close();
  }
});
