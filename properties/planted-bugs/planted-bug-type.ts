/** A target that is broken on purpose in one place, and what has to be seen of it. */
import type { Target } from "../../src/simulation/target.ts";

export type PlantedBug = {
  /** Names its file too. */
  readonly name: string;
  /** The public report that it re-creates, such as `hummingbot#6033`; null for one of our own making. */
  readonly source: string | null;
  /** `property/check`. */
  readonly expectedFailure: string;
  /** The size of the minimalSize counterexample that is known: entities and steps, of a sequence its steps. */
  readonly minimalSize: number;
  /** One that takes two runs or more is looked for in sequences. */
  readonly isSequence: boolean;
  readonly target: Target;
};
