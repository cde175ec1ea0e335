/** `plan`: a dry run of the pipeline on captured replies of the exchange. */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { expectedStateShape, type ExpectedState } from "../domain/expected-state.ts";
import { configSchema, type Action, type Config } from "../domain/config.ts";
import { isConditional, type ExpectedOrder, type ObservedOrder } from "../domain/order.ts";
import { printable, printableShort } from "../domain/printable-text.ts";
import type { Snapshot } from "../domain/snapshot.ts";
import { readCapture, type CaptureFiles } from "../exchange/binance/read-capture.ts";
import { BadInputError, badOption } from "../input/bad-input-error.ts";
import { parseWithSchema } from "../input/parse-with-schema.ts";
import { readJsonFile } from "../input/read-json-file.ts";
import { reconcile } from "../pipeline/run.ts";
import type { RunServices } from "../pipeline/services.ts";
import { renderPlan, renderPlanJson, renderPlanQuietly, verdictOf } from "../report/plan-report.ts";
import { parseSymbolOption } from "./options/symbol-option.ts";
import { readOnlyPort } from "./read-only-port.ts";
import { exitCodes, type ExitCode, type OutputOptions, type Terminal } from "./output/terminal.ts";

export type PlanOptions = OutputOptions & {
  readonly openOrders?: string;
  readonly positionRisk?: string;
  readonly openAlgoOrders?: string;
  /** A folder: the replies are captured into it first. */
  readonly capture?: string;
  readonly host?: string;
  readonly expected: string;
  readonly action?: Action;
  readonly whitelist?: string;
  readonly capturedAt?: string;
};

/** Throws `BadInputError`. */
export async function plan(options: PlanOptions, terminal: Terminal): Promise<ExitCode> {
  const { expected, config } = readExpected(options);
  const files = await filesOf(options, terminal);
  if (files === null) return exitCodes.inconclusive;
  const { snapshot, unread } = readCapture(files, { expected, config });
  const gates = { confirm: null, env: {} };
  const compared = withoutUnreadOrders(expected, snapshot);
  if (files.openAlgoOrders !== null) refuseMisplacedOrders(expected, compared, options.expected);
  const inputs = { gates, config, expected: compared, lastPortCallAtMs: null, priorCalls: [] };
  const run = await reconcile(inputs, readOnlyServices(snapshot));
  if (!("results" in run)) throw new Error("a dry run was refused; this is a defect");
  const report = { run, snapshot, expected, config, unread };
  if (options.json === true) terminal.out(renderPlanJson(report));
  else terminal.out(options.quiet === true ? renderPlanQuietly(report) : renderPlan(report));
  return exitCodes[verdictOf(report)];
}

/** The files to read; null where a capture failed, which is printed. Throws `BadInputError`. */
async function filesOf(options: PlanOptions, terminal: Terminal): Promise<CaptureFiles | null> {
  const { openOrders, positionRisk, openAlgoOrders = null, capture: out, host } = options;
  if (out !== undefined) {
    const { captureInto, printCapture } = await import("./capture.ts");
    const captured = await captureInto({ out, ...(host !== undefined && { host }) }, terminal);
    if (captured.files === null) printCapture(captured, options, terminal);
    return captured.files;
  }
  if (host !== undefined)
    throw new BadInputError("--host: only a capture has a host; add --capture");
  if (openOrders === undefined || positionRisk === undefined) {
    const missing = openOrders === undefined ? "--open-orders" : "--position-risk";
    throw new BadInputError(
      `${missing} <file> is missing; name the file, or add --capture <folder>`,
    );
  }
  const capturedAtMs = options.capturedAt === undefined ? null : parseTime(options.capturedAt);
  return { openOrders, positionRisk, openAlgoOrders, capturedAtMs };
}

/** The expected state of the bot and, where the defaults do not fit, its configuration. */
const expectedFileSchema = z.strictObject({
  ...expectedStateShape,
  config: configSchema.prefault({}),
});

function readExpected(options: PlanOptions): { expected: ExpectedState; config: Config } {
  const document = readJsonFile(options.expected);
  const { config, ...expected } = parseWithSchema(expectedFileSchema, document);
  const { action = config.action, whitelist } = options;
  const given = whitelist?.split(",").map((name) => parseSymbolOption("--whitelist", name));
  const symbolWhitelist = given ?? config.symbolWhitelist;
  return { expected, config: { ...config, action, symbolWhitelist, auditEnabled: false } };
}

function keyOf({ symbol, clientOrderId }: ExpectedOrder | ObservedOrder): string {
  return `${symbol} ${clientOrderId}`;
}

/** A conditional order is not missing from a list that never has it. Older captures may have it. */
function withoutUnreadOrders(expected: ExpectedState, { orders }: Snapshot): ExpectedState {
  const listed = new Set(orders.status === "ok" ? orders.items.map(keyOf) : []);
  const compared = expected.orders.filter(
    (order) => !isConditional(order.type) || listed.has(keyOf(order)),
  );
  return { ...expected, orders: compared };
}

/**
 * A conditional order among the normal ones would be missing in their list, and unexpected in the other one: the plan
 * would cancel a stop that is expected.
 */
function refuseMisplacedOrders(
  { orders }: ExpectedState,
  { orders: compared }: ExpectedState,
  path: string,
): void {
  const misplaced = orders.find((order) => !compared.includes(order));
  if (misplaced === undefined) return;
  const { clientOrderId, type } = misplaced;
  throw new BadInputError(
    `${printable(path)}: orders[${orders.indexOf(misplaced)}]: ${clientOrderId} is a ${type} order, which is ` +
      "conditional; with --open-algo-orders list it in `conditionalOrders`, with its triggerPrice",
  );
}

/** Milliseconds since the epoch, from an ISO time or from 13 digits. */
const timeSchema = z.union([
  z.iso.datetime({ offset: true }).transform((time) => Date.parse(time)),
  z
    .string()
    .regex(/^\d{13}$/)
    .transform(Number),
]);

function parseTime(written: string): number {
  const { data: timeMs } = timeSchema.safeParse(written);
  if (timeMs === undefined || Number.isNaN(timeMs)) {
    const expected = "a time such as 2026-01-31T12:00:00Z or 13 digits of milliseconds";
    throw badOption("--captured-at", expected, written);
  }
  if (timeMs <= Date.now()) return timeMs;
  throw new BadInputError(`--captured-at: ${printableShort(written)} is in the future`);
}

/** Services without a way to the exchange. */
export function readOnlyServices(snapshot: Snapshot): RunServices {
  return {
    port: readOnlyPort,
    nowMs: Date.now,
    readSnapshot: () => Promise.resolve(snapshot),
    audit: { append: () => null },
    newRunId: randomUUID,
  };
}
