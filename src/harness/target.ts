/** An implementation under test. The harness owns the world that it is handed. */
import type { RunReport } from "../domain/run-report.ts";
import { reconcile } from "../pipeline/run.ts";
import type { RunInputs } from "../pipeline/run.ts";
import type { World } from "../pipeline/world.ts";

export type Target = {
  readonly name: string;
  /** One run. What it says of itself is compared with what the world saw. */
  readonly reconcile: (inputs: RunInputs, world: World) => Promise<RunReport>;
};

/** The pipeline that ships here. */
export const shippedPipeline: Target = { name: "reconcile-harness", reconcile };
