/** `npm run rules`: writes docs/rules.md, and docs/evidence.md with the articles that the rules bear on. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { renderEvidencePage } from "./evidence-markdown.ts";
import { renderRules } from "./rules-markdown.ts";

writeFileSync(join(packageRoot, "docs", "rules.md"), await renderRules());
writeFileSync(join(packageRoot, "docs", "evidence.md"), await renderEvidencePage());
