import { join } from "node:path";
import { expect, test } from "vitest";
import { runScenario } from "../../simulation/run-scenario.ts";
import { profileWith } from "../../test-fixtures/profiles.ts";
import { folderWith } from "../../test-fixtures/run-cli.ts";
import { scenarioWith } from "../../test-fixtures/scenarios.ts";
import { openTarget } from "../open-target.ts";

const botOf = (capabilities: object, hasStart = true) => `
import { createInterface } from "node:readline";
const capabilities = ${JSON.stringify(capabilities)};
createInterface({ input: process.stdin }).on("line", (line) => {
  const { id, method } = JSON.parse(line);
  const send = (message) => console.log(JSON.stringify({ jsonrpc: "2.0", id, ...message }));
  if (method === "initialize") send({ result: { protocolVersion: 2, name: "b", capabilities } });
  else if (method === "start" && !${hasStart}) send({ error: { code: -32601, message: "no" } });
  else send({ result: {} });
});
`;

/** The profile is the file next to the bot. */
async function openWith(bot: string, named: Parameters<typeof profileWith>[0]) {
  const files = { "bot.mjs": bot, "reconcile-harness.json": profileWith(named) };
  const text = `node ${join(folderWith(files), "bot.mjs")}`;
  return openTarget({ kind: "stdio", text });
}

async function targetOf(bot: string, named: Parameters<typeof profileWith>[0]) {
  const { target, close } = await openWith(bot, named);
  expect(await close()).toBe(null);
  return target;
}

const all = {
  reports: [],
  sequences: true,
  clock: { replyTimeoutMs: 7_000 },
  conditionalOrders: true,
  instances: true,
  queries: true,
  accounts: true,
} as const;
const declaresAll = {
  supportsSequences: true,
  replyTimeoutMs: 7_000,
  supportsConditionalOrders: true,
  usesQueries: true,
  supportsAccounts: true,
  reports: new Set(),
};

test.each([
  ["in its answer to `initialize`", all, {}],
  ["in its profile", {}, { capabilities: all }],
] as const)("a bot has the capabilities %s", async (_, answered, named) => {
  const target = await targetOf(botOf(answered), named);
  expect(target).toMatchObject(declaresAll);
  expect(target.openInstance).toBeTypeOf("function");
});

test("what the profile names wins, and the rest is from `initialize`", async () => {
  const named = { reports: ["mode"], sequences: false, instances: false } as const;
  const target = await targetOf(botOf(all), { capabilities: named });
  const changed = { supportsSequences: false, reports: new Set(["mode"]) };
  expect(target).toMatchObject({ ...declaresAll, ...changed });
  expect(target.openInstance).toBe(undefined);
});

test("a bot that declares nowhere what it reports is refused with the two places", async () => {
  await expect(openWith(botOf({}), { capabilities: { sequences: true } })).rejects.toThrow(
    "its answer to `initialize`: capabilities.reports: expected array, and it is missing; " +
      "declare it there, or name it in `capabilities` of the profile",
  );
});

test("a profile that names sequences for a bot without `start` gives the error of such a bot", async () => {
  const bot = botOf({ reports: ["mode"] }, false);
  const { target, close } = await openWith(bot, { capabilities: { sequences: true } });
  const { targetError } = await runScenario(scenarioWith(), target);
  expect(await close()).toBe(null);
  expect(targetError).toMatchObject({
    kind: "error-answer",
    message: expect.stringContaining("it declares `sequences` and has no `start`"),
  });
});
