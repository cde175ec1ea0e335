/** Saved replies of the exchange, read as one snapshot. */
import { statSync } from "node:fs";
import type { Snapshot } from "../../domain/snapshot.ts";
import { readJsonFile } from "../../input/read-json-file.ts";
import { parseOpenAlgoOrders } from "./open-algo-orders.ts";
import { parseOpenOrders } from "./open-orders.ts";
import type { CaptureScope } from "./parse-rows.ts";
import { parsePositionRisk } from "./position-risk.ts";

export type CaptureFiles = {
  readonly openOrders: string;
  readonly positionRisk: string;
  /** Null: not captured, and then the snapshot has no such part. */
  readonly openAlgoOrders: string | null;
  /** The time of the replies; if it is null, the time at which each file was last written is used. */
  readonly capturedAtMs: number | null;
};

export type Capture = {
  readonly snapshot: Snapshot;
  /** The problem of each row that could not be read and is not needed. */
  readonly unread: readonly string[];
};

/** Throws `BadInputError`. */
export function readCapture(files: CaptureFiles, scope: CaptureScope): Capture {
  const orders = parseOpenOrders(readJsonFile(files.openOrders), scope);
  const positions = parsePositionRisk(readJsonFile(files.positionRisk), scope);
  const takenAtMs = (path: string) => files.capturedAtMs ?? Math.floor(statSync(path).mtimeMs);
  const snapshot: Snapshot = {
    orders: { status: "ok", takenAtMs: takenAtMs(files.openOrders), items: orders.rows },
    positions: { status: "ok", takenAtMs: takenAtMs(files.positionRisk), items: positions.rows },
  };
  const unread = [...orders.unread, ...positions.unread];
  const { openAlgoOrders: path } = files;
  if (path === null) return { snapshot, unread };
  const conditional = parseOpenAlgoOrders(readJsonFile(path), scope);
  return {
    snapshot: {
      ...snapshot,
      conditionalOrders: { status: "ok", takenAtMs: takenAtMs(path), items: conditional.rows },
    },
    unread: [...unread, ...conditional.unread],
  };
}
