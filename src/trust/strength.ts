/** What still proves something: digests and keys as the public authorities have to use them. */
import type { KeyObject } from "node:crypto";
import type { Certificate } from "./certificate.ts";

/** RFC 8017, RFC 5758 and RFC 8410: with SHA-256, SHA-384, SHA-512, or (Ed25519) a digest of its own. */
const ALGORITHMS = new Set([
  ...["1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13"],
  // RSASSA-PSS, whose parameters BoringSSL takes with one of the three digests alone.
  "1.2.840.113549.1.1.10",
  ...["1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4"],
  "1.3.101.112",
]);
const CURVES = new Set(["prime256v1", "secp384r1", "secp521r1"]);
/** Bits; a longer key makes a check expensive and nothing safer. */
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

/** Undefined for a kind of key that is not known here. */
function publicKeyOf({ x509 }: Certificate): KeyObject | undefined {
  try {
    return x509.publicKey;
  } catch {
    return undefined;
  }
}
