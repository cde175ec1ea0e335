/** The decisions of the pipeline that can be replaced, one by one. */
import { detectDecisions } from "./detect.ts";
import { executeDecisions } from "./execute.ts";
import { decideMode } from "./gates.ts";
import { planDecisions } from "./plan.ts";
import { checkSnapshotPart } from "./snapshot-validity.ts";

export const defaultDecisions = {
  decideMode,
  checkSnapshotPart,
  ...detectDecisions,
  ...planDecisions,
  ...executeDecisions,
};

export type Decisions = typeof defaultDecisions;
