/** The command of a bot on the wire: its placeholders, and the environment that it gets. */
import { gateEnvironmentVariables } from "../../domain/gate.ts";
import { quoted } from "../../domain/shell-word.ts";
import type { BotGates } from "../bot-gates.ts";

/** Where the bot finds the exchange, and what it needs there. */
export type WireAddress = {
  /** The base URL of the REST interface, such as `http://127.0.0.1:8080`. */
  readonly url: string;
  /** The base URL of the user stream, such as `ws://127.0.0.1:8080`. */
  readonly stream: string;
  readonly key: string;
  readonly secret: string;
  /** The file with the expected state of the run. */
  readonly input: string;
};

/** The variables with the address, for a bot whose command has no placeholder. */
const addressVariables = {
  url: "RECONCILE_HARNESS_REST",
  stream: "RECONCILE_HARNESS_STREAM",
  key: "RECONCILE_HARNESS_API_KEY",
  secret: "RECONCILE_HARNESS_API_SECRET",
  input: "RECONCILE_HARNESS_INPUT",
} as const satisfies Record<keyof WireAddress, string>;

/**
 * `{confirm}` stands for the arguments of the gates; each other placeholder for a part of the address. Each value is one
 * word for the shell.
 */
export function fillCommand(command: string, gates: BotGates, address: WireAddress): string {
  const words = { ...address, confirm: null };
  return command.replaceAll(
    /\{(confirm|url|stream|key|secret|input)\}/g,
    (_, name: keyof typeof words) => {
      const value = words[name];
      return value === null ? gateArguments(gates) : quoted(value);
    },
  );
}

function gateArguments({ confirm, arguments: own = {} }: BotGates): string {
  const all = [...(confirm === null ? [] : [["--confirm", confirm]]), ...Object.entries(own)];
  return all.map((pair) => pair.map((word) => quoted(word ?? "")).join(" ")).join(" ");
}

/** Of the harness, without the gates that somebody has set there. */
export function environmentOf(
  outer: NodeJS.ProcessEnv,
  gates: BotGates,
  address: WireAddress,
): NodeJS.ProcessEnv {
  const env = { ...outer };
  for (const name of gateEnvironmentVariables) delete env[name];
  for (const { source } of gates.own ?? []) delete env[source];
  for (const [part, name] of Object.entries(addressVariables)) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a constant
    env[name] = address[part as keyof WireAddress];
  }
  for (const [name, value] of Object.entries(gates.env)) env[name] = value;
  return env;
}
