/** Builds `dist/` before the tests, so that they never judge an old one. */
import { execFileSync } from "node:child_process";
import { packageRoot } from "../package-root.ts";

export function setup(): void {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: packageRoot, stdio: "inherit" });
}
