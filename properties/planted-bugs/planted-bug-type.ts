/** A target that is broken on purpose in one place, and what has to be seen of it. */
import type { Target } from "../../src/simulation/target.ts";

export type PlantedBug = {
  /** Names its file too. */
  readonly name: string;
  /** The public report that it re-creates, such as `hummingbot#6033`; null for one of our own making. */
  readonly source: string | null;
  /** `property/claim`. */
  readonly caughtBy: string;
  /** The size of the smallest counterexample that is known: entities and steps, of a history its steps. */
  readonly smallest: number;
  /** One that takes two runs or more is looked for in histories. */
  readonly takesHistories: boolean;
  readonly target: Target;
};
