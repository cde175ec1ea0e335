/** Shrinks one failure of a campaign, and keeps the other failures that its candidates show. */
import type { Property } from "../../../properties/property.ts";
import { describePortCalls, type PortCall } from "../../domain/port-call.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { fitTo, followUpWithin, isWithin } from "../../profile/fit-scenario.ts";
import { runScenario } from "../../simulation/run-scenario.ts";
import type { Target } from "../../simulation/target.ts";
import type { Failure, ShrinkCut, ShrunkFailure } from "../batch-result.ts";
import { Checkpoint } from "../checkpoint.ts";
import {
  checkNameOf,
  failedChecks,
  fingerprintOf,
  isSameCheck,
  knownFailures,
  type FailedCheck,
} from "../fingerprint.ts";
import { judgeCase } from "../judge-case.ts";
import { findIrrelevantFields } from "./irrelevant-fields.ts";
import { shrink } from "./shrink.ts";

/** Each costs seconds, so the shrinking of one failure ends after this many: counted, to be repeatable. */
const timeoutsMax = 12;

type Judge = {
  readonly target: Target;
  readonly properties: readonly Property[];
  /** Names of saved failures. Candidates that show them show nothing new. */
  readonly known?: readonly string[];
  /** Fingerprints that cases of the batch showed too. */
  readonly counted?: Readonly<Record<string, number>>;
};

/** Another failure that a candidate showed, with the port calls of the candidate. */
type Other = { readonly failure: Failure; readonly portCalls: readonly PortCall[] };

/** With the shrink path to it. */
type Candidate = Pick<Other, "portCalls"> & { readonly scenario: Scenario; readonly path: string };

/**
 * A candidate keeps property, check and variant. One that breaks a check which the first case did not break
 * shows another bug, so it is refused. A failure that does not repeat stays as it was met, also one that only a
 * candidate showed.
 */
export async function shrinkFailure(
  failure: Failure,
  judge: Judge,
  checkpoint = Checkpoint.unlimited(),
): Promise<{ readonly failure: ShrunkFailure; readonly repeats: boolean }> {
  const { target, properties, known = [], counted = {} } = judge;
  const fingerprint = fingerprintOf(failure);
  const [own, others] = splitProperties(properties, failure.property);
  const alsoFound = new OtherFailures(failure, known);
  let { violation } = failure;
  let portCalls: readonly PortCall[] = [];
  let timeouts = 0;
  const isStopped = () => checkpoint.isStopped();
  const judgeBy = async (judging: readonly Property[], scenario: Scenario, most = timeoutsMax) => {
    if (timeouts >= most || checkpoint.isStopped()) return [];
    const judged = await judgeCase(scenario, target, judging, "every", isStopped);
    await checkpoint.pass();
    if (checkpoint.isAborted()) return [];
    if (judged.targetError?.kind === "time-out") timeouts += 1;
    ({ portCalls } = judged.observed.observation);
    return failedChecks(judged.verdicts, judging);
  };
  const keepOthers = (failed: readonly FailedCheck[], scenario: Scenario, path: string) =>
    alsoFound.keep(failed, { scenario, path, portCalls });
  // A disabled target and one without time cannot run again; its failure stands.
  const canRepeat = () => target.isDisabled?.() !== true && !isStopped();
  const failsAgain = async ({ scenario, ...other }: Failure): Promise<boolean> => {
    const [judging] = splitProperties(properties, other.property);
    const failed = await judgeBy(judging, scenario, Number.POSITIVE_INFINITY);
    return failed.some((found) => isSameCheck(found, other)) || !canRepeat();
  };
  const withOthers = async (smaller: Partial<Failure>): Promise<ShrunkFailure> => {
    return { ...failure, ...smaller, alsoFound: await alsoFound.confirm(counted, failsAgain) };
  };
  const brokenByFirst = await judgeBy(properties, failure.scenario);
  keepOthers(brokenByFirst, failure.scenario, "");
  if (!brokenByFirst.some((found) => isSameCheck(found, failure)) && canRepeat()) {
    return { failure: await withOthers({}), repeats: false };
  }
  let failsToo = brokenByFirst;
  const isNew = (found: FailedCheck) => !brokenByFirst.some((broken) => isSameCheck(broken, found));
  const stillFails = async (candidate: Scenario, path: string): Promise<boolean> => {
    const failed = await judgeBy(own, candidate);
    keepOthers(failed, candidate, path);
    const found = failed.find((other) => fingerprintOf(other) === fingerprint);
    // Most candidates are refused here, before the follow-ups of the other properties run.
    if (found === undefined) return false;
    const failedToo = await judgeBy(others, candidate);
    keepOthers(failedToo, candidate, path);
    if (failedToo.some(isNew)) return false;
    violation = found.violation;
    failsToo = [...failed, ...failedToo];
    return true;
  };
  const isCut = () => whatCuts(checkpoint, timeouts) !== null;
  const shrunk = await shrink(failure.scenario, stillFails, fitTo(target.profile), isCut);
  const failsCheck = async (variant: Scenario): Promise<boolean> =>
    isWithin(target.profile, variant) &&
    (await judgeBy(own, variant)).some((found) => isSameCheck(found, failure));
  const isRepeated = await failsAgain({ ...failure, scenario: shrunk.scenario });
  if (!isRepeated) return { failure: await withOthers({}), repeats: false };
  const { scenario, path: shrinkPath, shrinks } = shrunk;
  const fields = await findIrrelevantFields(scenario, failsCheck, isCut);
  const cut = shrunk.isCut || fields === null ? whatCuts(checkpoint, timeouts) : null;
  const found = { violation, shrinkPath, shrinks, scenario, irrelevantFields: fields ?? [] };
  const inFollowUp = await judgeFollowUp({ ...failure, scenario }, judge, judgeBy);
  const alsoFails = namesOfOthers([...failsToo, ...inFollowUp], failure);
  const whole = { ...found, ...(cut !== null && { shrinkCut: cut }), alsoFails };
  return { failure: await withOthers(whole), repeats: true };
}

