/** The listen key of an account: one at a time, which lives 60 minutes after it was last asked for. */
import { randomBytes } from "node:crypto";
import type { ListenKeys } from "./routes/route.ts";

const livesMs = 3_600_000;

export function memoryListenKeys(nowMs: () => number): ListenKeys {
  let key: string | null = null;
  let endsAtMs = 0;
  const extend = () => (endsAtMs = nowMs() + livesMs);
  const isAlive = () => key !== null && nowMs() < endsAtMs;
  return {
    create: () => {
      if (key === null || !isAlive()) key = randomBytes(32).toString("hex");
      extend();
      return key;
    },
    keepAlive: () => {
      const wasAlive = isAlive();
      if (wasAlive) extend();
      return wasAlive;
    },
    close: () => (key = null),
  };
}
