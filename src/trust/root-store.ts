/** The roots that are trusted here, found by their subject; each is read when a chain leads to it. */
import { type Certificate, readCertificate, subjectOf } from "./certificate.ts";
import { hasStrongKey } from "./strength.ts";

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/g;

/** The roots of that subject whose keys are strong. */
export type RootsNamed = (subject: string) => readonly Certificate[];

/** `pems` are texts of any number of certificates; what cannot be read among them vouches for nobody. */
export function rootsAmong(pems: Iterable<string>): RootsNamed {
  const found = new Map<string, readonly Uint8Array[]>();
  for (const pem of pems) {
    for (const [, base64 = ""] of pem.matchAll(PEM_CERTIFICATE)) {
      const der = Buffer.from(base64, "base64");
      const subject = readable(subjectOf, der);
      if (subject !== undefined) found.set(subject, [...(found.get(subject) ?? []), der]);
    }
  }
  return (subject) =>
    (found.get(subject) ?? [])
      .map((der) => readable(readCertificate, der))
      .filter((root) => root !== undefined)
      .filter(hasStrongKey);
}

/** What `read` makes of the bytes; undefined where it throws. */
export function readable<T>(read: (der: Uint8Array) => T, der: Uint8Array): T | undefined {
  try {
    return read(der);
  } catch {
    return undefined;
  }
}
