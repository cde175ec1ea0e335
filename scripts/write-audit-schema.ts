/** Writes `audit/schema.json`. Run it after a change to the audit event; a test asks for it. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderAuditSchema } from "../src/audit/json-schema.ts";
import { packageRoot } from "../src/package-root.ts";

writeFileSync(join(packageRoot, "audit", "schema.json"), renderAuditSchema());
