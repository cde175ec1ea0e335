import { expect, test } from "vitest";
import { allGatesOpen, gateEnvironmentVariables, type GateInputs } from "../domain/gate.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { ReadHost, SendHost, venueOrigin } from "./hosts.ts";

const readHost = (written: string) => new ReadHost(written, "--host");

test.each([
  ["http://127.0.0.1:8080", "http://127.0.0.1:8080"],
  ["https://127.0.0.1/", "https://127.0.0.1"],
  ["http://localhost:1", "http://localhost:1"],
  ["http://[::1]:8080", "http://[::1]:8080"],
  ["http://127.1:8080", "http://127.0.0.1:8080"],
  ["https://fapi.binance.com", venueOrigin],
  ["https://FAPI.binance.com:443/", venueOrigin],
])("reads may go to %s", (written, origin) => {
  expect(readHost(written).origin).toBe(origin);
});

test.each([
  "http://fapi.binance.com",
  "https://fapi.binance.com:8443",
  "https://fapi.binance.com.example.org",
  "https://api.binance.com",
  "https://testnet.binancefuture.com",
  "http://localhost.example.org",
  "http://127.0.0.1.example.org",
  "http://127.0.0.2",
  "http://0.0.0.0",
  "http://[::ffff:127.0.0.1]",
  "ftp://127.0.0.1",
  "http://127.0.0.1/fapi",
  "http://127.0.0.1/?a=1",
  "http://127.0.0.1/#a",
  "127.0.0.1:8080",
  "fapi.binance.com",
  "",
])("no read goes to '%s'", (written) => {
  expect(() => readHost(written)).toThrow(BadInputError);
  expect(() => readHost(written)).toThrow(
    `--host: expected https://fapi.binance.com, or a loopback host such as http://127.0.0.1:8080, got '${written}'`,
  );
});

test("a password in a URL is refused and not printed", () => {
  const written = "http://user:hunter22@127.0.0.1";
  expect(() => readHost(written)).toThrow("got a URL with a user or password");
  expect(() => readHost(written)).not.toThrow("hunter22");
});

const venue = readHost(venueOrigin);
const typedHost = "fapi.binance.com";

test.each(["http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"])(
  "changes may go to %s without consent, because it is this machine",
  (written) => {
    expect(new SendHost(readHost(written), null).origin).toBe(written);
    const consent = { typedHost: null, gates: { confirm: null, env: {} } };
    expect(new SendHost(readHost(written), consent).origin).toBe(written);
  },
);

test("changes may go to the venue behind five open gates, where the operator typed its name", () => {
  expect(new SendHost(venue, { typedHost, gates: allGatesOpen }).origin).toBe(venueOrigin);
});

test.each([
  ["no consent", null],
  ["five open gates, and no name", { typedHost: null, gates: allGatesOpen }],
])("no change goes to the venue with %s", (_, consent) => {
  expect(() => new SendHost(venue, consent)).toThrow(
    "fapi.binance.com is not on this machine, so no request that changes an order goes there; " +
      "to permit it, open the five gates and add --host fapi.binance.com",
  );
});

const without = (name: (typeof gateEnvironmentVariables)[number]): GateInputs => {
  const env: Record<string, string> = { ...allGatesOpen.env };
  delete env[name];
  return { ...allGatesOpen, env };
};

test.each<[string, GateInputs]>([
  ["--confirm", { ...allGatesOpen, confirm: null }],
  ["--confirm", { ...allGatesOpen, confirm: "live_remediate" }],
  ...gateEnvironmentVariables.map((name): [string, GateInputs] => [name, without(name)]),
  ["RECONCILE_DRY_RUN", { ...allGatesOpen, env: { ...allGatesOpen.env, RECONCILE_DRY_RUN: " 0" } }],
])("no change goes to the venue while %s is closed", (source, gates) => {
  expect(() => new SendHost(venue, { typedHost, gates })).toThrow(
    `fapi.binance.com is not on this machine, and a gate of live mode is closed: ${source}; docs/runbook.md opens them`,
  );
});

test("gates of a bot's own open no host", () => {
  const gate = { name: "live", source: "--live", accepts: ["1"], whenClosed: "dry_run" } as const;
  const gates = { ...allGatesOpen, own: [{ ...gate, value: "1" }] };
  expect(() => new SendHost(venue, { typedHost, gates })).toThrow("the bot has gates of its own");
});

test.each([
  [venue, "fapi.binance.com:443"],
  [venue, "https://fapi.binance.com"],
  [venue, ""],
  [readHost("http://127.0.0.1:8080"), "127.0.0.1"],
  [readHost("http://127.0.0.1:8080"), "fapi.binance.com"],
])("another name than that of the host refuses the change", (host, name) => {
  expect(() => new SendHost(host, { typedHost: name, gates: allGatesOpen })).toThrow(
    `--host: the requests would go to ${host.name}, got '${name}'; name one host`,
  );
});
