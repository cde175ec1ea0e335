/**
 * The shipped pipeline as a bot on the wire: it reads one account, reconciles once, and prints one line of JSON.
 *
 * Arguments: `--confirm LIVE_REMEDIATE` asks for live mode, `--host NAME` permits a host that is not on this machine.
 * Environment: the gates, the audit trail, the keys, and the variables that are named below.
 */
import { randomUUID } from "node:crypto";
import { parseArgs } from "node:util";
import * as z from "zod";
import { AuditTrail } from "../src/audit/trail.ts";
import { readAuditPath } from "../src/cli/options/audit-path.ts";
import { readOnlyPort } from "../src/cli/read-only-port.ts";
import { configSchema } from "../src/domain/config.ts";
import { expectedStateShape } from "../src/domain/expected-state.ts";
import { filtersSchema } from "../src/domain/filters.ts";
import { gateEnvironmentVariables, type GateInputs } from "../src/domain/gate.ts";
import type { Mismatch } from "../src/domain/mismatch.ts";
import { priorCallSchema } from "../src/domain/port-call.ts";
import { bookedPositionSchema } from "../src/domain/position.ts";
import { printable } from "../src/domain/printable-text.ts";
import type { RunReport } from "../src/domain/run-report.ts";
import { timestampMsSchema } from "../src/domain/time.ts";
import { BadInputError } from "../src/input/bad-input-error.ts";
import { parseWithSchema } from "../src/input/parse-with-schema.ts";
import { readJsonFile } from "../src/input/read-json-file.ts";
import { closedGates } from "../src/pipeline/gates.ts";
import { reconcile } from "../src/pipeline/run.ts";
import { ApiKeys, venueKeyNames, type KeyNames } from "../src/venue/api-keys.ts";
import { BinancePort } from "../src/venue/binance-port.ts";
import { ReadHost, SendHost } from "../src/venue/hosts.ts";
import { AccountReader, snapshotOf } from "../src/venue/read-lists.ts";
import { timeoutMsDefault, type ClientSettings } from "../src/venue/signed-request.ts";
import type { Verdict } from "../src/domain/verdict.ts";

const { env } = process;

/** Of an account at a harness on this machine. They never go to another host. */
const harnessKeyNames: KeyNames = {
  key: "RECONCILE_HARNESS_API_KEY",
  secret: "RECONCILE_HARNESS_API_SECRET",
};

const inputSchema = z.strictObject({
  /** Only a bot with a clock of its own needs it. */
  nowMs: timestampMsSchema.optional(),
  /** The fills of a wrong update can turn a leg of a hedge. */
  expected: z
    .strictObject({ ...expectedStateShape, positions: z.array(bookedPositionSchema).default([]) })
    .prefault({}),
  config: configSchema.prefault({}),
  /** Oldest first. */
  priorCalls: z.array(priorCallSchema).readonly().default([]),
  /** Default: the last prior call. */
  lastPortCallAtMs: timestampMsSchema.nullable().optional(),
  filters: filtersSchema.optional(),
});

/** Throws `BadInputError`. */
async function run(args: readonly string[]): Promise<number> {
  const { confirm = null, host: typedHost = null } = readArguments(args);
  const gates: GateInputs = { confirm, env: readGateVariables() };
  const host = new ReadHost(readVariable("RECONCILE_HARNESS_REST"), "RECONCILE_HARNESS_REST");
  const keys = new ApiKeys(
    env,
    host.isLoopback ? [harnessKeyNames, venueKeyNames] : [venueKeyNames],
  );
  const client: ClientSettings = { keys, nowMs: Date.now, timeoutMs: readTimeout() };
  const { expected, config, priorCalls, lastPortCallAtMs, filters } = readInput();
  const isLive = closedGates(gates).length === 0;
  const port = isLive
    ? new BinancePort(new SendHost(host, { typedHost, gates }), client)
    : readOnlyPort;
  const auditPath = readAuditPath({ env, warn });
  const trail = auditPath === null ? null : new AuditTrail(auditPath);
  let unread: readonly string[] = [];
  const report = await reconcile(
    {
      gates,
      config: { ...config, auditEnabled: trail !== null },
      expected,
      priorCalls,
      lastPortCallAtMs: lastPortCallAtMs ?? priorCalls.at(-1)?.atMs ?? null,
      filters,
    },
    {
      port,
      nowMs: Date.now,
      readSnapshot: async () => {
        const lists = await new AccountReader(host, client).readLists({
          expected,
          config,
          keepsCopies: true,
        });
        unread = Object.values(lists).flatMap((read) => ("unread" in read ? read.unread : []));
        return snapshotOf(lists);
      },
      audit: trail ?? { append: () => null },
      newRunId: randomUUID,
    },
  );
  trail?.close();
  const verdict = verdictOf(report);
  const document = { schemaVersion: 1, kind: "reconcile", verdict, ...report, unread };
  const redacted = (_: string, value: unknown) =>
    typeof value === "string" ? keys.redact(value) : value;
  process.stdout.write(`${JSON.stringify(document, redacted)}\n`);
  return { pass: 0, fail: 1, inconclusive: 3 }[verdict];
}

/** A call that failed and a closed gate fail. What was not read, not written or not known is inconclusive. */
function verdictOf(report: RunReport<Mismatch>): Verdict {
  if (report.mode === "refused") return "fail";
  const { counts, rejectedParts, auditFailure } = report;
  if (counts.failed > 0) return "fail";
  const isWhole = counts.unknown === 0 && rejectedParts.length === 0 && auditFailure === null;
  return isWhole ? "pass" : "inconclusive";
}

function readArguments(args: readonly string[]) {
  const options = { confirm: { type: "string" }, host: { type: "string" } } as const;
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new BadInputError(`${problem}; expected --confirm VALUE or --host NAME`, {
      cause: error,
    });
  }
}

function readGateVariables(): GateInputs["env"] {
  const set = gateEnvironmentVariables.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(set);
}

function readInput(): z.output<typeof inputSchema> {
  const path = env["RECONCILE_HARNESS_INPUT"] ?? "";
  return path === "" ? inputSchema.parse({}) : parseWithSchema(inputSchema, readJsonFile(path));
}

function readVariable(name: string): string {
  const value = env[name] ?? "";
  if (value !== "") return value;
  throw new BadInputError(`${name} is not set; set it to a URL such as http://127.0.0.1:8080`);
}

const timeoutMsMax = 60_000;

function readTimeout(): number {
  const written = env["RECONCILE_HARNESS_TIMEOUT_MS"] ?? "";
  const value = written === "" ? timeoutMsDefault : /^\d{1,5}$/.test(written) ? Number(written) : 0;
  if (value > 0 && value <= timeoutMsMax) return value;
  const name = "RECONCILE_HARNESS_TIMEOUT_MS";
  throw new BadInputError(`${name}: expected milliseconds from 1 to ${timeoutMsMax}`);
}

function warn(text: string): void {
  process.stderr.write(`${text.split("\n").map(printable).join("\n")}\n`);
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const isBadInput = error instanceof BadInputError;
  warn(isBadInput ? error.message : `This is a defect.\n${String(error)}`);
  process.exitCode = isBadInput ? 2 : 3;
}
