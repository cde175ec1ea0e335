/** Writes docs/clients.md: `npm run clients`, which installs the clients first. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { whyNotSealed } from "../../src/target/wire/sealed-space.ts";
import { renderClientsMarkdown } from "./clients-markdown.ts";
import { measure } from "./measure.ts";

const reason = whyNotSealed();
if (reason === null) {
  const override = await measure("override");
  const sealed = await measure("sealed");
  const page = await renderClientsMarkdown({ override, sealed });
  writeFileSync(join(packageRoot, "docs", "clients.md"), page);
} else {
  process.stderr.write(
    `docs/clients.md is not written: clients cannot be sealed here: ${reason}\n`,
  );
  process.exitCode = 2;
}
