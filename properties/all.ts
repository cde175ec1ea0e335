/** Every property, in the order in which reports list them. */
import type { Property } from "../src/harness/property.ts";
import { aSecondRunHasNothingToDo } from "./a-second-run-has-nothing-to-do.ts";
import { aWarmRestartPlansLikeAColdOne } from "./a-warm-restart-plans-like-a-cold-one.ts";
import { actionRoutesOnlyItsKind } from "./action-routes-only-its-kind.ts";
import { agreementIsLeftAlone } from "./agreement-is-left-alone.ts";
import { attemptsAreBounded } from "./attempts-are-bounded.ts";
import { auditEqualsEffects } from "./audit-equals-effects.ts";
import { cancelsTouchOnlyOurOrders } from "./cancels-touch-only-our-orders.ts";
import { cooldownHolds } from "./cooldown-holds.ts";
import { dryRunMakesNoPortCalls } from "./dry-run-makes-no-port-calls.ts";
import { dryRunPlansWhatLiveExecutes } from "./dry-run-plans-what-live-executes.ts";
import { eventsMayRepeatAndReorder } from "./events-may-repeat-and-reorder.ts";
import { everyDifferenceIsFound } from "./every-difference-is-found.ts";
import { flattenOnlyReduces } from "./flatten-only-reduces.ts";
import { flattenOrdersNameTheirOwner } from "./flatten-orders-name-their-owner.ts";
import { foreignOrdersChangeNothing } from "./foreign-orders-change-nothing.ts";
import { gatesAreReadPerRun } from "./gates-are-read-per-run.ts";
import { inputOrderDoesNotMatter } from "./input-order-does-not-matter.ts";
import { limitsHold } from "./limits-hold.ts";
import { liveNeedsAllFiveGates } from "./live-needs-all-five-gates.ts";
import { noActionOnWhatChanged } from "./no-action-on-what-changed.ts";
import { oneCallPerIntent } from "./one-call-per-intent.ts";
import { ordersBeatPositions } from "./orders-beat-positions.ts";
import { reconciliationConverges } from "./reconciliation-converges.ts";
import { renamingSymbolsRenamesThePlan } from "./renaming-symbols-renames-the-plan.ts";
import { repeatingADryRunChangesNothing } from "./repeating-a-dry-run-changes-nothing.ts";
import { reportedCountsEqualEffects } from "./reported-counts-equal-effects.ts";
import { staleNeverOverridesFresh } from "./stale-never-overrides-fresh.ts";
import { theTrailTellsTheHistory } from "./the-trail-tells-the-history.ts";
import { unknownIsResolvedByLooking } from "./unknown-is-resolved-by-looking.ts";
import { unknownOutcomeEndsTheRun } from "./unknown-outcome-ends-the-run.ts";
import { unreadableStateTakesNoAction } from "./unreadable-state-takes-no-action.ts";
import { whatIsHeldBackSaysWhy } from "./what-is-held-back-says-why.ts";
import { whatMayBeDoneIsDone } from "./what-may-be-done-is-done.ts";

export const allProperties: readonly Property[] = [
  dryRunMakesNoPortCalls,
  liveNeedsAllFiveGates,
  ordersBeatPositions,
  cancelsTouchOnlyOurOrders,
  flattenOnlyReduces,
  flattenOrdersNameTheirOwner,
  oneCallPerIntent,
  limitsHold,
  actionRoutesOnlyItsKind,
  unreadableStateTakesNoAction,
  unknownOutcomeEndsTheRun,
  agreementIsLeftAlone,
  everyDifferenceIsFound,
  whatMayBeDoneIsDone,
  whatIsHeldBackSaysWhy,
  reportedCountsEqualEffects,
  auditEqualsEffects,
  inputOrderDoesNotMatter,
  foreignOrdersChangeNothing,
  renamingSymbolsRenamesThePlan,
  dryRunPlansWhatLiveExecutes,
  repeatingADryRunChangesNothing,
  attemptsAreBounded,
  unknownIsResolvedByLooking,
  cooldownHolds,
  gatesAreReadPerRun,
  noActionOnWhatChanged,
  staleNeverOverridesFresh,
  theTrailTellsTheHistory,
  eventsMayRepeatAndReorder,
  aWarmRestartPlansLikeAColdOne,
  aSecondRunHasNothingToDo,
  reconciliationConverges,
];
