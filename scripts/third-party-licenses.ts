/** The licences of the packages that a bundle contains. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as z from "zod";
import { packageRoot } from "../src/package-root.ts";

const manifestSchema = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  author: z.union([z.string(), z.object({ name: z.string() })]).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

/** Not the code of a package whose name begins so, such as license.js. */
const isLicenseText = /^(?:licen[cs]e|notice|copying)(?!.*\.(?:[cm]?[jt]s|json)$)/i;

/**
 * The text of `dist/THIRD-PARTY-LICENSES.txt`: each package with its version and its texts. `inputs` are
 * the files of the bundle, relative to `root`. Throws for a package whose licence text is unknown.
 */
export function licensesOf(root: string, inputs: readonly string[]): string {
  const bundled = inputs.flatMap(
    (path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [],
  );
  const texts = [...withDependencies(root, bundled)].map((folder) => licenseOf(root, folder));
  return texts.toSorted().join("\n---\n\n");
}

/** A package may contain copies of its dependencies, so their licences are kept too. */
function withDependencies(root: string, folders: readonly string[]): Set<string> {
  const all = new Set(folders);
  // A set also visits what is added meanwhile.
  for (const folder of all) {
    for (const name of Object.keys(manifestOf(root, folder).dependencies)) {
      all.add(folderOf(root, folder, name));
    }
  }
  return all;
}

function manifestOf(root: string, folder: string): z.infer<typeof manifestSchema> {
  return manifestSchema.parse(JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")));
}

/** The folder of a dependency, as Node finds it: first below the package, then above it. */
function folderOf(root: string, from: string, name: string): string {
  const folder = join(from, "node_modules", name);
  if (existsSync(join(root, folder, "package.json"))) return folder;
  if (from === ".") throw new Error(`the dependency ${name} is not installed`);
  return folderOf(root, dirname(from), name);
}

function licenseOf(root: string, folder: string): string {
  const { name, version, license, author } = manifestOf(root, folder);
  const own = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((file) => file.isFile() && isLicenseText.test(file.name))
    .map((file) => readFileSync(join(root, folder, file.name), "utf8").trim());
  if (own.length > 0) return [`${name}@${version}`, ...own].join("\n\n") + "\n";
  const by = typeof author === "string" ? author : author?.name;
  const heading = [license, by].filter((part) => part !== undefined).join(", ");
  return `${name}@${version}\n\n${heading}\n\n${standardText(license, name)}\n`;
}

/** The text of a licence that a package names without a copy of it. */
function standardText(license: string, name: string): string {
  const path = join(packageRoot, "scripts", "licenses", `${license}.txt`);
  if (existsSync(path)) return readFileSync(path, "utf8").trimEnd();
  throw new Error(`${name} has no licence file: add the text of ${license} to scripts/licenses`);
}
