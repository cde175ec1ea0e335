/** Reports and audit events with requests in canonical form, so that equal values have equal texts. */
import type { AuditEvent } from "../domain/audit-event.ts";
import { canonicalDecimal } from "../domain/decimal.ts";
import { canonicalRequest } from "../domain/port-call.ts";
import type { MismatchResult, RunReport } from "../domain/run-report.ts";

export function canonicalReport(report: RunReport): RunReport {
  if (report.mode === "refused") return report;
  const isCanonical = report.results.every((result) => canonicalResult(result) === result);
  return isCanonical ? report : { ...report, results: report.results.map(canonicalResult) };
}

function canonicalResult(result: MismatchResult): MismatchResult {
  const { outcome } = result;
  if (!("request" in outcome)) return result;
  if (outcome.status === "planned") {
    const planned = canonicalRequest(outcome.request);
    return planned === outcome.request
      ? result
      : { ...result, outcome: { ...outcome, request: planned } };
  }
  const request = canonicalRequest(outcome.request);
  return request === outcome.request ? result : { ...result, outcome: { ...outcome, request } };
}

export function canonicalEvent(event: AuditEvent): AuditEvent {
  if (event.event_type !== "REMEDIATE_ATTEMPT" || event.quantity === null) return event;
  const quantity = canonicalDecimal(event.quantity);
  const position_side = event.position_side === "BOTH" ? null : event.position_side;
  return quantity === event.quantity && position_side === event.position_side
    ? event
    : { ...event, quantity, position_side };
}
