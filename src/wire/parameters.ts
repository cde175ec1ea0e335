/**
 * The parameters of a request, from its query and its form body. The content type decides nothing, and the signature is
 * over both as they were sent. Source: Binance USDⓈ-M futures, page "General Info", and clients as they are.
 */
import { createHmac, timingSafeEqual, verify, type KeyObject } from "node:crypto";

/** How requests are signed: with a secret (HMAC SHA256), or with a private key whose public key this is. */
export type ApiKey =
  | { readonly key: string; readonly secret: string }
  | { readonly key: string; readonly publicKey: KeyObject };

export type Parameters = ReadonlyMap<string, string>;

/** Where a name is in both, the query counts. */
export function readParameters(query: string, body: string): Parameters {
  const found = new Map<string, string>();
  for (const text of [query, body]) {
    for (const [name, value] of new URLSearchParams(text)) {
      if (!found.has(name)) found.set(name, value);
    }
  }
  return found;
}

const signature = /(?:^|&)signature=([^&]*)/;

/** The text without its signature, and the signature; null without one. */
export function splitSignature(
  query: string,
  body: string,
): { signed: string; sent: string | null } {
  const found = signature.exec(query)?.[1] ?? signature.exec(body)?.[1] ?? null;
  const [cutQuery, cutBody] = [query, body].map((text) => text.replace(signature, ""));
  return {
    signed: `${cutQuery}${cutBody}`,
    sent: found === null ? null : decodeURIComponent(found),
  };
}

export function isSigned(key: ApiKey, signed: string, sent: string): boolean {
  if ("secret" in key) {
    const due = createHmac("sha256", key.secret).update(signed).digest();
    const given = Buffer.from(sent, "hex");
    return given.length === due.length && timingSafeEqual(given, due);
  }
  const { publicKey } = key;
  const algorithm = publicKey.asymmetricKeyType === "rsa" ? "RSA-SHA256" : null;
  try {
    return verify(algorithm, Buffer.from(signed), publicKey, Buffer.from(sent, "base64"));
  } catch {
    return false;
  }
}

/** For comparisons and reports: sorted, without what differs in each request. */
export function describeParameters(parameters: Parameters): string {
  return [...parameters]
    .filter(([name]) => !["timestamp", "recvWindow", "signature"].includes(name))
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join("&");
}
