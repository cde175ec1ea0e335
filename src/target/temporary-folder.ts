/**
 * The folders of targets. A worker thread that is terminated cannot remove its own, so it reports them to the thread
 * that terminates it.
 */
import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isMainThread } from "node:worker_threads";
import { onExit } from "signal-exit";

/** `change` has a folder of this thread, and whether it is there or was removed. */
export const temporaryFolders = new EventEmitter<{ change: [path: string, isThere: boolean] }>();

export type TemporaryFolder = { readonly path: string; readonly remove: () => void };

/** It is removed at the end, however the harness ends. */
export function newTemporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), "reconcile-harness-"));
  // A worker thread gets no signals.
  const forget = isMainThread ? onExit(() => removeFolder(path)) : () => undefined;
  temporaryFolders.emit("change", path, true);
  return {
    path,
    remove: () => {
      forget();
      removeFolder(path);
      temporaryFolders.emit("change", path, false);
    },
  };
}

export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}
