/** The events of the user stream, as the venue documents them. Ids of more than 2^53 are read as bigints. */
import * as z from "zod";

const id = z.union([z.int().positive(), z.bigint()]);
const time = z.int().min(1_500_000_000_000);
const amount = z.string().regex(/^\d+(?:\.\d+)?$/);
const signed = z.string().regex(/^-?\d+(?:\.\d+)?$/);
const side = z.enum(["BUY", "SELL"]);
const positionSide = z.enum(["BOTH", "LONG", "SHORT"]);
const workingType = z.enum(["CONTRACT_PRICE", "MARK_PRICE"]);
const timeInForce = z.enum(["GTC", "IOC", "FOK", "GTX", "GTD"]);

const orderTradeUpdate = z.strictObject({
  e: z.literal("ORDER_TRADE_UPDATE"),
  E: time,
  T: time,
  o: z.strictObject({
    s: z.string(),
    c: z.string().max(36),
    S: side,
    o: z.string(),
    f: timeInForce,
    q: amount,
    p: amount,
    ap: amount,
    sp: amount,
    x: z.enum(["NEW", "CANCELED", "CALCULATED", "EXPIRED", "TRADE", "AMENDMENT"]),
    X: z.enum(["NEW", "PARTIALLY_FILLED", "FILLED", "CANCELED", "EXPIRED", "EXPIRED_IN_MATCH"]),
    i: id,
    l: amount,
    z: amount,
    L: amount,
    N: z.string().optional(),
    n: amount.optional(),
    T: time,
    t: z.int().min(0),
    b: amount,
    a: amount,
    m: z.boolean(),
    R: z.boolean(),
    wt: workingType,
    ot: z.string(),
    ps: positionSide,
    cp: z.boolean(),
    rp: signed,
    pP: z.boolean(),
    si: z.int(),
    ss: z.int(),
    V: z.string(),
    pm: z.string(),
    gtd: z.int(),
    er: z.string(),
  }),
});

const tradeLite = z.strictObject({
  e: z.literal("TRADE_LITE"),
  E: time,
  T: time,
  s: z.string(),
  q: amount,
  p: amount,
  m: z.boolean(),
  c: z.string().max(36),
  S: side,
  L: amount,
  l: amount,
  t: z.int().positive(),
  i: id,
});

const accountUpdate = z.strictObject({
  e: z.literal("ACCOUNT_UPDATE"),
  E: time,
  T: time,
  a: z.strictObject({
    m: z.literal("ORDER"),
    B: z.array(z.strictObject({ a: z.string(), wb: amount, cw: amount, bc: signed })),
    P: z
      .array(
        z.strictObject({
          s: z.string(),
          pa: signed,
          ep: amount,
          bep: amount,
          cr: signed,
          up: signed,
          mt: z.enum(["cross", "isolated"]),
          iw: amount,
          ps: positionSide,
        }),
      )
      .min(1),
  }),
});

const algoUpdate = z.strictObject({
  e: z.literal("ALGO_UPDATE"),
  T: time,
  E: time,
  o: z.strictObject({
    caid: z.string(),
    aid: id,
    at: z.literal("CONDITIONAL"),
    o: z.string(),
    s: z.string(),
    S: side,
    ps: positionSide,
    f: timeInForce,
    q: amount,
    X: z.enum(["NEW", "CANCELED", "TRIGGERING", "TRIGGERED", "FINISHED", "REJECTED", "EXPIRED"]),
    ai: z.string().regex(/^\d*$/),
    ap: amount,
    aq: amount,
    act: z.string(),
    tp: amount,
    p: amount,
    V: z.string(),
    wt: workingType,
    pm: z.string(),
    cp: z.boolean(),
    pP: z.boolean(),
    R: z.boolean(),
    tt: z.int(),
    gtd: z.int(),
    rm: z.string(),
  }),
});

const e = z.literal("ACCOUNT_CONFIG_UPDATE");
const leverage = z.strictObject({ s: z.string(), l: z.int().min(1) });
const accountConfigUpdate = z.union([
  z.strictObject({ e, E: time, T: time, ac: leverage }),
  z.strictObject({ e, E: time, T: time, ai: z.strictObject({ j: z.boolean() }) }),
]);

const listenKeyExpired = z.strictObject({
  e: z.literal("listenKeyExpired"),
  E: z.string().regex(/^\d{13}$/),
  listenKey: z.string().min(1),
});

export const streamEventSchema = z.union([
  orderTradeUpdate,
  tradeLite,
  accountUpdate,
  algoUpdate,
  accountConfigUpdate,
  listenKeyExpired,
]);
