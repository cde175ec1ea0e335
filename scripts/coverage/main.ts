/** Writes docs/coverage.md: `npm run coverage`. It takes about half a minute. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { renderCoverageMarkdown } from "./coverage-markdown.ts";
import { measureCoverage } from "./measure-coverage.ts";

const seed = 1;
const sizes = { random: 10_000, sequences: 2_000 };
const page = await renderCoverageMarkdown(seed, sizes, await measureCoverage(seed, sizes));
writeFileSync(join(packageRoot, "docs", "coverage.md"), page);
