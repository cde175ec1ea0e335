/** SHA-256 of what an evidence file names. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson } from "../../audit/canonical-json.ts";
import { hashFile, sha256 } from "../../input/hashed-file.ts";
import { packageRoot, readPackageVersion } from "../../package-root.ts";
import type { Evidence } from "./evidence.ts";

export const hashOfValue = (value: unknown): string => sha256(canonicalJson(value));

/** As `sha256sum` prints it for each file, sorted by path, and the hash of that text. */
function hashFiles(paths: readonly string[], root: string): string {
  const lines = paths.toSorted().map((path) => {
    const { path: written, sha256: hash } = hashFile(path, root);
    return `${hash}  ${written}\n`;
  });
  return sha256(lines.join(""));
}

/** Paths below the root. */
export function filesBelow(folder: string, root: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name);
    return statSync(join(root, path)).isDirectory() ? filesBelow(path, root) : [path];
  });
}

/** The program that runs: the bundle, or the source of a checkout without its tests. */
export function hashHarness(): Evidence["hashes"]["harness"] {
  const version = readPackageVersion();
  if (import.meta.url.endsWith(".ts")) {
    const source = ["src", "properties"].flatMap((folder) => filesBelow(folder, packageRoot));
    const files = source.filter((path) => !/\.test\.ts$|test-fixtures/.test(path));
    return { version, of: "source", sha256: hashFiles(files, packageRoot) };
  }
  // The package has the same files: what is left out there is left out here.
  const built = filesBelow("dist", packageRoot).filter(
    (path) => path.endsWith(".js") && !path.endsWith("bench.js"),
  );
  return { version, of: "dist", sha256: hashFiles(built, packageRoot) };
}
