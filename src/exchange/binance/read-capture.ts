/** Two saved replies of the exchange, read as one snapshot. */
import { statSync } from "node:fs";
import type { Snapshot } from "../../domain/snapshot.ts";
import { readJsonFile } from "../../input/read-json-file.ts";
import { parseOpenOrders } from "./open-orders.ts";
import { parsePositionRisk } from "./position-risk.ts";

/**
 * `capturedAtMs` is the time of the replies; if it is null, the time at which each file was last
 * written is used. Throws `BadInputError`.
 */
export function readCapture(
  openOrdersPath: string,
  positionRiskPath: string,
  capturedAtMs: number | null,
): Snapshot {
  const orders = parseOpenOrders(readJsonFile(openOrdersPath));
  const positions = parsePositionRisk(readJsonFile(positionRiskPath));
  const takenAtMs = (path: string) => capturedAtMs ?? Math.floor(statSync(path).mtimeMs);
  return {
    orders: { status: "ok", takenAtMs: takenAtMs(openOrdersPath), items: orders },
    positions: { status: "ok", takenAtMs: takenAtMs(positionRiskPath), items: positions },
  };
}
