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

const signatureName = "signature=";
const isSignature = (pair: string): boolean => pair.startsWith(signatureName);

/**
 * The query and the body as they were sent, without the signature, and the signature; null without one. In base64 a
 * plus sign stands for itself, also where a client did not encode it.
 */
export function splitSignature(
  query: string,
  body: string,
): { signed: string; sent: string | null } {
  const parts = [query, body].map((text) => text.split("&"));
  const found = parts.flat().find(isSignature)?.slice(signatureName.length) ?? null;
  const [ofQuery = "", ofBody = ""] = parts.map((pairs) =>
    pairs.filter((pair) => !isSignature(pair)).join("&"),
  );
  return { signed: `${ofQuery}${ofBody}`, sent: found === null ? null : decoded(found) };
}

/** Text that is not encoded well stays as it is, and is no signature then. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function isSigned(key: ApiKey, signed: string, sent: string): boolean {
  if ("secret" in key) {
    const due = createHmac("sha256", key.secret).update(signed).digest();
    // `Buffer.from` reads hexadecimal digits up to the first other character.
    return /^[\da-f]{64}$/i.test(sent) && timingSafeEqual(Buffer.from(sent, "hex"), due);
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
