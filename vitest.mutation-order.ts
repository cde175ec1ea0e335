import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * A sequencer for runs that stop at the first failed test. Files start in the order of `order`, by the first
 * part of a path that matches. Those of `last`, which load or run the most, start after all others.
 */
export function inOrder(order: readonly string[], last: readonly string[]): typeof BaseSequencer {
  const rank = ({ moduleId }: TestSpecification): number => {
    const late = placeOf(moduleId, last);
    return late === -1 ? placeOf(moduleId, order) : order.length + late;
  };
  return class extends BaseSequencer {
    override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return Promise.resolve(files.toSorted((left, right) => rank(left) - rank(right)));
    }
  };
}

function placeOf(path: string, parts: readonly string[]): number {
  return parts.findIndex((part) => path.includes(part));
}
