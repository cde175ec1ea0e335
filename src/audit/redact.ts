/**
 * Takes secrets out of whatever is about to be written: values under a telling key, and telling
 * pieces inside any string, such as the signed query of a URL that a client put into its error.
 */
const secretKey =
  /secret|passw|signature|authorization|credential|api.?key|access.?token|listen.?key|private.?key/i;

const replacement = "[REDACTED]";

const secretsInText: readonly RegExp[] = [
  // `name=value`, `name: value`, `"name":"value"`, in URLs, headers and JSON.
  /((?:[\w-]*secret[\w-]*|passw(?:or)?d|signature|x-mbx-apikey|api[_-]?key|access[_-]?token|listen[_-]?key|private[_-]?key)["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/gi,
  /((?:authorization["']?\s*[=:]\s*["']?)?(?:bearer|basic)\s+)[\w.~+/=-]+/gi,
  // Binance's keys, secrets and HMAC signatures are 64 characters; no id of ours is longer than 36.
  /()(?<![\w-])[A-Za-z0-9]{64,}(?![\w-])/g,
];

/** A copy without secrets; everything else stays as it is. */
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
  return secretsInText.reduce((clean, secret) => clean.replace(secret, `$1${replacement}`), text);
}
