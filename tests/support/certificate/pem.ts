/** Self-signed certificates and chains for tests. */
import type { CertificatePem } from "../../../src/net/tls-context.ts";
import {
  basicConstraints,
  type CertificateFields,
  certify,
  DAY,
  dns,
  extendedKeyUsage,
  keyUsage,
  SERVER_AUTH,
  SIGNATURES,
  type SignedCertificate,
} from "./authority.ts";

/** From yesterday until in a month, by the clock of this machine. */
const today = (): Pick<CertificateFields, "notBefore" | "notAfter"> => ({
  notBefore: Date.now() - DAY,
  notAfter: Date.now() + 30 * DAY,
});

export const keyPem = ({ privateKey }: SignedCertificate): string =>
  privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** A certificate for the names, with an EC P-256 key unless `form` has another. */
export function pemFor(
  names: readonly string[],
  form: Pick<CertificateFields, "keys" | "signature"> = {},
): CertificatePem {
  const signatures = { ec: SIGNATURES.ecdsa, rsa: SIGNATURES.rsa, ed25519: SIGNATURES.ed25519 };
  const kind = (form.keys?.privateKey.asymmetricKeyType ?? "ec") as keyof typeof signatures;
  const signature = form.signature ?? signatures[kind];
  const signed = certify({ ...today(), subject: names[0] ?? "", names: names.map(dns), ...form, signature });
  return { chain: signed.pem, key: keyPem(signed) };
}

/**
 * A certificate as public authorities issue them: good as a server alone, and shown with its intermediate and its root.
 * `ders` are the three, in order.
 */
export function chainFor(name: string): CertificatePem & { readonly ders: readonly Uint8Array[] } {
  const root = testRoot("root");
  const intermediate = testRoot("intermediate", root);
  const leaf = leafOf(intermediate, [name]);
  const all = [leaf, intermediate, root];
  return {
    chain: all.map(({ pem }) => pem).join(""),
    key: keyPem(leaf),
    ders: all.map(({ der }) => new Uint8Array(der)),
  };
}

/** A valid authority; a root, or below another one. */
export const testRoot = (subject: string, by?: SignedCertificate): SignedCertificate =>
  certify({ ...today(), subject, extensions: [basicConstraints(true), keyUsage(0x06)], ...(by ? { by } : {}) });

/** A certificate for the names, the first being its subject; self-signed without an issuer. */
export const leafOf = (
  by: SignedCertificate | undefined,
  names: readonly string[],
  allowed: readonly string[] = [SERVER_AUTH],
): SignedCertificate =>
  certify({
    ...today(),
    subject: names[0] ?? "",
    names: names.map(dns),
    extensions: [basicConstraints(false), keyUsage(0x80), extendedKeyUsage(...allowed)],
    ...(by ? { by } : {}),
  });
