/** `npm run rules`: writes docs/rules.md. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { renderRules } from "./rules-markdown.ts";

writeFileSync(join(packageRoot, "docs", "rules.md"), await renderRules());
