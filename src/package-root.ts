/** The package's own folder. This file stays one level below it, in the checkout and in `dist/`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";

export const packageRoot = fileURLToPath(new URL("..", import.meta.url));

const manifestSchema = z.object({ version: z.string() });

export function readPackageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  return manifestSchema.parse(manifest).version;
}
