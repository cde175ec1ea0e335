import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { BadInputError } from "../input/bad-input-error.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import { folderWith, runCli, temporaryFolder } from "../test-fixtures/run-cli.ts";
import { observedOrder } from "../test-fixtures/scenarios.ts";
import { auditVerify } from "./audit-verify.ts";
import type { ExitCode, Terminal } from "./output/terminal.ts";
import { plan } from "./plan.ts";
import { smoke } from "./smoke.ts";

const escape = "\u001B[31m";
const [scenario] = readScenarios("order");
const scenarioText = JSON.stringify(scenario, null, 2);

const order = {
  clientOrderId: "a",
  orderId: 1,
  symbol: "BTCUSDT",
  side: "BUY",
  status: "NEW",
  origQty: "1",
};

/**
 * The message with which a command refuses its input before it prints anything. The tests at the end of this file
 * show what the command line makes of it.
 */
async function refusalOf(
  run: (terminal: Terminal) => ExitCode | Promise<ExitCode>,
): Promise<string> {
  const printed: string[] = [];
  const print = (text: string) => void printed.push(text);
  const outcome = await Promise.resolve()
    .then(() => run({ env: {}, out: print, warn: print }))
    .catch((error: unknown) => error);
  if (outcome instanceof BadInputError && printed.length === 0) return outcome.message;
  throw new Error(`nothing was refused: ${String(outcome)} ${printed.join("")}`);
}

type BadFile = readonly [
  what: string,
  content: string | Uint8Array,
  place: string,
  expected: string,
];

const withOrder = (parts: object) =>
  JSON.stringify({ ...scenario, exchange: { orders: [{ ...observedOrder(), ...parts }] } });

const badScenarios: readonly BadFile[] = [
  ["an empty file", "", "bad.json", "the file is empty"],
  ["a truncated file", scenarioText.slice(0, 400), "bad.json:", "not valid JSON"],
  ["text", "hello", "bad.json:1:1", "not valid JSON"],
  ["bytes that are not UTF-8", new Uint8Array([0x22, 0xff, 0x22]), "bad.json", "not UTF-8"],
  ["an HTML page", "<html></html>", "bad.json:1:1", "HTML page"],
  ["a list", "[]", "bad.json:1:1", "expected object"],
  [
    "an unknown field",
    scenarioText.replace('"statement"', '"colour": 1, "statement"'),
    "colour",
    "unknown field",
  ],
  [
    "an escape sequence in a field name",
    scenarioText.replace('"statement"', `"${JSON.stringify(escape).slice(1, -1)}": 1, "statement"`),
    String.raw`["\u001b[31m"]`,
    "unknown field",
  ],
  [
    "a prototype key",
    scenarioText.replace('"statement"', '"__proto__": {}, "statement"'),
    "bad.json:4:",
    "__proto__",
  ],
  [
    "a later schema",
    scenarioText.replace('"schemaVersion": 2', '"schemaVersion": 3'),
    "bad.json:2:",
    "schema version 3; this version of reconcile-harness reads 2",
  ],
  [
    "a number without an end",
    scenarioText.replace("1704067200000", "1e999"),
    "bad.json:5:",
    "out of range",
  ],
  [
    "a quantity that is NaN",
    withOrder({ quantity: "NaN" }),
    "exchange.orders[0].quantity",
    'got "NaN"',
  ],
  [
    "an infinite quantity",
    withOrder({ quantity: "Infinity" }),
    "exchange.orders[0].quantity",
    "a plain decimal string",
  ],
  [
    "a quantity with an exponent",
    withOrder({ quantity: "1e999" }),
    "exchange.orders[0].quantity",
    "a plain decimal string",
  ],
  [
    "a quantity with two signs",
    withOrder({ quantity: "--5" }),
    "exchange.orders[0].quantity",
    "a plain decimal string",
  ],
  [
    "a quantity of 40 digits",
    withOrder({ quantity: "1".repeat(40) }),
    "exchange.orders[0].quantity",
    "at most 18 digits",
  ],
  [
    "a quantity as a number",
    withOrder({ quantity: 0.001 }),
    "exchange.orders[0].quantity",
    "expected string, got 0.001",
  ],
  [
    "an id of 37 characters",
    withOrder({ clientOrderId: "a".repeat(37) }),
    "exchange.orders[0].clientOrderId",
    "1 to 36 characters",
  ],
  [
    "an escape sequence in an id",
    withOrder({ clientOrderId: escape }),
    "exchange.orders[0].clientOrderId",
    "1 to 36 characters",
  ],
  [
    "a symbol in lower case",
    withOrder({ symbol: "btcusdt" }),
    "exchange.orders[0].symbol",
    "capital ASCII letters",
  ],
  [
    "a symbol with a full-width letter",
    withOrder({ symbol: "ＢTCUSDT" }),
    "exchange.orders[0].symbol",
    "capital ASCII letters",
  ],
  [
    "an escape sequence in a symbol",
    withOrder({ symbol: escape }),
    "exchange.orders[0].symbol",
    "\\u001b",
  ],
  [
    "a symbol that is missing",
    withOrder({ symbol: undefined }),
    "exchange.orders[0].symbol",
    "it is missing",
  ],
  [
    "a client order id twice",
    JSON.stringify({ ...scenario, exchange: { orders: [observedOrder(), observedOrder()] } }),
    "exchange.orders[1].clientOrderId",
    "each client order id of a live order of a symbol once",
  ],
  [
    "a symbol twice in one-way mode",
    JSON.stringify({
      ...scenario,
      expected: {
        positions: [
          { symbol: "BTCUSDT", quantity: "1" },
          { symbol: "BTCUSDT", quantity: "1" },
        ],
      },
    }),
    "expected.positions[1].symbol",
    "each symbol and position side once",
  ],
  [
    "a step of an unknown kind",
    JSON.stringify({ ...scenario, steps: [{ kind: "jump" }] }),
    "steps[0].kind",
    'expected one of "snapshot", "reconcile"',
  ],
  [
    "a raw tab in a string",
    scenarioText.replace('"order"', '"or\tder"'),
    "bad.json",
    "not valid JSON",
  ],
  [
    "no step that reconciles",
    JSON.stringify({ ...scenario, steps: [] }),
    "steps",
    "at least one step",
  ],
];

