/** Names for the files next to the trail: rotated trails and partial lines. */
import { dirname, extname, join, basename } from "node:path";

/** `audit/reconcile.jsonl` → `audit/reconcile.<time>.<run id><suffix>`. */
export function rotatedPath(path: string, runId: string, suffix = extname(path)): string {
  const time = new Date().toISOString().replaceAll(/[-:.]/g, "");
  const run = runId.replaceAll(/[^\w-]/g, "_");
  return join(dirname(path), `${basename(path, extname(path))}.${time}.${run}${suffix}`);
}
