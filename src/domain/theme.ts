/**
 * The themes and the faults of scenarios. A theme is a situation that lasts for a whole case; a fault happens at one
 * moment of it. A bug may need both.
 */

/** In the order in which reports list them. The last ones need a sequence. */
export const themes = [
  "large book",
  "many symbols",
  "many port calls",
  "prior calls",
  "hedge mode",
  "filters",
  "conditional orders",
  "list without ended orders",
  "repeated ids",
  "external orders",
  "long numbers",
  "slow replies",
  "changed circumstances",
  "clock set",
  "order updates",
  "restart",
] as const;
export type Theme = (typeof themes)[number];

export const themesOfSequences: ReadonlySet<Theme> = new Set([
  "changed circumstances",
  "clock set",
  "order updates",
  "restart",
]);

/** A fault of the port is reached by a call that meets it, one of a list by a run that reads it. */
export const faults = [
  "port reject",
  "port expire",
  "port rate-limit",
  "port timeout",
  "port disconnect",
  "port delayed",
  "port never",
  "list failed",
  "list old",
  "list future",
  "list truncated",
  "list lagging",
  "list omitting",
  "list repeating",
  "audit fault",
  "crash",
] as const;
export type Fault = (typeof faults)[number];
