/** docs/clients.md: what client libraries make of the replies of the simulated exchange. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "oxfmt";
import * as z from "zod";
import { packageRoot } from "../../src/package-root.ts";
import { markdownTable } from "../markdown-table.ts";
import { modes, type ClientFault, type Fault, type Mode } from "./faulty-exchange.ts";
import { restingOrderNumber } from "./resting-order.ts";
import { clientCalls } from "./drivers.mjs";
import type { StreamResult } from "./measure-streams.ts";
import { everyFault, type ClientResults, type Outcome } from "./measure-clients.ts";

export const clientsFolder = join(packageRoot, "scripts", "clients");

const faultNames: Readonly<Record<ClientFault, string>> = {
  "unknown-error": "503 Unknown error",
  "backend-timeout": "408 -1007",
  reset: "reset",
  "too-many-requests": "429",
  "ip-ban": "418",
  "empty-object": "200 `{}`",
  null: "200 `null`",
  "cut-json": "200 half a JSON",
  "-2022": "400 -2022",
  "-2011": "400 -2011",
};

/** What is measured in one mode. */
export type Measured = {
  readonly clients: readonly ClientResults[];
  readonly streams: readonly StreamResult[];
};

type BothModes = Readonly<Record<Mode, Measured>>;

/** In the format of the project. */
export async function renderClientsMarkdown(results: BothModes): Promise<string> {
  const names = results.override.clients.map(({ name }) => name);
  /** A cell for each client. */
  const cellsOf = (textOf: (one: ClientResults) => string) =>
    names.map((name) => cellOf(results, ({ clients }) => textOf(named(clients, name))));
  const calls = clientCalls.map((call) => {
    return [call, ...cellsOf(({ calls: outcomes }) => requestsOf(outcomes.get(call)))];
  });
  const faults = everyFault().map(({ call, kind }) => {
    const isSame = (one: Fault) => one.call === call && one.kind === kind;
    return [call, faultNames[kind], ...cellsOf((one) => outcomeOf(one.faults.find(isSame)))];
  });
  const streams = results.override.streams.map(({ name }) => {
    const cell = (textOf: (one: StreamResult) => string) =>
      cellOf(results, (measured) => textOf(named(measured.streams, name)));
    return [name, cell(pathsOf), cell(({ result }) => result)];
  });
  const heading = names.map((name) => `\`${name}\` ${versionOf(name)}`);
  const page = `${introduction}
## Without a fault

${markdownTable(["call", ...heading], calls, 9)}
## With a fault

${faultIntroduction}
${markdownTable(["request", "reply", ...heading], faults, 9)}
## User stream

${streamIntroduction}
${markdownTable(["client", "path", "what arrived"], streams, 9)}${botSection}`;
  return formatPage(page);
}

function named<One extends { readonly name: string }>(all: readonly One[], name: string): One {
  const found = all.find((one) => one.name === name);
  if (found === undefined) throw new Error(`nothing was measured of ${name}`);
  return found;
}

/** Both modes only where they differ. */
function cellOf(results: BothModes, cellIn: (measured: Measured) => string): string {
  const [override = "", sealed = ""] = modes.map((mode) => cellIn(results[mode]));
  return override === sealed ? override : `override: ${override}; sealed: ${sealed}`;
}

export async function formatPage(page: string): Promise<string> {
  const { code } = await format("clients.md", page, { printWidth: 100 });
  return code;
}

function pathsOf({ paths }: StreamResult): string {
  return paths.map((path) => `\`${path}\``).join(", ");
}

function versionOf(name: string): string {
  const text = readFileSync(join(clientsFolder, "package.json"), "utf8");
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(text));
  return dependencies[name] ?? "";
}

function requestsOf(outcome: Outcome | undefined): string {
  if (outcome === undefined) throw new Error("a call without an outcome");
  const requests = outcome.requests.map((one) => `\`${one.replace("/fapi/", "")}\``);
  return `${outcome.result}: ${requests.join(", ")}`;
}

/** More than one request is a client that tries again by itself. */
function outcomeOf(outcome: Outcome | undefined): string {
  if (outcome === undefined) throw new Error("a fault without an outcome");
  const { result, requests } = outcome;
  const sent = requests.filter((one) => one === requests.at(-1)).length;
  return sent === 1 ? result : `${result}, **after ${sent} requests**`;
}

const introduction = `# Client libraries on the wire

A bot seldom speaks with the venue itself: a client library does, and it decides what a broken reply becomes. This page
shows that for three of them, at the exchange of [exchange.md](exchange.md). \`npm run clients\` installs them in
\`scripts/clients/\`, runs them, and writes this page. They are no dependency of the project.

Each runs twice: **override**, pointed at loopback ([exchange.md](exchange.md)), and **sealed**, with its own base
URLs ([wire.md](wire.md)). A cell in which they differ names both. The account has an order of
BTCUSDT with the id ${restingOrderNumber}, and a position of 0.010. A number of more than 2^53 loses digits in some clients.
`;

const faultIntroduction = `Every request of the kind gets the reply. So more than one request is a client that tries again by
itself. A number behind the class of an error is the code of the venue, where the error still has it.

- **read as flat**: the call returned an empty list, although the list was not read. With ccxt only
  \`last_json_response\` shows it, and only with \`enableLastJsonResponse\`.
- **rows without an order**: the call returned rows, and none is an order of the account.
- \`object\`: what is thrown is no \`Error\`.
- **-2022**: ccxt chooses error classes by the name of the host. Behind another one this code has no class of its own.
`;

const streamIntroduction = `Each subscribes to the user stream as its users do, and then places an order by REST. On \`/ws/KEY\`, the path of before
2026-04-23, no event arrives: see [exchange.md](exchange.md). \`WebsocketClientV1\` still has that path in its code, and
the subscription succeeds.
`;

const botSection = `
## Two bots

Two small bots in \`scripts/clients/\` show what follows from that. Each has one bug, and the harness finds it. A line of
\`sed\` fixes it, and the fixed bot passes a campaign. Each campaign takes some minutes: every run starts a process and
loads the library.

The bot on ccxt takes the empty list for flat, and closes positions although orders are open.

\`\`\`sh
npx tsx src/cli.ts fuzz --wire 'node scripts/clients/ccxt-bot.mjs {confirm}' --bot-profile examples/wire-profile.json --bail # exits with 1
sed -i.bak 's/return items.map.*/return Array.isArray(client.last_json_response) ? client.last_json_response : null;/' scripts/clients/ccxt-bot.mjs
npx tsx src/cli.ts fuzz --wire 'node scripts/clients/ccxt-bot.mjs {confirm}' --bot-profile examples/wire-profile.json --seed 1 --workers 2
\`\`\`

The bot on \`binance\` cancels again where the outcome of a cancel is unknown.

\`\`\`sh
npx tsx src/cli.ts fuzz --wire 'node scripts/clients/binance-bot.mjs {confirm}' --bot-profile examples/wire-profile.json --bail # exits with 1
sed -i.bak 's/return outcome === "ended".*/return outcome;/' scripts/clients/binance-bot.mjs
npx tsx src/cli.ts fuzz --wire 'node scripts/clients/binance-bot.mjs {confirm}' --bot-profile examples/wire-profile.json --seed 1 --workers 2
\`\`\`
`;
