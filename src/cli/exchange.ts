/** `exchange`: serves a simulated exchange on loopback until a signal ends it, for a person who tries a client. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BadInputError, badOption } from "../input/bad-input-error.ts";
import { readScenarios } from "../scenario/scenario-files.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { Sandbox } from "../wire/sandbox.ts";
import { SimulatedVenue } from "../wire/simulated-venue.ts";
import { signals } from "./output/stop-signals.ts";
import {
  exitCodes,
  jsonText,
  type ExitCode,
  type OutputOptions,
  type Terminal,
} from "./output/terminal.ts";

export type ExchangeOptions = OutputOptions & {
  readonly scenario?: string;
  readonly port?: string;
  readonly tls?: boolean;
};

/** Throws `BadInputError` for an option that cannot be used, and where the port is taken. */
export async function exchange(
  { scenario: name, port = "0", tls = false, ...output }: ExchangeOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const scenario = name === undefined ? null : readOne(name);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw badOption("--port", "a port from 0 to 65535", port);
  }
  const key = { key: randomText(), secret: randomText() };
  const venue = new SimulatedVenue(scenario);
  // The library for certificates is loaded only where it is needed.
  const certificates = tls
    ? await (await import("../wire/certificates.ts")).makeCertificates(Date.now())
    : null;
  const sandbox = await Sandbox.start({
    venue,
    key,
    port: Number(port),
    ...(certificates !== null && { tls: certificates }),
  });
  const file = certificates === null ? null : writeAuthority(certificates.authority);
  const ended = nextSignal();
  try {
    const at = `127.0.0.1:${sandbox.server.port}`;
    const urls = {
      url: `${tls ? "https" : "http"}://${at}`,
      stream: `${tls ? "wss" : "ws"}://${at}`,
    };
    print({ ...urls, ...key, authority: file?.path ?? null }, output, terminal);
    await ended;
  } finally {
    await sandbox.close();
    file?.remove();
  }
  return exitCodes.pass;
}

function readOne(name: string): Scenario {
  const [scenario, ...others] = readScenarios(name);
  if (others.length === 0) return scenario;
  throw new BadInputError(`--scenario: an exchange starts with one scenario, not with ${name}`);
}

function randomText(): string {
  return randomBytes(32).toString("hex");
}

/** Clients read the certificate of the authority from a file. */
function writeAuthority(text: string) {
  const folder = mkdtempSync(join(tmpdir(), "reconcile-harness-"));
  const path = join(folder, "ca.pem");
  writeFileSync(path, text);
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

async function nextSignal(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of signals) process.once(signal, () => resolve());
  });
}

type Place = {
  readonly url: string;
  /** Of the user stream and the WebSocket API. */
  readonly stream: string;
  readonly key: string;
  readonly secret: string;
  /** The file of the certificate to trust; null without TLS. */
  readonly authority: string | null;
};

function print(
  { url, stream, key, secret, authority }: Place,
  { json = false, quiet = false }: OutputOptions,
  { out }: Terminal,
): void {
  const requests = `${url}/__harness/requests`;
  if (json) {
    const place = { url, stream, key, secret, authority, requests };
    out(jsonText({ schemaVersion: 1, kind: "exchange", ...place }));
    return;
  }
  if (quiet) {
    out(`${url}\n`);
    return;
  }
  out(
    [
      `base URL    ${url}`,
      `streams     ${stream}`,
      `API key     ${key}`,
      `API secret  ${secret}`,
      ...(authority === null ? [] : [`authority   ${authority}`]),
      `requests    ${requests}`,
      "Ctrl-C ends it.",
      "",
    ].join("\n"),
  );
}
