/** The signature algorithms and keys that are accepted: those that public authorities have to use. */
import type { KeyObject } from "node:crypto";
import type { Certificate } from "./certificate.ts";

/** RFC 8017, RFC 5758 and RFC 8410: with SHA-256, SHA-384, SHA-512, or (Ed25519) a digest of its own. */
const ALGORITHMS = new Set([
  ...["1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13"],
  // RSASSA-PSS: BoringSSL accepts only parameters with one of the three digests.
  "1.2.840.113549.1.1.10",
  ...["1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4"],
  "1.3.101.112",
]);
const CURVES = new Set(["prime256v1", "secp384r1", "secp521r1"]);
/** A longer key makes verification expensive and adds no security. */
const [MIN_RSA_BITS, MAX_RSA_BITS] = [2048, 8192];

export const isSignedStrongly = ({ algorithm }: Certificate): boolean => ALGORITHMS.has(algorithm);

export function hasStrongKey(certificate: Certificate): boolean {
  const key = publicKeyOf(certificate);
  const { modulusLength = 0, namedCurve = "" } = key?.asymmetricKeyDetails ?? {};
  switch (key?.asymmetricKeyType) {
    case "rsa":
      return modulusLength >= MIN_RSA_BITS && modulusLength <= MAX_RSA_BITS;
    case "ec":
      return CURVES.has(namedCurve);
    default:
      return key?.asymmetricKeyType === "ed25519";
  }
}

/** Undefined for an unknown kind of key. */
function publicKeyOf({ x509 }: Certificate): KeyObject | undefined {
  try {
    return x509.publicKey;
  } catch {
    return undefined;
  }
}
