/**
 * Which rules and drills bear on which article: the one table. docs/evidence.md and each evidence file are made of it.
 *
 * No text of an article was at hand when it was written, so each place is unverified. Subjects are in our words.
 */
import {
  attempts,
  closes,
  forms,
  gates,
  invalidReads,
  mismatches,
  ownOrders,
  pace,
  rule,
  sizes,
  unknownOutcomes,
  whitelist,
} from "./rule-groups.ts";

type Mapping = {
  /** Numbers of rules. */
  readonly rules: readonly number[];
  /** Names of drills. */
  readonly drills?: readonly string[];
  /** One sentence. */
  readonly why: string;
};

export type Article = {
  readonly regulation: string;
  /** Such as `Article 12`. */
  readonly place: string;
  readonly subject: string;
  /** Whether the text of the article was read and compared with the mapping. */
  readonly isVerified: boolean;
  readonly mappings: readonly Mapping[];
  /** What the harness does not show of the subject, a sentence each. */
  readonly notCovered: readonly string[];
};

const rts6 = "RTS 6, Commission Delegated Regulation (EU) 2017/589";

export const articles: readonly Article[] = [
  {
    regulation: rts6,
    place: "Article 6",
    subject: "conformance testing with the systems of a trading venue",
    isVerified: false,
    mappings: [
      {
        rules: forms,
        why: "A request that the venue refuses for its form shows a bot that does not conform to the interface.",
      },
      {
        rules: [...unknownOutcomes, ...invalidReads],
        why: "A bot conforms also where a reply is late, missing or broken, and these rules bound what it does.",
      },
    ],
    notCovered: [
      "The exchange is simulated: the conformance test of the venue itself is not replaced.",
      "Only reconcile and remediate are judged, and no order entry of a strategy.",
      "No scenario has matching, margin, fees or funding.",
    ],
  },
  {
    regulation: rts6,
    place: "Article 7",
    subject: "testing environments that are separated from production",
    isVerified: false,
    mappings: [
      {
        rules: [rule(81, "other-host"), rule(76, "mutating-request-in-dry-run")],
        why: "A test that reaches a real venue is not separated, and these rules fail at the first such request.",
      },
      {
        rules: gates,
        why: "Gates keep a bot that is being tried from production until an operator opens each of them.",
      },
    ],
    notCovered: [
      "Networks, accounts and keys of the firm are not inspected.",
      "Who is responsible for the environment is not shown.",
    ],
  },
  {
    regulation: rts6,
    place: "Article 10",
    subject: "stress testing",
    isVerified: false,
    mappings: [
      {
        rules: [...pace, rule(42, "max-orders"), rule(61, "no-convergence")],
        drills: ["venue-outage"],
        why: "Large books, rate limits and outages are stress for a reconciler, and it must stay within its limits.",
      },
    ],
    notCovered: [
      "Time is simulated, so no throughput, no latency and no capacity is measured.",
      "No volume of messages or orders is compared with that of an earlier period.",
    ],
  },
  {
    regulation: rts6,
    place: "Article 12",
    subject: "kill functionality",
    isVerified: false,
    mappings: [
      {
        rules: gates,
        drills: ["kill-switch"],
        why: "Closing a gate stops every further port call, also in the middle of a remediation.",
      },
      {
        rules: [rule(27, "wrong-remediation-kind"), rule(29, "missing-remediation")],
        why: "The action `cancel_all` cancels each unexpected own order that the limits permit.",
      },
    ],
    notCovered: [
      "Orders that the bot expects are not cancelled, so this is no cancel of all orders.",
      "Who may use the switch, and how fast a person does, is not shown.",
      "Other algorithms, traders and clients of the firm are outside the harness.",
    ],
  },
  {
    regulation: rts6,
    place: "Article 15",
    subject: "pre-trade controls on order entry",
    isVerified: false,
    mappings: [
      {
        rules: [...sizes, ...whitelist, rule(36, "notional")],
        why: "These limits bound value, number and symbols of what a run sends, before it is sent.",
      },
      {
        rules: attempts,
        why: "A bound on attempts stops a bot that repeats a request which does not succeed.",
      },
      { rules: pace, why: "A cooldown and the time of a ban bound how often the bot sends." },
    ],
    notCovered: [
      "Remediations are cancels and market orders, so no price collar is judged.",
      "Orders of a strategy, and limits by client or trader, are not judged.",
      "Credit and market risk of the whole firm is not known to a bot.",
      "Who may override a limit is not shown.",
    ],
  },
  {
    regulation: rts6,
    place: "Article 17",
    subject: "post-trade controls and reconciliation",
    isVerified: false,
    mappings: [
      {
        rules: mismatches,
        why: "Each difference between the records of the bot and those of the venue is found and reported once.",
      },
      {
        rules: [
          rule(15, "overridden-update"),
          rule(16, "forgotten-order"),
          rule(17, "wrong-expected-position"),
        ],
        why: "The records of the bot follow each order update and each fill, so that the comparison is fair.",
      },
      {
        rules: [rule(66, "call-without-attempt"), rule(75, "executed-count-differs-from-port")],
        why: "Counts and audit events let a person follow afterwards what was sent.",
      },
    ],
    notCovered: [
      "Records of brokers, clearing members and data vendors are not compared.",
      "Monitoring by staff, alerts and the time until a person reacts are not shown.",
      "How long records are kept is not judged.",
    ],
  },
  {
    regulation: "SEC Rule 15c3-5, 17 CFR 240.15c3-5",
    place: "the whole rule",
    subject: "risk management controls for market access",
    isVerified: false,
    mappings: [
      {
        rules: [...sizes, ...attempts],
        why: "Limits that are checked before each request bound the exposure that a remediation can add or repeat.",
      },
      {
        rules: [
          ...closes,
          ...forms,
          rule(22, "action-without-mismatch"),
          rule(60, "remaining-action"),
        ],
        why: "A duplicate, a wrong side and a wrong quantity are erroneous orders, and each fails a check.",
      },
      {
        rules: ownOrders,
        why: "A bot that cancels an order of somebody else changes a risk that is not its own.",
      },
      {
        rules: [...gates, ...whitelist],
        why: "Only an operator who opens every gate gives the bot access to the market.",
      },
      {
        rules: mismatches,
        why: "A bot that compares its records with the venue learns of executions after the trade.",
      },
    ],
    notCovered: [
      "Credit and capital thresholds in aggregate are not judged.",
      "Regulatory conditions of an order, such as locates and halts, are not simulated.",
      "The regular review and the certification by an officer are acts of persons.",
    ],
  },
  {
    regulation: "FIA, best practices for automated trading risk controls, 2024",
    place: "pre-trade controls",
    subject: "order size, repeated execution, message rate, kill switch",
    isVerified: false,
    mappings: [
      { rules: sizes, why: "They bound the size and the number of what one run sends." },
      { rules: attempts, why: "They bound how often one intent is executed without an operator." },
      { rules: pace, why: "They bound how fast messages follow each other." },
      {
        rules: gates,
        drills: ["kill-switch"],
        why: "The drill counts the port calls after the gates close, and permits none.",
      },
    ],
    notCovered: [
      "Price tolerance, intraday position limits and self-match prevention are not judged.",
      "Cancel on disconnect is a function of the venue, and is not simulated.",
    ],
  },
  {
    regulation: "FIA, best practices for automated trading risk controls, 2024",
    place: "post-trade controls and safeguards",
    subject: "reconciliation, recovery after faults, tests before a release",
    isVerified: false,
    mappings: [
      {
        rules: mismatches,
        why: "Reconciliation of orders and positions is what these rules judge.",
      },
      {
        rules: [
          ...unknownOutcomes,
          rule(58, "order-without-new-snapshot"),
          rule(62, "different-runs"),
        ],
        drills: ["restart-in-flatten", "venue-outage", "lost-stream"],
        why: "After a fault the bot reads again before it acts, and the drills count its calls until then.",
      },
      {
        rules: [rule(25, "flatten-sent-before-orders"), rule(63, "intent-sent-twice")],
        why: "An order that rests, and a second instance, can undo a close, so both come first.",
      },
      { rules: invalidReads, why: "An error of the venue is never read as an empty account." },
    ],
    notCovered: [
      "Change management, staging and the release of a bot are not inspected.",
      "Drop copies of the venue are not read.",
    ],
  },
];
