/** The matrix of gates: what each scenario did with each combination of open gates. */
import { gates } from "../../domain/gate.ts";
import type { CampaignReport } from "../../fuzz/campaign-report.ts";
import { gateCaseName, type GateCases } from "../../fuzz/gate-cases.ts";

export type GateData = {
  /** In the order of the digits. */
  readonly names: readonly string[];
  /** Each gate open or not, all open last. */
  readonly combinations: readonly (readonly boolean[])[];
  /** Null: no case. */
  readonly rows: readonly {
    readonly scenario: string;
    readonly cells: readonly (GateCases | null)[];
  }[];
};

/** Null without any enumerated case. A bot with more than five gates has too many combinations for a matrix. */
export function gateData({ campaign, result }: CampaignReport): GateData | null {
  const own = campaign.profile?.gates;
  const names = (own ?? gates).map(({ source }) => source);
  const counted = Object.keys(result.gateCases);
  if (counted.length === 0 || names.length > gates.length) return null;
  const combinations = Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.map((__, at) => ((bits >> (names.length - 1 - at)) & 1) === 1),
  ).toSorted((left, right) => countOpen(left) - countOpen(right));
  const scenarios = [...new Set(counted.map((name) => name.slice(0, name.lastIndexOf(" "))))];
  const rows = scenarios.toSorted().map((scenario) => {
    const cells = combinations.map(
      (open) => result.gateCases[gateCaseName(scenario, open)] ?? null,
    );
    return { scenario, cells };
  });
  return { names, combinations, rows };
}

function countOpen(open: readonly boolean[]): number {
  return open.filter(Boolean).length;
}
