/** Every planted bug, by the stage of the pipeline that has the fault. */
import { accountBugs } from "./accounts.ts";
import { answerBugs } from "./answers.ts";
import { attemptBugs } from "./attempts.ts";
import { auditEventBugs } from "./audit-events.ts";
import { banBugs } from "./bans.ts";
import { changeBugs } from "./changes.ts";
import { conditionalOrderBugs } from "./conditional-orders.ts";
import { detectBugs } from "./detect.ts";
import { executeBugs } from "./execute.ts";
import { filterBugs } from "./filters.ts";
import { fillBugs } from "./fills.ts";
import { flattenOrderBugs } from "./flatten-orders.ts";
import { gateBugs } from "./gates.ts";
import { identityBugs } from "./identity.ts";
import { innerStepBugs } from "./inner-steps.ts";
import { instanceBugs } from "./instances.ts";
import { limitBugs } from "./limits.ts";
import { orderQueryBugs } from "./order-queries.ts";
import { orderUpdateBugs } from "./order-updates.ts";
import { orderingBugs } from "./ordering.ts";
import { ownershipBugs } from "./ownership.ts";
import { misleadingListBugs } from "./misleading-lists.ts";
import { outsideRunBugs } from "./outside-runs.ts";
import type { PlantedBug } from "./planted-bug.ts";
import { reportBugs } from "./report.ts";
import { routingBugs } from "./routing.ts";
import { snapshotValidityBugs } from "./snapshot-validity.ts";
import { timeBugs } from "./times.ts";
import { widthBugs } from "./widths.ts";

export const plantedBugs: readonly PlantedBug[] = [
  // First, because the sample of `npm test` takes the last bugs of each property, and these need rare cases.
  ...instanceBugs,
  ...innerStepBugs,
  ...orderQueryBugs,
  ...accountBugs,
  ...widthBugs,
  ...filterBugs,
  ...identityBugs,
  ...timeBugs,
  ...misleadingListBugs,
  ...banBugs,
  ...changeBugs,
  ...fillBugs,
  ...conditionalOrderBugs,
  ...gateBugs,
  ...ownershipBugs,
  ...snapshotValidityBugs,
  ...detectBugs,
  ...orderingBugs,
  ...routingBugs,
  ...limitBugs,
  ...attemptBugs,
  ...flattenOrderBugs,
  ...executeBugs,
  ...reportBugs,
  ...auditEventBugs,
  ...orderUpdateBugs,
  ...answerBugs,
  ...outsideRunBugs,
];

/** Throws for an unknown name. */
export function plantedBug(name: string): PlantedBug {
  const bug = plantedBugs.find((planted) => planted.name === name);
  if (bug === undefined) throw new Error(`there is no planted bug '${name}'`);
  return bug;
}