/** A difference between two runs has its cause in what the follow-up alone breaks. */
async function judgeFollowUp(
  { property: name, scenario }: Failure,
  { target, properties }: Judge,
  judgeBy: (judging: readonly Property[], scenario: Scenario) => Promise<readonly FailedCheck[]>,
): Promise<readonly FailedCheck[]> {
  const property = properties.find((one) => one.name === name);
  if (property?.kind !== "metamorphic") return [];
  const observation = await runScenario(scenario, target);
  const derived = property.followUp({ scenario, observation });
  const made = "discarded" in derived ? null : followUpWithin(target.profile, derived);
  const ofOneRun = properties.filter(({ kind }) => kind === "run");
  return made === null ? [] : judgeBy(ofOneRun, made);
}

/** What ends the shrinking now, or null. */
function whatCuts(checkpoint: Checkpoint, timeouts: number): ShrinkCut | null {
  if (timeouts >= timeoutsMax) return "time-outs";
  return checkpoint.stopReason();
}

/** Each check once, sorted, without that of the failure. */
function namesOfOthers(failed: readonly FailedCheck[], failure: Failure): readonly string[] {
  const others = failed.filter((found) => !isSameCheck(found, failure));
  return [...new Set(others.map(checkNameOf))].toSorted();
}

/** The other failures that candidates show, by fingerprint. */
class OtherFailures {
  readonly #failure: Failure;
  readonly #isKnown: (fingerprint: string) => boolean;
  readonly #found = new Map<string, Other>();

  constructor(failure: Failure, known: readonly string[]) {
    this.#failure = failure;
    this.#isKnown = knownFailures(known);
  }

  keep(failed: readonly FailedCheck[], { scenario, path, portCalls }: Candidate): void {
    const own = fingerprintOf(this.#failure);
    for (const found of failed) {
      const name = fingerprintOf(found);
      if (name === own || this.#isKnown(name)) continue;
      const failure = otherFailure(this.#failure, found, scenario, path);
      this.#found.set(name, { failure, portCalls });
    }
  }

  /** One that does not fail again is flaky. */
  async confirm(
    counted: Readonly<Record<string, number>>,
    failsAgain: (failure: Failure) => Promise<boolean>,
  ): Promise<Record<string, Failure>> {
    const confirmed: Record<string, Failure> = {};
    for (const [name, { failure, portCalls }] of this.#found) {
      const repeats = counted[name] !== undefined || (await failsAgain(failure));
      const flaky = { portCalls: describePortCalls(portCalls) };
      confirmed[name] = repeats ? failure : { ...failure, flaky };
    }
    return confirmed;
  }
}

/** The property that failed, with those whose follow-ups it judges; and the others. */
function splitProperties(properties: readonly Property[], name: string) {
  const failed = properties.find((property) => property.name === name);
  const judgesFollowUps = failed?.kind === "run" && failed.judgesFollowUps === true;
  const isOwn = (property: Property) =>
    property === failed || (judgesFollowUps && property.kind === "metamorphic");
  return [properties.filter(isOwn), properties.filter((property) => !isOwn(property))] as const;
}

/** The last candidate that shows it replaces earlier ones, because candidates get smaller. */
function otherFailure(
  { batch, case: name }: Failure,
  found: FailedCheck,
  scenario: Scenario,
  shrinkPath: string,
): Failure {
  const shrinks = shrinkPath === "" ? 0 : shrinkPath.split(".").length;
  const path = { shrinkPath, shrinks, shrinkCut: "not-shrunk" as const };
  return { ...found, batch, case: name, ...path, scenario, irrelevantFields: [] };
}
