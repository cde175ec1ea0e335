/** The API key and its secret. They come from the environment only, and no message, document or file has them. */
import { createHmac } from "node:crypto";
import { BadInputError } from "../input/bad-input-error.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The two variables of a pair. */
export type KeyNames = { readonly key: string; readonly secret: string };

export const venueKeyNames: KeyNames = { key: "BINANCE_API_KEY", secret: "BINANCE_API_SECRET" };

/**
 * No letter needs an encoding, so one search finds the value in any text. The venue's keys have 64 letters; a short
 * value would redact parts of words.
 */
const form = /^[\w.-]{8,200}$/;

const replacement = "[REDACTED]";

export class ApiKeys {
  readonly #key: string;
  readonly #secret: string;

  /** Reads the first pair of which a variable is set. Throws `BadInputError`, without the values. */
  constructor(env: Environment, pairs: readonly [KeyNames, ...KeyNames[]]) {
    const isSet = ({ key, secret }: KeyNames) => (env[key] ?? "") + (env[secret] ?? "") !== "";
    const names = pairs.find(isSet) ?? pairs[0];
    this.#key = readVariable(env, names.key);
    this.#secret = readVariable(env, names.secret);
  }

  get headers(): Readonly<Record<string, string>> {
    return { "x-mbx-apikey": this.#key };
  }

  /** HMAC-SHA256 of a text, as hexadecimal digits. */
  sign(text: string): string {
    return createHmac("sha256", this.#secret).update(text).digest("hex");
  }

  /** The text without key, secret and signatures. */
  redact<Text extends string | null>(text: Text): Text;
  redact(text: string | null): string | null {
    if (text === null) return null;
    return text
      .replaceAll(this.#secret, replacement)
      .replaceAll(this.#key, replacement)
      .replaceAll(/[0-9a-f]{64}/gi, replacement);
  }
}

function readVariable(env: Environment, name: string): string {
  const value = env[name] ?? "";
  if (form.test(value)) return value;
  const cure = "set it to the HMAC key of an account; a key that may only read is enough to read";
  const problem =
    value === "" ? "is not set" : "is no key: one has at least 8 letters and digits, and no space";
  throw new BadInputError(`${name} ${problem}; ${cure}`);
}
