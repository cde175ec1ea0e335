/** Writes docs/clients.md: `npm run clients`, which installs the clients first. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";
import { renderClientsMarkdown } from "./clients-markdown.ts";
import { measureClients } from "./measure-clients.ts";

const page = await renderClientsMarkdown(await measureClients());
writeFileSync(join(packageRoot, "docs", "clients.md"), page);
