/** Writes the published JSON Schemas. Run it after a change to the trail or the protocol; a test asks for it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderAuditSchema } from "../src/audit/json-schema.ts";
import { renderProtocolSchema } from "../src/target/stdio/protocol-schema.ts";
import { packageRoot } from "../src/package-root.ts";

writeFileSync(join(packageRoot, "audit", "schema.json"), renderAuditSchema());
writeFileSync(join(packageRoot, "protocol.schema.json"), renderProtocolSchema());
