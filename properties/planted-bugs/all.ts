/** Every planted bug. */
import type { PlantedBug } from "./planted-bug-type.ts";
import { sequenceBugs } from "./sequence-bugs.ts";
import { acceptsAnyConfirmation } from "./accepts-any-confirmation.ts";
import { actsOnWhatItHasActedOn } from "./acts-on-what-it-has-acted-on.ts";
import { actsOnWordsItDoesNotKnow } from "./acts-on-words-it-does-not-know.ts";
import { actsOutsideItsWhitelist } from "./acts-outside-its-whitelist.ts";
import { actsUnderActionNone } from "./acts-under-action-none.ts";
import { armsAtAnyTrue } from "./arms-at-any-true.ts";
import { armsItself } from "./arms-itself.ts";
import { asksTheGatesTooLate } from "./asks-the-gates-too-late.ts";
import { believesAMomentTooLong } from "./believes-a-moment-too-long.ts";
import { believesAMomentTooShort } from "./believes-a-moment-too-short.ts";
import { believesNothing } from "./believes-nothing.ts";
import { believesOldPositions } from "./believes-old-positions.ts";
import { believesOldSnapshots } from "./believes-old-snapshots.ts";
import { believesTomorrow } from "./believes-tomorrow.ts";
import { buysAgainAfterAFailedCancel } from "./buys-again-after-a-failed-cancel.ts";
import { callsABlockedRunClean } from "./calls-a-blocked-run-clean.ts";
import { callsAnOrderLostTooLate } from "./calls-an-order-lost-too-late.ts";
import { callsAnOrderLostTooSoon } from "./calls-an-order-lost-too-soon.ts";
import { callsBeforeItWrites } from "./calls-before-it-writes.ts";
import { callsEveryOrderAGhost } from "./calls-every-order-a-ghost.ts";
import { callsWithoutItsLine } from "./calls-without-its-line.ts";
import { cancelsAndFlattensAtOnce } from "./cancels-and-flattens-at-once.ts";
import { cancelsByTheWrongId } from "./cancels-by-the-wrong-id.ts";
import { cancelsOrdersOnTheirWay } from "./cancels-orders-on-their-way.ts";
import { cancelsOtherPeoplesOrders } from "./cancels-other-peoples-orders.ts";
import { cancelsOtherStrategies } from "./cancels-other-strategies.ts";
import { cancelsUntilItWorks } from "./cancels-until-it-works.ts";
import { cancelsWhatHasEnded } from "./cancels-what-has-ended.ts";
import { cancelsWhatIsMissing } from "./cancels-what-is-missing.ts";
import { closesOnTheSameSide } from "./closes-on-the-same-side.ts";
import { closesTheOtherLeg } from "./closes-the-other-leg.ts";
import { closesTwiceTheSize } from "./closes-twice-the-size.ts";
import { closesWithoutReduceOnly } from "./closes-without-reduce-only.ts";
import { coolsDownAMomentLess } from "./cools-down-a-moment-less.ts";
import { coolsDownAMomentMore } from "./cools-down-a-moment-more.ts";
import { countsADryRunAsDone } from "./counts-a-dry-run-as-done.ts";
import { countsASymbolAgain } from "./counts-a-symbol-again.ts";
import { countsCancelsOnly } from "./counts-cancels-only.ts";
import { countsNoPartsOfAnId } from "./counts-no-parts-of-an-id.ts";
import { criesThatItsTrailIsBroken } from "./cries-that-its-trail-is-broken.ts";
import { dropsDryRunOnOnePath } from "./drops-dry-run-on-one-path.ts";
import { findsWhatItHasCancelled } from "./finds-what-it-has-cancelled.ts";
import { flattensAnySize } from "./flattens-any-size.ts";
import { flattensAtAnyPrice } from "./flattens-at-any-price.ts";
import { flattensAtPriceZero } from "./flattens-at-price-zero.ts";
import { flattensBeforeItCancels } from "./flattens-before-it-cancels.ts";
import { flattensUnderCancelAll } from "./flattens-under-cancel-all.ts";
import { flattensWhenToldTo } from "./flattens-when-told-to.ts";
import { flattensWithoutOrders } from "./flattens-without-orders.ts";
import { forgesItsPermit } from "./forges-its-permit.ts";
import { forgetsItsLastCall } from "./forgets-its-last-call.ts";
import { givesAnIdTwice } from "./gives-an-id-twice.ts";
import { goesOnAfterAnUnknown } from "./goes-on-after-an-unknown.ts";
import { hasNoCooldown } from "./has-no-cooldown.ts";
import { hasNoGracePeriod } from "./has-no-grace-period.ts";
import { hidesWhyItHeldBack } from "./hides-why-it-held-back.ts";
import { ignoresActiveSwitch } from "./ignores-active-switch.ts";
import { ignoresArming } from "./ignores-arming.ts";
import { ignoresDryRunSwitch } from "./ignores-dry-run-switch.ts";
import { ignoresMainnetSwitch } from "./ignores-mainnet-switch.ts";
import { knowsOneQuoteAsset } from "./knows-one-quote-asset.ts";
import { leavesBitcoinAlone } from "./leaves-bitcoin-alone.ts";
import { letsTheClientRetry } from "./lets-the-client-retry.ts";
import { locksForWhatItCanCancel } from "./locks-for-what-it-can-cancel.ts";
import { locksOneSymbolOnly } from "./locks-one-symbol-only.ts";
import { managesEverySymbol } from "./manages-every-symbol.ts";
import { managesItsWhitelistOnly } from "./manages-its-whitelist-only.ts";
import { marksALegReduceOnly } from "./marks-a-leg-reduce-only.ts";
import { matchesOrdersByIdOnly } from "./matches-orders-by-id-only.ts";
import { mintsAPermitForAToken } from "./mints-a-permit-for-a-token.ts";
import { miscountsBlocked } from "./miscounts-blocked.ts";
import { miscountsDeferred } from "./miscounts-deferred.ts";
import { miscountsExecuted } from "./miscounts-executed.ts";
import { miscountsFailed } from "./miscounts-failed.ts";
import { miscountsNotRouted } from "./miscounts-not-routed.ts";
import { miscountsPlanned } from "./miscounts-planned.ts";
import { miscountsSkippedNoAction } from "./miscounts-skipped-no-action.ts";
import { miscountsSkippedTerminal } from "./miscounts-skipped-terminal.ts";
import { miscountsUnknown } from "./miscounts-unknown.ts";
import { missesOrdersThatHadEnded } from "./misses-orders-that-had-ended.ts";
import { namesFlattensAllAlike } from "./names-flattens-all-alike.ts";
import { namesOneClosedGate } from "./names-one-closed-gate.ts";
import { namesTheLastReason } from "./names-the-last-reason.ts";
import { needsNoWhitelist } from "./needs-no-whitelist.ts";
import { netsTheLegsOfAHedge } from "./nets-the-legs-of-a-hedge.ts";
import { neverForgivesLateness } from "./never-forgives-lateness.ts";
import { neverLiftsItsLock } from "./never-lifts-its-lock.ts";
import { oneOrderTooFew } from "./one-order-too-few.ts";
import { oneOrderTooMany } from "./one-order-too-many.ts";
import { oneSymbolTooFew } from "./one-symbol-too-few.ts";
import { oneSymbolTooMany } from "./one-symbol-too-many.ts";
import { overlooksStrangersWithOurName } from "./overlooks-strangers-with-our-name.ts";
import { overlooksTheLastOrder } from "./overlooks-the-last-order.ts";
import { ownsEveryPrefix } from "./owns-every-prefix.ts";
import { plansWithoutLimits } from "./plans-without-limits.ts";
import { putsPositionsFirst } from "./puts-positions-first.ts";
import { readsFailureAsEmpty } from "./reads-failure-as-empty.ts";
import { readsIdsInAnyCase } from "./reads-ids-in-any-case.ts";
import { readsNoDatedContracts } from "./reads-no-dated-contracts.ts";
import { readsOnFromTheLastId } from "./reads-on-from-the-last-id.ts";
import { reportsAnUnknownAsDone } from "./reports-an-unknown-as-done.ts";
import { reportsSuccessOverFailure } from "./reports-success-over-failure.ts";
import { roundsInFloats } from "./rounds-in-floats.ts";
import { sellsAgainAfterAFill } from "./sells-again-after-a-fill.ts";
import { sellsWhateverItHolds } from "./sells-whatever-it-holds.ts";
import { sendsAgainAfterATimeOut } from "./sends-again-after-a-time-out.ts";
import { sendsAnyNumber } from "./sends-any-number.ts";
import { sendsEverythingTwice } from "./sends-everything-twice.ts";
import { sizesInFloats } from "./sizes-in-floats.ts";
import { sizesShortsBelowZero } from "./sizes-shorts-below-zero.ts";
import { sortsByLocale } from "./sorts-by-locale.ts";
import { sortsIdsBeforeSymbols } from "./sorts-ids-before-symbols.ts";
import { sortsNumbersAsNumbers } from "./sorts-numbers-as-numbers.ts";
import { sortsSidesBackwards } from "./sorts-sides-backwards.ts";
import { stopsAtALiquidation } from "./stops-at-a-liquidation.ts";
import { stopsAtTheNotionalLimit } from "./stops-at-the-notional-limit.ts";
import { takes1006ForARefusal } from "./takes-1006-for-a-refusal.ts";
import { takesABrokenReplyForNone } from "./takes-a-broken-reply-for-none.ts";
import { takesAnEntryForAPosition } from "./takes-an-entry-for-a-position.ts";
import { takesAnUnknownForAFailure } from "./takes-an-unknown-for-a-failure.ts";
import { takesMinusZeroForShort } from "./takes-minus-zero-for-short.ts";
import { takesOneEndForAnother } from "./takes-one-end-for-another.ts";
import { takesPartlyFilledForFilled } from "./takes-partly-filled-for-filled.ts";
import { takesUnknownOrdersForGone } from "./takes-unknown-orders-for-gone.ts";
import { tellsWhatItWantedToRead } from "./tells-what-it-wanted-to-read.ts";
import { touchesAnyNumberOfSymbols } from "./touches-any-number-of-symbols.ts";
import { triesTheDoorInADryRun } from "./tries-the-door-in-a-dry-run.ts";
import { trimsConfirmation } from "./trims-confirmation.ts";
import { trustsOrdersOnTheirWay } from "./trusts-orders-on-their-way.ts";
import { whitelistsByPrefix } from "./whitelists-by-prefix.ts";
import { worksBackwards } from "./works-backwards.ts";
import { worksSymbolBySymbol } from "./works-symbol-by-symbol.ts";
import { writesATrailThatIsOff } from "./writes-a-trail-that-is-off.ts";
import { writesNoResults } from "./writes-no-results.ts";
import { writesNoTotals } from "./writes-no-totals.ts";
import { writesSuccessForFailure } from "./writes-success-for-failure.ts";
import { writesSymbolsAsTheyCome } from "./writes-symbols-as-they-come.ts";
import { writesTotalsOfItsOwn } from "./writes-totals-of-its-own.ts";

