/**
 * Takes secrets out of whatever is about to be written: values under a telling key, and telling
 * pieces inside any string, such as the signed query of a URL that a client put into its error.
 * Only then are texts cut to the length that the schema allows, so that no half of a secret is left.
 */
import { auditMessageLengthMax } from "../domain/audit-event.ts";

const telling =
  "secret|pass(?:word|wd|phrase)|signature|credential|api[_-]?key|x-mbx-apikey|private[_-]?key|listen[_-]?key|token";

const tellingKey = new RegExp(`${telling}|authorization`, "i");

const replacement = "[REDACTED]";

const secretsInText: readonly RegExp[] = [
  // `name=value`, `name: value`, `"name":"value"`, in URLs, headers and JSON.
  new RegExp(`([\\w-]*(?:${telling})[\\w-]*["']?\\s*[=:]\\s*["']?)[^\\s"'&,;}]+`, "gi"),
  // The whole value of the header: scheme and credential.
  /(authorization["']?\s*[=:]\s*["']?)[^"',;}\r\n]+/gi,
  /\b((?:bearer|basic)\s+)[\w.~+/=-]+/gi,
  // `user:password@host` in a URL.
  /(\/\/)[^/\s:@]+:[^/\s@]+(?=@)/g,
  // Binance's keys, secrets and HMAC signatures have 64 characters; no id of ours has more than 36.
  /()[A-Za-z0-9]{64,}/g,
];

/** A copy without secrets and without texts that are too long; everything else stays as it is. */
export function redact(value: unknown): unknown {
  if (typeof value === "string") return cut(redactText(value));
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [
    key,
    tellingKey.test(key) ? replacement : redact(part),
  ]);
  return Object.fromEntries(entries) as unknown;
}

function redactText(text: string): string {
  return secretsInText.reduce((clean, secret) => clean.replace(secret, `$1${replacement}`), text);
}

function cut(text: string): string {
  return text.length <= auditMessageLengthMax
    ? text
    : `${text.slice(0, auditMessageLengthMax - 1)}…`;
}