test.each(badScenarios)(
  "a scenario file with %s is refused, and the message names place and expected value",
  async (_, content, place, expected) => {
    const scenarioFile = join(folderWith({ "bad.json": content }), "bad.json");
    const message = await refusalOf((terminal) => smoke({ scenario: scenarioFile }, terminal));
    expect(message).not.toContain("\u001B");
    expect(message).toContain("bad.json");
    expect(message).toContain(place);
    expect(message).toContain(expected);
  },
);

const captures: readonly (readonly [string, unknown, string])[] = [
  [
    "an error object",
    { code: -1021, msg: `outside of the recvWindow ${escape}` },
    "the exchange answered with error -1021",
  ],
  ["an HTML page", "<!doctype html><h1>403</h1>", "HTML page"],
  ["a client order id twice", [order, order], "[1].clientOrderId"],
  ["an id of 37 characters", [{ ...order, clientOrderId: "a".repeat(37) }], "[0].clientOrderId"],
  ["an escape sequence in an id", [{ ...order, clientOrderId: escape }], "[0].clientOrderId"],
  ["a quantity out of range", [{ ...order, origQty: "1e999" }], "[0].origQty"],
];

test.each(captures)(
  "open orders that are %s are refused, and the message names the place",
  async (_, content, place) => {
    const cwd = folderWith({ "orders.json": content, "positions.json": [], "expected.json": {} });
    const files = {
      openOrders: join(cwd, "orders.json"),
      positionRisk: join(cwd, "positions.json"),
      expected: join(cwd, "expected.json"),
    };
    const message = await refusalOf((terminal) => plan(files, terminal));
    expect(message).not.toContain("\u001B");
    expect(message).toContain("orders.json:1:");
    expect(message).toContain(place);
  },
);

test.each([
  ["empty", ""],
  ["an error object", '{"code":-1021,"msg":"no"}'],
  ["an HTML page", "<html></html>\n"],
  ["a list", "[]\n"],
])("a file that is %s is no trail, and the message names the expected form", async (_, content) => {
  const trail = join(folderWith({ "bad.jsonl": content }), "bad.jsonl");
  expect(await refusalOf((terminal) => auditVerify(trail, {}, terminal))).toMatch(
    /bad\.jsonl.*expected/,
  );
});

test.each([
  ["smoke", ["--scenario", "bad.json"], /^bad\.json:1:\d+: \["\\u001b\[31m"\]: unknown field.*\n$/],
  ["audit verify", ["bad.html"], /^bad\.html:1:1: this is no audit trail; expected .*\n$/],
  [
    "plan",
    ["--open-orders", "bad.html", "--position-risk", "bad.html", "--expected", "bad.html"],
    /^bad\.html:1:1: .*HTML page.*\n$/,
  ],
])("the command line prints the message of %s, and exits with 2", (command, args, expected) => {
  const files = { "bad.json": { ...scenario, [escape]: 1 }, "bad.html": "<html></html>" };
  const run = runCli([...command.split(" "), ...args], { cwd: folderWith(files) });
  expect(run).toMatchObject({ exitCode: 2, stdout: "" });
  expect(run.stderr).toMatch(expected);
});

test.each([
  ["missing", "nowhere.json", "there is no such file"],
  ["a directory", "folder", "this is a directory"],
  ["named with an escape sequence", `${escape}.json`, "\\u{1b}[31m.json: there is no such file"],
])("a file that is %s: exit 2", (_, name, expected) => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, "folder"));
  const runs = [
    runCli(["smoke", "--scenario", name], { cwd }),
    runCli(["audit", "verify", name], { cwd }),
    runCli(["plan", "--open-orders", name, "--position-risk", name, "--expected", name], { cwd }),
  ];
  for (const run of runs) {
    expect(run).toMatchObject({ exitCode: 2, stdout: "" });
    expect(run.stderr).toContain(expected);
    expect(run.stderr).not.toContain("\u001B");
  }
});
