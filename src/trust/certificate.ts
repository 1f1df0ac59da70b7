/** RFC 5280 §4.1: reads a certificate from DER. */
import { X509Certificate } from "node:crypto";
import { contentsOf, type DerValue, inside, oidText, onlyValue, TAG } from "./der.ts";
import { type Extensions, readExtensions } from "./extensions.ts";
import { relativeNames } from "./general-name.ts";

export interface Certificate extends Extensions {
  /** Subject and issuer: their DER, one byte a character, to be compared. */
  readonly subject: string;
  readonly issuer: string;
  /** The subject as `relativeNames` reads it. */
  readonly subjectPath: readonly string[];
  /** Milliseconds since 1970, inclusive. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** The object identifier of the signature algorithm. */
  readonly algorithm: string;
  /** The same certificate, for operations with keys. */
  readonly x509: X509Certificate;
}

const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

/** Throws Error where the bytes are not exactly one certificate. */
export function readCertificate(der: Uint8Array): Certificate {
  const [toBeSigned, algorithm] = inside(onlyValue(der));
  const fields = inside(toBeSigned);
  const [issuer, validity, subject, ...others] = fields.slice(fields[0]?.tag === VERSION ? 3 : 2);
  const [notBefore, notAfter] = inside(validity);
  const extensions = others.find(({ tag }) => tag === EXTENSIONS)?.contents;
  return {
    subject: comparableName(subject),
    issuer: comparableName(issuer),
    subjectPath: relativeNames(onlyValue(subject?.encoded ?? new Uint8Array())),
    notBefore: timeOf(notBefore),
    notAfter: timeOf(notAfter),
    algorithm: oidText(contentsOf(inside(algorithm)[0], TAG.oid)),
    ...readExtensions(extensions === undefined ? [] : inside(onlyValue(extensions))),
    x509: x509Of(der),
  };
}

/** X509Certificate finds a PEM text anywhere in bytes that are no DER: refuses that. */
function x509Of(der: Uint8Array): X509Certificate {
  const x509 = new X509Certificate(der);
  if (!x509.raw.equals(der)) throw new Error("there is another certificate inside");
  return x509;
}

/** The subject alone, as in `Certificate.subject`. Throws RangeError where the bytes are no certificate. */
export function subjectOf(der: Uint8Array): string {
  const fields = inside(inside(onlyValue(der))[0]);
  return comparableName(fields[fields[0]?.tag === VERSION ? 5 : 4]);
}

function comparableName(name: DerValue | undefined): string {
  if (name?.tag !== TAG.sequence) throw new RangeError("a name is missing");
  return Buffer.from(name.encoded).toString("latin1");
}

/** §4.1.2.5: a year of two digits is between 1950 and 2049. Throws RangeError for anything but a time. */
function timeOf(value: DerValue | undefined): number {
  const text = Buffer.from(value?.contents ?? []).toString("latin1");
  const isShort = value?.tag === TAG.utcTime;
  const digits = isShort ? `${text < "5" ? "20" : "19"}${text}` : text;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits)?.slice(1);
  if (parts === undefined || !(isShort || value?.tag === TAG.generalizedTime)) throw new RangeError("not a time");
  const [year, month, day, hour, minute, second] = parts;
  const written = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const at = Date.parse(written);
  // A day that its month does not have is read as one of the next month.
  if (Number.isNaN(at) || new Date(at).toISOString() !== written) throw new RangeError("not a time");
  return at;
}
