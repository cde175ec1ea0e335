/** The timeline of a scenario as data: each step with its runs, and the state after it. Texts may have any character. */
import * as z from "zod";

/** Who acts: `wire` is what is between bot and exchange. */
const lanes = ["operator", "bot", "wire", "exchange"] as const;
export type Lane = (typeof lanes)[number];

const texts = z.array(z.string()).readonly();
/** Milliseconds after the start of the scenario, by the clock of the bot; a step may set it back. */
const afterMs = z.int();

const stateItemSchema = z
  .strictObject({
    kind: z.enum(["order", "position", "conditional"]),
    /** An id, or symbol and side. */
    name: z.string(),
    value: z.string(),
  })
  .readonly();
export type StateItem = z.infer<typeof stateItemSchema>;

/** Orders that have ended at the exchange are left out. */
const stateSchema = z
  .strictObject({
    expected: z.array(stateItemSchema).readonly(),
    exchange: z.array(stateItemSchema).readonly(),
  })
  .readonly();
export type State = z.infer<typeof stateSchema>;

const callSchema = z
  .strictObject({
    request: z.string(),
    /** Such as `rejected -2011 after 20 ms`. */
    reply: z.string(),
    /** `refused`: it had no live permit, and was not sent. */
    status: z.enum(["accepted", "rejected", "unknown", "refused"]),
    afterMs,
    /** Until the reply, or until the bot stopped waiting. */
    tookMs: z.int(),
    /** The scripted fault; absent where the port accepts. */
    fault: z.string().optional(),
  })
  .readonly();
export type TimelineCall = z.infer<typeof callSchema>;

const runSchema = z
  .strictObject({
    /** From 1. */
    run: z.int().min(1),
    mode: z.enum(["live", "dry_run", "refused", "crashed", "no-report", "not-started"]),
    /** Such as `live, after 5 ms`. */
    title: z.string(),
    /** Null for a run that did not start. */
    afterMs: afterMs.nullable(),
    /** Such as `observed 1 order, 1 position`; null where the run has no report. */
    observed: z.string().nullable(),
    results: texts,
    /** At most 20. */
    calls: z.array(callSchema).readonly(),
    /** How many more there are. */
    moreCalls: z.int().min(0),
    queries: texts,
    /** Audit events, where the property reads the trail. */
    audit: texts,
    /** Of a bot on the wire: the requests that arrived. */
    requests: texts,
    /** What its port calls changed at the exchange at once. */
    effects: texts,
    /** The lines of the target's error. */
    error: texts,
  })
  .readonly();
export type TimelineRun = z.infer<typeof runSchema>;

const innerSchema = z.strictObject({ lane: z.enum(lanes), text: z.string() }).readonly();

const stepSchema = z
  .strictObject({
    lane: z.enum(lanes),
    kind: z.string(),
    text: z.string(),
    /** Null for a step that found nothing to act on. */
    afterMs: afterMs.nullable(),
    runs: z.array(runSchema).readonly(),
    /** What two runs did in turn. */
    turns: texts,
    inner: z.array(innerSchema).readonly(),
    /** Delayed requests that took effect in it. */
    late: texts,
    /** Absent where it is that after the step before. */
    state: stateSchema.optional(),
  })
  .readonly();
export type TimelineStep = z.infer<typeof stepSchema>;

const timelineSchema = z
  .strictObject({ start: stateSchema, steps: z.array(stepSchema).readonly() })
  .readonly();
export type Timeline = z.infer<typeof timelineSchema>;

const panelSchema = z
  .strictObject({
    title: z.string(),
    /** Of an account: what it has not. */
    note: z.string().optional(),
    /** The run that failed the check, from 1; null marks none. */
    failedRun: z.int().min(1).nullable(),
    timeline: timelineSchema,
  })
  .readonly();
export type TimelinePanel = z.infer<typeof panelSchema>;

/** One more run of a failure. Two panels are a pair to compare. */
export const failureTimelinesSchema = z
  .strictObject({
    panels: z.array(panelSchema).readonly(),
    /** What the follow-up starts with, where that differs. */
    followUpStartsWith: z
      .array(z.strictObject({ subject: z.string(), text: z.string() }).readonly())
      .readonly(),
  })
  .readonly();
export type FailureTimelines = z.infer<typeof failureTimelinesSchema>;
