/** What a run sent, and what it planned to send, each request once. */
import type { PortRequest } from "../src/domain/port-call.ts";
import { remediations } from "./run-view.ts";
import type { RunView } from "./run-view.ts";

/** In a live run the calls that reached the port; in a dry run those that the report plans. */
export function requestsOf({ calls, report }: RunView): PortRequest[] {
  if (report.mode === "live") return calls.map(({ request }) => request);
  return plannedRequests(report);
}

/** The requests that a report says were planned, or sent. */
export function plannedRequests(report: RunView["report"]): PortRequest[] {
  return remediations(report).flatMap(({ outcome }) =>
    "request" in outcome ? [outcome.request] : [],
  );
}
