/** `capture`: reads the lists of an account by signed GETs, into the files that `plan` reads. */
import { join } from "node:path";
import { configSchema } from "../domain/config.ts";
import { counted } from "../domain/counted.ts";
import { printable } from "../domain/printable-text.ts";
import type { CaptureFiles } from "../exchange/binance/read-capture.ts";
import { BadInputError } from "../input/bad-input-error.ts";
import { describeSystemError } from "../input/whole-file.ts";
import type { Verdict } from "../domain/verdict.ts";
import { renderDocument, renderVerdict } from "../report/verdict.ts";
import { ApiKeys, venueKeyNames } from "../venue/api-keys.ts";
import { ReadHost, venueOrigin } from "../venue/hosts.ts";
import { AccountReader, type ListRead } from "../venue/read-lists.ts";
import { timeoutMsDefault } from "../venue/signed-request.ts";
import { captureFileNames, writeCapture } from "../venue/write-capture.ts";
import { exitCodes, type ExitCode, type OutputOptions, type Terminal } from "./output/terminal.ts";

export type CaptureOptions = OutputOptions & { readonly out: string; readonly host?: string };

/** Throws `BadInputError`. */
export async function capture(options: CaptureOptions, terminal: Terminal): Promise<ExitCode> {
  const captured = await captureInto(options, terminal);
  printCapture(captured, options, terminal);
  return exitCodes[verdictOf(captured)];
}

export type Captured = {
  readonly origin: string;
  /** Of the same capture; null: a read failed, and nothing was written. */
  readonly files: (CaptureFiles & { readonly openAlgoOrders: string }) | null;
  readonly lists: readonly (readonly [path: string, read: ListRead<unknown>])[];
};

/** Every row that is live must be readable, as for an account of which nothing is expected. */
const scope = { expected: { orders: [], positions: [] }, config: configSchema.parse({}) };

/**
 * Writes all files or none. Throws `BadInputError` for what the operator can correct: keys, host, folder, and a
 * request that the exchange refused.
 */
export async function captureInto(
  { out: folder, host: written = venueOrigin }: CaptureOptions,
  { env }: Terminal,
): Promise<Captured> {
  const host = new ReadHost(written, "--host");
  const keys = new ApiKeys(env, [venueKeyNames]);
  const client = { keys, nowMs: Date.now, timeoutMs: timeoutMsDefault };
  const { conditionalOrders, orders, positions } = await new AccountReader(host, client).readLists(
    scope,
  );
  const openAlgoOrders = join(folder, captureFileNames.openAlgoOrders);
  const openOrders = join(folder, captureFileNames.openOrders);
  const positionRisk = join(folder, captureFileNames.positionRisk);
  const { origin } = host;
  const lists = [
    [openAlgoOrders, conditionalOrders],
    [openOrders, orders],
    [positionRisk, positions],
  ] as const;
  const isComplete =
    conditionalOrders.status === "ok" && orders.status === "ok" && positions.status === "ok";
  if (!isComplete) {
    refuseWrongRequests(lists);
    return { origin, files: null, lists };
  }
  const replies = {
    openAlgoOrders: conditionalOrders,
    openOrders: orders,
    positionRisk: positions,
  };
  try {
    writeCapture(folder, replies);
  } catch (error) {
    const problem = `${printable(folder)}: ${describeSystemError(error)}`;
    throw new BadInputError(`the capture was not written: ${problem}`, { cause: error });
  }
  return { origin, files: { openAlgoOrders, openOrders, positionRisk, capturedAtMs: null }, lists };
}

function refuseWrongRequests(lists: Captured["lists"]): void {
  const errors = lists.flatMap(([, read]) =>
    read.status === "failed" && read.fault === "request" ? [read.error] : [],
  );
  if (errors.length > 0) throw new BadInputError([...errors, nothingWritten].join("\n"));
}

const nothingWritten = "nothing was written";

function verdictOf({ files }: Captured): Verdict {
  return files === null ? "inconclusive" : "pass";
}

export function printCapture(
  captured: Captured,
  { json = false, quiet = false }: OutputOptions,
  terminal: Terminal,
): void {
  const { origin, lists } = captured;
  const verdict = verdictOf(captured);
  if (json) {
    terminal.out(renderDocument("capture", verdict, { host: origin, lists: lists.map(summaryOf) }));
    return;
  }
  const failures = lists.flatMap(([, read]) => (read.status === "failed" ? [read.error] : []));
  const total = `${counted(lists.length, "list")} of ${origin}, captured`;
  const sentence = verdict === "pass" ? total : `${nothingWritten}: a list was not read`;
  const rows = lists.flatMap(([path, read]) =>
    read.status === "ok" ? [`${path}: ${counted(read.rows.length, "row")}`] : [],
  );
  terminal.out(renderVerdict(verdict, sentence, verdict === "pass" && !quiet ? rows : failures));
}

function summaryOf([path, read]: Captured["lists"][number]) {
  const { status, takenAtMs } = read;
  if (status === "failed") return { status, takenAtMs, error: read.error };
  return { status, takenAtMs, path, rows: read.rows.length, unread: read.unread };
}
