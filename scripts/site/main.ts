/** `npm run site`: builds the documentation site into `reports/site/`, which git ignores. */
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { buildSite } from "./site.ts";

const folder = join(packageRoot, "reports", "site");
buildSite(folder);
process.stdout.write("reports/site/index.html\n");