export const plantedBugs: readonly PlantedBug[] = [
  acceptsAnyConfirmation,
  actsOnWhatItHasActedOn,
  actsOnWordsItDoesNotKnow,
  actsOutsideItsWhitelist,
  actsUnderActionNone,
  armsAtAnyTrue,
  armsItself,
  asksTheGatesTooLate,
  believesAMomentTooLong,
  believesAMomentTooShort,
  believesNothing,
  believesOldPositions,
  believesOldSnapshots,
  believesTomorrow,
  buysAgainAfterAFailedCancel,
  callsABlockedRunClean,
  callsAnOrderLostTooLate,
  callsAnOrderLostTooSoon,
  callsBeforeItWrites,
  callsEveryOrderAGhost,
  callsWithoutItsLine,
  cancelsAndFlattensAtOnce,
  cancelsByTheWrongId,
  cancelsOrdersOnTheirWay,
  cancelsOtherPeoplesOrders,
  cancelsOtherStrategies,
  cancelsUntilItWorks,
  cancelsWhatHasEnded,
  cancelsWhatIsMissing,
  closesOnTheSameSide,
  closesTheOtherLeg,
  closesTwiceTheSize,
  closesWithoutReduceOnly,
  coolsDownAMomentLess,
  coolsDownAMomentMore,
  countsADryRunAsDone,
  countsASymbolAgain,
  countsCancelsOnly,
  countsNoPartsOfAnId,
  criesThatItsTrailIsBroken,
  dropsDryRunOnOnePath,
  findsWhatItHasCancelled,
  flattensAnySize,
  flattensAtAnyPrice,
  flattensAtPriceZero,
  flattensBeforeItCancels,
  flattensUnderCancelAll,
  flattensWhenToldTo,
  flattensWithoutOrders,
  forgesItsPermit,
  forgetsItsLastCall,
  givesAnIdTwice,
  goesOnAfterAnUnknown,
  hasNoCooldown,
  hasNoGracePeriod,
  hidesWhyItHeldBack,
  ignoresActiveSwitch,
  ignoresArming,
  ignoresDryRunSwitch,
  ignoresMainnetSwitch,
  knowsOneQuoteAsset,
  leavesBitcoinAlone,
  letsTheClientRetry,
  locksForWhatItCanCancel,
  locksOneSymbolOnly,
  managesEverySymbol,
  managesItsWhitelistOnly,
  marksALegReduceOnly,
  matchesOrdersByIdOnly,
  mintsAPermitForAToken,
  miscountsBlocked,
  miscountsDeferred,
  miscountsExecuted,
  miscountsFailed,
  miscountsNotRouted,
  miscountsPlanned,
  miscountsSkippedNoAction,
  miscountsSkippedTerminal,
  miscountsUnknown,
  missesOrdersThatHadEnded,
  namesFlattensAllAlike,
  namesOneClosedGate,
  namesTheLastReason,
  needsNoWhitelist,
  netsTheLegsOfAHedge,
  neverForgivesLateness,
  neverLiftsItsLock,
  oneOrderTooFew,
  oneOrderTooMany,
  oneSymbolTooFew,
  oneSymbolTooMany,
  overlooksStrangersWithOurName,
  overlooksTheLastOrder,
  ownsEveryPrefix,
  plansWithoutLimits,
  putsPositionsFirst,
  readsFailureAsEmpty,
  readsIdsInAnyCase,
  readsNoDatedContracts,
  readsOnFromTheLastId,
  reportsAnUnknownAsDone,
  reportsSuccessOverFailure,
  roundsInFloats,
  sellsAgainAfterAFill,
  sellsWhateverItHolds,
  sendsAgainAfterATimeOut,
  sendsAnyNumber,
  sendsEverythingTwice,
  sizesInFloats,
  sizesShortsBelowZero,
  sortsByLocale,
  sortsIdsBeforeSymbols,
  sortsNumbersAsNumbers,
  sortsSidesBackwards,
  stopsAtALiquidation,
  stopsAtTheNotionalLimit,
  takes1006ForARefusal,
  takesABrokenReplyForNone,
  takesAnEntryForAPosition,
  takesAnUnknownForAFailure,
  takesMinusZeroForShort,
  takesOneEndForAnother,
  takesPartlyFilledForFilled,
  takesUnknownOrdersForGone,
  tellsWhatItWantedToRead,
  touchesAnyNumberOfSymbols,
  triesTheDoorInADryRun,
  trimsConfirmation,
  trustsOrdersOnTheirWay,
  whitelistsByPrefix,
  worksBackwards,
  worksSymbolBySymbol,
  writesATrailThatIsOff,
  writesNoResults,
  writesNoTotals,
  writesSuccessForFailure,
  writesSymbolsAsTheyCome,
  writesTotalsOfItsOwn,
  ...sequenceBugs,
];
