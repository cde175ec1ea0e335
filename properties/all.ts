/** Every property, in the order in which reports list them. */
import type { Property } from "./property.ts";
import { aSecondRunHasNothingToDo } from "./metamorphic/a-second-run-has-nothing-to-do.ts";
import { aWarmRestartPlansLikeAColdOne } from "./metamorphic/a-warm-restart-plans-like-a-cold-one.ts";
import { accountsDoNotMix } from "./metamorphic/accounts-do-not-mix.ts";
import { actionRoutesOnlyItsKind } from "./action-routes-only-its-kind.ts";
import { noCallDuringABan } from "./no-call-during-a-ban.ts";
import { noMismatchNoAction } from "./no-mismatch-no-action.ts";
import { attemptsAreBounded } from "./attempts-are-bounded.ts";
import { auditEqualsEffects } from "./audit-equals-effects.ts";
import { cancelsTouchOnlyOwnOrders } from "./cancels-touch-only-own-orders.ts";
import { cooldownHolds } from "./cooldown-holds.ts";
import { dryRunMakesNoPortCalls } from "./dry-run-makes-no-port-calls.ts";
import { dryRunPlansWhatLiveExecutes } from "./metamorphic/dry-run-plans-what-live-executes.ts";
import { orderUpdatesMayRepeatAndReorder } from "./metamorphic/order-updates-may-repeat-and-reorder.ts";
import { everyRunAnswers } from "./every-run-answers.ts";
import { everyMismatchIsReported } from "./every-mismatch-is-reported.ts";
import { flattenOnlyReduces } from "./flatten-only-reduces.ts";
import { flattenOrdersNameTheirOwner } from "./flatten-orders-name-their-owner.ts";
import { externalOrdersChangeNothing } from "./metamorphic/external-orders-change-nothing.ts";
import { gatesAreReadPerRun } from "./gates-are-read-per-run.ts";
import { inputOrderDoesNotMatter } from "./metamorphic/input-order-does-not-matter.ts";
import { limitsHold } from "./limits-hold.ts";
import { liveNeedsAllFiveGates } from "./live-needs-all-five-gates.ts";
import { portCallsHappenInsideARun } from "./port-calls-happen-inside-a-run.ts";
import { rejectedRemediationsNeedANewSnapshot } from "./rejected-remediations-need-a-new-snapshot.ts";
import { oneCallPerIntent } from "./one-call-per-intent.ts";
import { ordersBeatPositions } from "./orders-beat-positions.ts";
import { reconciliationConverges } from "./metamorphic/reconciliation-converges.ts";
import { renamingSymbolsRenamesThePlan } from "./metamorphic/renaming-symbols-renames-the-plan.ts";
import { repeatingADryRunChangesNothing } from "./metamorphic/repeating-a-dry-run-changes-nothing.ts";
import { reportedCountsEqualEffects } from "./reported-counts-equal-effects.ts";
import { snapshotsNeverOverrideNewerUpdates } from "./snapshots-never-override-newer-updates.ts";
import { auditAccountsForEveryEffect } from "./audit-accounts-for-every-effect.ts";
import { unknownOutcomesNeedANewSnapshot } from "./unknown-outcomes-need-a-new-snapshot.ts";
import { unknownOutcomeEndsTheRun } from "./unknown-outcome-ends-the-run.ts";
import { invalidSnapshotsCauseNoAction } from "./invalid-snapshots-cause-no-action.ts";
import { blockedRemediationsNameTheFirstReason } from "./blocked-remediations-name-the-first-reason.ts";
import { portCallsAreWellFormed } from "./port-calls-are-well-formed.ts";
import { ordersFitTheFilters } from "./orders-fit-the-filters.ts";
import { instancesSendNoIntentTwice } from "./instances-send-no-intent-twice.ts";
import { permittedRemediationsAreExecuted } from "./permitted-remediations-are-executed.ts";

/**
 * Every shipped property, in the order of reports. Frozen with each property in it, because a target in this process can
 * import them.
 */
export const allProperties: readonly Property[] = Object.freeze(
  [
    dryRunMakesNoPortCalls,
    liveNeedsAllFiveGates,
    ordersBeatPositions,
    cancelsTouchOnlyOwnOrders,
    flattenOnlyReduces,
    flattenOrdersNameTheirOwner,
    oneCallPerIntent,
    limitsHold,
    actionRoutesOnlyItsKind,
    invalidSnapshotsCauseNoAction,
    unknownOutcomeEndsTheRun,
    noMismatchNoAction,
    everyMismatchIsReported,
    permittedRemediationsAreExecuted,
    blockedRemediationsNameTheFirstReason,
    reportedCountsEqualEffects,
    auditEqualsEffects,
    inputOrderDoesNotMatter,
    externalOrdersChangeNothing,
    renamingSymbolsRenamesThePlan,
    dryRunPlansWhatLiveExecutes,
    repeatingADryRunChangesNothing,
    attemptsAreBounded,
    unknownOutcomesNeedANewSnapshot,
    cooldownHolds,
    gatesAreReadPerRun,
    rejectedRemediationsNeedANewSnapshot,
    snapshotsNeverOverrideNewerUpdates,
    auditAccountsForEveryEffect,
    orderUpdatesMayRepeatAndReorder,
    aWarmRestartPlansLikeAColdOne,
    aSecondRunHasNothingToDo,
    reconciliationConverges,
    everyRunAnswers,
    portCallsAreWellFormed,
    portCallsHappenInsideARun,
    noCallDuringABan,
    ordersFitTheFilters,
    instancesSendNoIntentTwice,
    accountsDoNotMix,
  ].map((property) => Object.freeze(property)),
);
