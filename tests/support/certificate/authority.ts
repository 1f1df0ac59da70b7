/** Certificate authorities for tests, and the certificates they issue, valid and forged. */
import { constants, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { extension, pem } from "../../../src/certificate/self-issued.ts";
import { der, integer, oid, sequence, TAG, time } from "../../../src/trust/der.ts";

export const DAY = 86_400_000;
/** The time that tests use as now. */
export const NOW = Date.UTC(2026, 10, 22, 16);

export const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
export const CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";
export const ANY_PURPOSE = "2.5.29.37.0";

export interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A certificate with its key, which may sign others even where it should not. */
export interface SignedCertificate extends Keys {
  readonly der: Buffer;
  /** A distinguished name. */
  readonly subject: Buffer;
  readonly pem: string;
}

/** Differences from a default certificate, valid from yesterday for a month. */
export interface CertificateFields {
  /** A common name, or a whole distinguished name; empty where this is left out. */
  readonly subject?: string | Buffer;
  /** The issuer; self-signed without one. */
  readonly by?: Pick<SignedCertificate, "subject" | "privateKey">;
  readonly keys?: Keys;
  /** General names. */
  readonly names?: readonly Buffer[];
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly extensions?: readonly Buffer[];
  readonly signature?: Signature;
}

export interface Signature {
  readonly digest: string | null;
  readonly algorithm: Buffer;
  /** RSASSA-PSS: salt length in bytes. */
  readonly saltLength?: number;
}

const EMPTY = der(0x05);

/** RFC 4055 §3.1, with the same digest for the mask generation. */
function pss(digest: string, id: string, saltLength: number): Signature {
  const hash = sequence(oid(id), EMPTY);
  const mask = sequence(oid("1.2.840.113549.1.1.8"), hash);
  const salt = integer(Buffer.of(saltLength));
  const parameters = sequence(der(0xa0, hash), der(0xa1, mask), der(0xa2, salt));
  return { digest, algorithm: sequence(oid("1.2.840.113549.1.1.10"), parameters), saltLength };
}

export const SIGNATURES = {
  ecdsa: { digest: "sha256", algorithm: sequence(oid("1.2.840.10045.4.3.2")) },
  ecdsaWithSha1: { digest: "sha1", algorithm: sequence(oid("1.2.840.10045.4.1")) },
  rsa: { digest: "sha256", algorithm: sequence(oid("1.2.840.113549.1.1.11"), EMPTY) },
  rsaWithSha1: { digest: "sha1", algorithm: sequence(oid("1.2.840.113549.1.1.5"), EMPTY) },
  rsaWithMd5: { digest: "md5", algorithm: sequence(oid("1.2.840.113549.1.1.4"), EMPTY) },
  rsaPss: pss("sha256", "2.16.840.1.101.3.4.2.1", 32),
  rsaPssWithSha1: pss("sha1", "1.3.14.3.2.26", 20),
  ed25519: { digest: null, algorithm: sequence(oid("1.3.101.112")) },
} satisfies Record<string, Signature>;

export const ecKeys = (namedCurve = "P-256"): Keys => generateKeyPairSync("ec", { namedCurve });
export const ed25519Keys = (): Keys => generateKeyPairSync("ed25519");
export const rsaKeys = (modulusLength: number): Keys => generateKeyPairSync("rsa", { modulusLength });

/** From the outermost attribute inwards, in UTF-8. */
export const distinguishedName = (...attributes: readonly [type: string, value: string][]): Buffer =>
  sequence(
    ...attributes.map(([type, value]) => der(TAG.set, sequence(oid(type), der(TAG.utf8String, Buffer.from(value))))),
  );
export const [COMMON_NAME, ORGANISATIONAL_UNIT, ORGANISATION] = ["2.5.4.3", "2.5.4.11", "2.5.4.10"];

export const dns = (name: string): Buffer => der(0x82, Buffer.from(name, "latin1"));
export const address = (...octets: readonly number[]): Buffer => der(0x87, Buffer.from(octets));
export const email = (name: string): Buffer => der(0x81, Buffer.from(name));
export const directory = (name: Buffer): Buffer => der(0xa4, name);
export const otherName = (type: string, value: Buffer): Buffer => der(0xa0, oid(type), der(0xa0, value));
/** RFC 4985. */
export const srv = (name: string): Buffer => otherName("1.3.6.1.5.5.7.8.7", der(0x16, Buffer.from(name)));
/** RFC 6120 §13.7.1.4. */
export const xmppAddr = (name: string): Buffer =>
  otherName("1.3.6.1.5.5.7.8.5", der(TAG.utf8String, Buffer.from(name)));

export const namesExtension = (...names: readonly Buffer[]): Buffer =>
  extension("2.5.29.17", false, sequence(...names));
export const extendedKeyUsage = (...ids: readonly string[]): Buffer =>
  extension("2.5.29.37", false, sequence(...ids.map(oid)));
/** The bits of the first byte. */
export const keyUsage = (bits: number): Buffer => extension("2.5.29.15", true, der(TAG.bitString, Buffer.of(0, bits)));
const isTrue = der(TAG.boolean, Buffer.of(0xff));
export const basicConstraints = (isAuthority: boolean, pathLength?: number): Buffer =>
  extension(
    "2.5.29.19",
    true,
    sequence(...(isAuthority ? [isTrue] : []), ...(pathLength === undefined ? [] : [integer(Buffer.of(pathLength))])),
  );
/** General names on either side. */
export function nameConstraints({
  permitted = [],
  excluded = [],
}: {
  permitted?: Buffer[];
  excluded?: Buffer[];
}): Buffer {
  const subtrees = (tag: number, names: readonly Buffer[]) =>
    names.length === 0 ? [] : [der(tag, ...names.map((name) => sequence(name)))];
  return extension("2.5.29.30", true, sequence(...subtrees(0xa0, permitted), ...subtrees(0xa1, excluded)));
}

/** Encodes and signs the fields, without any validation. */
export function certify(form: CertificateFields): SignedCertificate {
  const { keys = ecKeys(), names = [], extensions = [] } = form;
  const signature: Signature = form.signature ?? SIGNATURES.ecdsa;
  const subject =
    typeof form.subject === "string"
      ? distinguishedName([COMMON_NAME, form.subject])
      : (form.subject ?? distinguishedName());
  const { by = { subject, privateKey: keys.privateKey }, notBefore = NOW - DAY, notAfter = NOW + 30 * DAY } = form;
  const all = [...(names.length > 0 ? [namesExtension(...names)] : []), ...extensions];
  const body = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(0x40), randomBytes(15)])),
    signature.algorithm,
    by.subject,
    sequence(time(notBefore), time(notAfter)),
    subject,
    keys.publicKey.export({ type: "spki", format: "der" }),
    ...(all.length > 0 ? [der(0xa3, sequence(...all))] : []),
  );
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: signature.saltLength };
  const key = signature.saltLength === undefined ? by.privateKey : { key: by.privateKey, ...padding };
  const signed = sign(signature.digest, body, key);
  const certificate = sequence(body, signature.algorithm, der(TAG.bitString, Buffer.of(0), signed));
  return { ...keys, der: certificate, subject, pem: pem("CERTIFICATE", certificate) };
}

/** A valid authority. */
export const authority = (subject: string, form: CertificateFields = {}): SignedCertificate =>
  certify({ subject, extensions: [basicConstraints(true), keyUsage(0x06)], ...form });

/** A server certificate as public authorities issue it: for the names, with server authentication only. */
export const serverCertificate = (
  by: SignedCertificate,
  names: readonly Buffer[],
  form: CertificateFields = {},
): SignedCertificate => certify({ by, names, extensions: [keyUsage(0x80), extendedKeyUsage(SERVER_AUTH)], ...form });
