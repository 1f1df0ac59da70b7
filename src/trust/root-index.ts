/** Trust anchors, found by their subject. */
import { type Certificate, readCertificate, subjectOf } from "./certificate.ts";
import { hasStrongKey } from "./strength.ts";

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/g;

/** Returns the roots with this subject whose keys are strong. */
export type RootsBySubject = (subject: string) => readonly Certificate[];

/** `pems`: texts of any number of certificates; what cannot be read among them is ignored. Each root is parsed on use. */
export function indexRoots(pems: Iterable<string>): RootsBySubject {
  const found = new Map<string, readonly Uint8Array[]>();
  for (const pem of pems) {
    for (const [, base64 = ""] of pem.matchAll(PEM_CERTIFICATE)) {
      const der = Buffer.from(base64, "base64");
      const subject = tryRead(subjectOf, der);
      if (subject !== undefined) found.set(subject, [...(found.get(subject) ?? []), der]);
    }
  }
  return (subject) =>
    (found.get(subject) ?? [])
      .map((der) => tryRead(readCertificate, der))
      .filter((root) => root !== undefined)
      .filter(hasStrongKey);
}

/** Undefined where `read` throws. */
export function tryRead<T>(read: (der: Uint8Array) => T, der: Uint8Array): T | undefined {
  try {
    return read(der);
  } catch {
    return undefined;
  }
}
