/** The fields of a certificate that matter here. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { domainToASCII } from "node:url";
import { canonicalAddress } from "../net/ip-address.ts";

export interface CertificateFacts {
  /** DNS names of the subject alternative name, as written there, and IP addresses in their one spelling. */
  readonly names: readonly string[];
  /** The issuer's organisation and common name, or the whole of its name. */
  readonly issuer: string;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Whether it signed itself. */
  readonly isSelfSigned: boolean;
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[\sA-Za-z0-9+/=]+-----END CERTIFICATE-----/g;

/** The certificates of a PEM file, in its order. Throws Error where one of them cannot be read. */
export const certificatesOf = (chainPem: string): readonly X509Certificate[] =>
  (chainPem.match(PEM_CERTIFICATE) ?? []).map((pem) => new X509Certificate(pem));

/** The first certificate. Throws Error where there is none. */
export function leafOf(chainPem: string): X509Certificate {
  const [leaf] = certificatesOf(chainPem);
  if (leaf === undefined) throw new Error("there is no certificate in this file");
  return leaf;
}

/** Those of the first certificate of `chainPem`. Throws Error where there is none that can be read. */
export function factsOf(chainPem: string): CertificateFacts {
  const leaf = leafOf(chainPem);
  const issuer = new Map(leaf.issuer.split("\n").map((line) => [line.split("=", 1)[0], line.replace(/^\w+=/, "")]));
  const named = [issuer.get("O"), issuer.get("CN")].filter((part) => part !== undefined);
  return {
    names: namesOf(leaf),
    issuer: named.length > 0 ? named.join(" ") : leaf.issuer.replaceAll("\n", ", "),
    notBefore: Date.parse(leaf.validFrom),
    notAfter: Date.parse(leaf.validTo),
    isSelfSigned: leaf.subject === leaf.issuer && leaf.verify(leaf.publicKey),
  };
}

const namesOf = (leaf: X509Certificate): readonly string[] =>
  [...(leaf.subjectAltName ?? "").matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)]
    .map((match) => match[1] ?? "")
    .map((name) => canonicalAddress(name) ?? name);

/** Whether the key is the one of the first certificate. False for what is neither. */
export function keyMatches(chainPem: string, keyPem: string): boolean {
  try {
    return leafOf(chainPem).checkPrivateKey(createPrivateKey(keyPem));
  } catch {
    return false;
  }
}

/** RFC 9525 §6.3: the same name, or a wildcard in the place of its first label. `domain` may be an IDN. */
export function covers(names: readonly string[], domain: string): boolean {
  const wanted = domainToASCII(domain).toLowerCase() || domain.toLowerCase();
  const parent = wanted.slice(wanted.indexOf("."));
  return names.some((name) => name.toLowerCase() === wanted || name.toLowerCase() === `*${parent}`);
}
