/**
 * Removes secrets from an event: values of keys such as `apiSecret`, and secrets in any string, such as
 * the signed query of a URL in an error message. Long texts are truncated afterwards, so that no part
 * of a secret is left.
 */
import { auditMessageLengthMax } from "../domain/audit-event.ts";

const secretNames =
  "secret|pass(?:word|wd|phrase)|signature|credential|api[_-]?key|x-mbx-apikey|private[_-]?key|listen[_-]?key|token";

const secretKey = new RegExp(`${secretNames}|authorization`, "i");

const replacement = "[REDACTED]";

const secretsInText: readonly RegExp[] = [
  // `name=value`, `name: value`, `"name":"value"`, in URLs, headers and JSON.
  new RegExp(`([\\w-]*(?:${secretNames})[\\w-]*["']?\\s*[=:]\\s*["']?)[^\\s"'&,;}]+`, "gi"),
  // The whole value of the header: scheme and credential.
  /(authorization["']?\s*[=:]\s*["']?)[^"',;}\r\n]+/gi,
  /\b((?:bearer|basic)\s+)[\w.~+/=-]+/gi,
  // `user:password@host` in a URL.
  /(\/\/)[^/\s:@]+:[^/\s@]+(?=@)/g,
  // Binance's keys, secrets and HMAC signatures have 64 characters; an own id has at most 36.
  /()[A-Za-z0-9]{64,}/g,
];

/** A copy without secrets and with texts truncated to the length that the schema allows. */
export function redact(value: unknown): unknown {
  if (typeof value === "string") return redactText(value);
  if (Array.isArray(value)) return value.map(redact);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, part]) => [
    key,
    secretKey.test(key) ? replacement : redact(part),
  ]);
  return Object.fromEntries(entries) as unknown;
}

function redactText(text: string): string {
  const clean = secretsInText.reduce(
    (part, secret) => part.replace(secret, `$1${replacement}`),
    text,
  );
  return clean.length <= auditMessageLengthMax
    ? clean
    : `${clean.slice(0, auditMessageLengthMax - 1)}…`;
}
