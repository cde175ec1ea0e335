/**
 * Builds `dist/`. The command line is one bundle with all dependencies, so that it starts fast. The
 * library imports its dependencies and has type declarations.
 */
import { execFile } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { build, type BuildOptions } from "esbuild";
import { packageRoot } from "../src/package-root.ts";
import { buildPageAssets } from "./page-assets.ts";
import { licensesOf } from "./third-party-licenses.ts";

const shared: BuildOptions = {
  absWorkingDir: packageRoot,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  outdir: "dist",
  logLevel: "warning",
};

// Some bundled packages are CommonJS and need the globals of CommonJS.
const commonJsGlobals =
  'import { createRequire as bundledRequire } from "node:module";' +
  'import { fileURLToPath as bundledPath } from "node:url";' +
  "const require = bundledRequire(import.meta.url);" +
  "const __filename = bundledPath(import.meta.url);";

rmSync(join(packageRoot, "dist"), { recursive: true, force: true });
// They take longest, so the bundles are made meanwhile.
const types = writeTypes();
const { metafile } = await build({
  ...shared,
  // The worker is a separate file, and so is the code that only a campaign loads.
  entryPoints: { cli: "src/cli.ts", "fuzz-worker": "src/fuzz/fuzz-worker.ts" },
  splitting: true,
  chunkNames: "[name]-[hash]",
  // Reading the source is a tenth of the start. Names and lines stay, for the traces of errors.
  minifySyntax: true,
  minifyWhitespace: true,
  lineLimit: 120,
  metafile: true,
  banner: { js: commonJsGlobals },
  // ws would search for optional packages that the bundle does not have.
  define: { "process.env.WS_NO_BUFFER_UTIL": '"1"', "process.env.WS_NO_UTF_8_VALIDATE": '"1"' },
});
await build({
  ...shared,
  entryPoints: ["src/index.ts", "src/arbitraries.ts", "src/vitest.ts"],
  packages: "external",
  splitting: true,
  chunkNames: "library-[hash]",
});
// The command line reads them, so they are two files of their own.
const page = await buildPageAssets();
writeFileSync(join(packageRoot, "dist", "page.js"), page.script);
writeFileSync(join(packageRoot, "dist", "page.css"), page.style);
await types;
// What is left of the files that were read: the bundler leaves out unused ones.
const bundled = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
const licenses = licensesOf(packageRoot, [...bundled, ...page.inputs]);
writeFileSync(join(packageRoot, "dist", "THIRD-PARTY-LICENSES.txt"), licenses);

/** Rejects with the errors that the compiler prints. */
async function writeTypes(): Promise<void> {
  // Threads repeat each other's work, so with two cores they take longer than one.
  const compiler = ["--no-install", "tsc", "--project", "tsconfig.build.json", "--singleThreaded"];
  const ran = promisify(execFile)("npx", compiler, { cwd: packageRoot });
  await ran.catch(({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) => {
    throw new Error(`the types do not compile:\n${stdout}${stderr}`);
  });
}
