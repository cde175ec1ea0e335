/** The planted bugs that are looked for in sequences: nearly all of them take two runs or more. */
import type { PlantedBug } from "./planted-bug-type.ts";
import { believesItsFirstLook } from "./believes-its-first-look.ts";
import { believesItsLookOverNewerNews } from "./believes-its-look-over-newer-news.ts";
import { believesTheLastItHears } from "./believes-the-last-it-hears.ts";
import { closesOpenAttemptsAsFailed } from "./closes-open-attempts-as-failed.ts";
import { closesWhatWasOpenWithoutReduceOnly } from "./closes-what-was-open-without-reduce-only.ts";
import { coolsDownAfterSuccessOnly } from "./cools-down-after-success-only.ts";
import { coolsDownInMemoryOnly } from "./cools-down-in-memory-only.ts";
import { countsAttemptsOfItsProcessOnly } from "./counts-attempts-of-its-process-only.ts";
import { countsSuccessesNotAttempts } from "./counts-successes-not-attempts.ts";
import { forgetsWhatHasEnded } from "./forgets-what-has-ended.ts";
import { forgetsItsPositionsAtNews } from "./forgets-its-positions-at-news.ts";
import { hasNoBudget } from "./has-no-budget.ts";
import { keepsItsFirstGates } from "./keeps-its-first-gates.ts";
import { makesSureOfWhatItDid } from "./makes-sure-of-what-it-did.ts";
import { neverGivesAPositionUp } from "./never-gives-a-position-up.ts";
import { neverTrustsItsTrailAgain } from "./never-trusts-its-trail-again.ts";
import { retriesAnUnknownUntilItKnows } from "./retries-an-unknown-until-it-knows.ts";
import { retriesAnUnknownWithoutLooking } from "./retries-an-unknown-without-looking.ts";
import { sellsWhatALostCancelFilled } from "./sells-what-a-lost-cancel-filled.ts";
import { sendsItsLastPlanAgain } from "./sends-its-last-plan-again.ts";
import { takesNewsThatRepeatsForAnEnd } from "./takes-news-that-repeats-for-an-end.ts";
import { takesTheSecondOfTwoForTheLater } from "./takes-the-second-of-two-for-the-later.ts";
import { triesForEver } from "./tries-for-ever.ts";
import { writesTheTimeOfItsStart } from "./writes-the-time-of-its-start.ts";
import { writesATimeOutAsARefusal } from "./writes-a-time-out-as-a-refusal.ts";

export const sequenceBugs: readonly PlantedBug[] = [
  believesItsFirstLook,
  believesItsLookOverNewerNews,
  believesTheLastItHears,
  closesOpenAttemptsAsFailed,
  closesWhatWasOpenWithoutReduceOnly,
  coolsDownAfterSuccessOnly,
  coolsDownInMemoryOnly,
  countsAttemptsOfItsProcessOnly,
  countsSuccessesNotAttempts,
  forgetsItsPositionsAtNews,
  forgetsWhatHasEnded,
  hasNoBudget,
  keepsItsFirstGates,
  makesSureOfWhatItDid,
  neverGivesAPositionUp,
  neverTrustsItsTrailAgain,
  retriesAnUnknownUntilItKnows,
  retriesAnUnknownWithoutLooking,
  sellsWhatALostCancelFilled,
  sendsItsLastPlanAgain,
  takesNewsThatRepeatsForAnEnd,
  takesTheSecondOfTwoForTheLater,
  triesForEver,
  writesATimeOutAsARefusal,
  writesTheTimeOfItsStart,
];
