/** The files of a capture. They belong together: a folder never has the files of two captures. */
import { randomUUID } from "node:crypto";
import { renameSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeFolder } from "../input/whole-file.ts";

/** In the order of writing. `plan` needs the last one, so without it there is no capture. */
export const captureFileNames = {
  openAlgoOrders: "open-algo-orders.json",
  positionRisk: "position-risk.json",
  openOrders: "open-orders.json",
} as const;

export type CaptureName = keyof typeof captureFileNames;
export type CapturedReply = { readonly text: string; readonly takenAtMs: number };

/** The files show an account, so only their owner may read them. */
const mode = 0o600;

/**
 * Writes all files under other names, then removes the earlier capture, then moves them there. The time of each file is
 * that of its reply. Throws the error of the system; the earlier capture stays where a file cannot be written.
 */
export function writeCapture(
  folder: string,
  replies: Readonly<Record<CaptureName, CapturedReply>>,
): void {
  makeFolder(folder);
  const files = namesInOrder.map((name) => {
    const place = join(folder, captureFileNames[name]);
    return { ...replies[name], place, temporary: `${place}.${randomUUID()}.tmp` };
  });
  try {
    for (const { text, takenAtMs, temporary } of files) {
      writeFileSync(temporary, text, { mode, flag: "wx", flush: true });
      utimesSync(temporary, takenAtMs / 1_000, takenAtMs / 1_000);
    }
    for (const { place } of files.toReversed()) rmSync(place, { force: true });
    for (const { place, temporary } of files) renameSync(temporary, place);
  } catch (error) {
    for (const { temporary } of files) rmSync(temporary, { force: true });
    throw error;
  }
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- these are its keys
const namesInOrder = Object.keys(captureFileNames) as CaptureName[];
