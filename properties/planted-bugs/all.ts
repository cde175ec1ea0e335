/** Every planted bug. */
import { acceptsAnyConfirmation } from "./accepts-any-confirmation.ts";
import { actsUnderActionNone } from "./acts-under-action-none.ts";
import { armsItself } from "./arms-itself.ts";
import { believesNothing } from "./believes-nothing.ts";
import { believesOldSnapshots } from "./believes-old-snapshots.ts";
import { callsBeforeItWrites } from "./calls-before-it-writes.ts";
import { cancelsOtherStrategies } from "./cancels-other-strategies.ts";
import { closesOnTheSameSide } from "./closes-on-the-same-side.ts";
import { closesTwiceTheSize } from "./closes-twice-the-size.ts";
import { closesWithoutReduceOnly } from "./closes-without-reduce-only.ts";
import { flattensBeforeItCancels } from "./flattens-before-it-cancels.ts";
import { flattensWhenToldTo } from "./flattens-when-told-to.ts";
import { forgetsItsLastCall } from "./forgets-its-last-call.ts";
import { hasNoCooldown } from "./has-no-cooldown.ts";
import { hasNoGracePeriod } from "./has-no-grace-period.ts";
import { hidesWhyItHeldBack } from "./hides-why-it-held-back.ts";
import { ignoresActiveSwitch } from "./ignores-active-switch.ts";
import { ignoresArming } from "./ignores-arming.ts";
import { ignoresDryRunSwitch } from "./ignores-dry-run-switch.ts";
import { ignoresMainnetSwitch } from "./ignores-mainnet-switch.ts";
import { leavesBitcoinAlone } from "./leaves-bitcoin-alone.ts";
import { marksALegReduceOnly } from "./marks-a-leg-reduce-only.ts";
import { miscountsBlocked } from "./miscounts-blocked.ts";
import { miscountsDeferred } from "./miscounts-deferred.ts";
import { miscountsExecuted } from "./miscounts-executed.ts";
import { miscountsFailed } from "./miscounts-failed.ts";
import { miscountsNotRouted } from "./miscounts-not-routed.ts";
import { miscountsSkippedNoAction } from "./miscounts-skipped-no-action.ts";
import { miscountsSkippedTerminal } from "./miscounts-skipped-terminal.ts";
import { miscountsUnknown } from "./miscounts-unknown.ts";
import { namesFlattensAllAlike } from "./names-flattens-all-alike.ts";
import { needsNoWhitelist } from "./needs-no-whitelist.ts";
import { neverForgivesLateness } from "./never-forgives-lateness.ts";
import { oneOrderTooFew } from "./one-order-too-few.ts";
import { oneOrderTooMany } from "./one-order-too-many.ts";
import { oneSymbolTooMany } from "./one-symbol-too-many.ts";
import { overlooksStrangersWithOurName } from "./overlooks-strangers-with-our-name.ts";
import { overlooksTheLastOrder } from "./overlooks-the-last-order.ts";
import { readsFailureAsEmpty } from "./reads-failure-as-empty.ts";
import { reportsAnUnknownAsDone } from "./reports-an-unknown-as-done.ts";
import { reportsSuccessOverFailure } from "./reports-success-over-failure.ts";
import { sendsEverythingTwice } from "./sends-everything-twice.ts";
import { takesPartlyFilledForFilled } from "./takes-partly-filled-for-filled.ts";
import { takesUnknownOrdersForGone } from "./takes-unknown-orders-for-gone.ts";
import { trimsConfirmation } from "./trims-confirmation.ts";
import { worksBackwards } from "./works-backwards.ts";
import { writesATrailThatIsOff } from "./writes-a-trail-that-is-off.ts";
import { writesNoResults } from "./writes-no-results.ts";
import { writesNoTotals } from "./writes-no-totals.ts";
import { writesSuccessForFailure } from "./writes-success-for-failure.ts";
import type { PlantedBug } from "./planted-bug.ts";

export const plantedBugs: readonly PlantedBug[] = [
  acceptsAnyConfirmation,
  actsUnderActionNone,
  armsItself,
  believesNothing,
  believesOldSnapshots,
  callsBeforeItWrites,
  cancelsOtherStrategies,
  closesOnTheSameSide,
  closesTwiceTheSize,
  closesWithoutReduceOnly,
  flattensBeforeItCancels,
  flattensWhenToldTo,
  forgetsItsLastCall,
  hasNoCooldown,
  hasNoGracePeriod,
  hidesWhyItHeldBack,
  ignoresActiveSwitch,
  ignoresArming,
  ignoresDryRunSwitch,
  ignoresMainnetSwitch,
  leavesBitcoinAlone,
  marksALegReduceOnly,
  miscountsBlocked,
  miscountsDeferred,
  miscountsExecuted,
  miscountsFailed,
  miscountsNotRouted,
  miscountsSkippedNoAction,
  miscountsSkippedTerminal,
  miscountsUnknown,
  namesFlattensAllAlike,
  needsNoWhitelist,
  neverForgivesLateness,
  oneOrderTooFew,
  oneOrderTooMany,
  oneSymbolTooMany,
  overlooksStrangersWithOurName,
  overlooksTheLastOrder,
  readsFailureAsEmpty,
  reportsAnUnknownAsDone,
  reportsSuccessOverFailure,
  sendsEverythingTwice,
  takesPartlyFilledForFilled,
  takesUnknownOrdersForGone,
  trimsConfirmation,
  worksBackwards,
  writesATrailThatIsOff,
  writesNoResults,
  writesNoTotals,
  writesSuccessForFailure,
];
