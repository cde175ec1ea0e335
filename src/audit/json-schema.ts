/** The published JSON Schema of an audit event, generated from the zod schema. */
import * as z from "zod";
import { auditEventSchema } from "../domain/audit-event.ts";

/** The text of `audit/schema.json`. */
export function renderAuditSchema(): string {
  const schema = z.toJSONSchema(auditEventSchema);
  const { $schema, ...rest } = schema;
  const title = "A line of the reconcile → remediate audit trail";
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
