/** Names for files that stand beside the trail: rotated ones and torn lines. */
import { dirname, extname, join, basename } from "node:path";

/** `audit/reconcile.jsonl` → `audit/reconcile.<time>.<run id><suffix>`, never a name in use. */
export function rotatedPath(path: string, runId: string, suffix = extname(path)): string {
  const time = new Date().toISOString().replaceAll(/[-:.]/g, "");
  const run = runId.replaceAll(/[^\w-]/g, "_");
  return join(dirname(path), `${basename(path, extname(path))}.${time}.${run}${suffix}`);
}
