import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../package-root.ts";
import { renderAuditSchema } from "./json-schema.ts";

test("audit/schema.json is up to date; `npm run schema` writes it", () => {
  const published = readFileSync(join(packageRoot, "audit", "schema.json"), "utf8");
  expect(published).toBe(renderAuditSchema());
});
