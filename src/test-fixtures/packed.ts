/** The package as npm packs and installs it. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import * as z from "zod";
import { packageRoot } from "../package-root.ts";
import { temporaryFolder } from "./run-cli.ts";

export type Packed = { readonly tarball: string; readonly files: readonly string[] };

const entrySchema = z.object({
  filename: z.string(),
  files: z.array(z.object({ path: z.string() })),
});
/** npm 11 prints a list, npm 12 an object with the package's name for its key. */
const listSchema = z.union([
  z.array(entrySchema),
  z.record(z.string(), entrySchema).transform((named) => Object.values(named)),
]);

/** Packs the built `dist/`, and returns the path of the tarball and the paths in it. */
export function packPackage(): Packed {
  const folder = temporaryFolder();
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const [made] = listSchema.parse(JSON.parse(runNpm(args, packageRoot)));
  if (made === undefined) throw new Error("npm packed nothing");
  return { tarball: join(folder, made.filename), files: made.files.map(({ path }) => path) };
}

/** Installs a tarball into a folder that has a `package.json`. */
export function installPackage(tarball: string, folder: string): void {
  runNpm(["install", "--prefer-offline", "--no-audit", "--no-fund", tarball], folder);
}

/** Returns what npm prints, and throws with it where npm fails. */
export function runNpm(args: readonly string[], cwd: string): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
