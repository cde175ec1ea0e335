import { expect, test } from "vitest";
import { simplerSteps, type Step } from "../step.ts";

const ofOne = (fault: object) => ({ kind: "set-port-faults", faults: [fault] }) as Step;

test("replies become faster, and a request with a late effect gets no reply", () => {
  const late = { kind: "delayed", afterMs: 5, accepted: true, takesMs: 9 };
  const fast = { kind: "delayed", afterMs: 5, accepted: true };
  const simpler = simplerSteps(ofOne(late));
  expect(simpler).toEqual([
    { kind: "set-port-faults", faults: [] },
    ofOne(fast),
    ofOne(fast),
    ofOne({ ...late, takesMs: 1 }),
    ofOne({ kind: "delayed", afterMs: 5, takesMs: 9 }),
  ]);
  expect(simplerSteps(ofOne({ kind: "accept", takesMs: 1 }))).not.toContainEqual(
    ofOne({ kind: "accept", takesMs: 1 }),
  );
});
