/** Writes the published JSON Schemas. A test fails until it has run after a change to trail or protocol. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderAuditSchema } from "../src/audit/json-schema.ts";
import { renderProtocolSchema } from "../src/target/stdio/protocol-schema.ts";
import { packageRoot } from "../src/package-root.ts";

writeFileSync(join(packageRoot, "audit", "schema.json"), renderAuditSchema());
writeFileSync(join(packageRoot, "protocol.schema.json"), renderProtocolSchema());
