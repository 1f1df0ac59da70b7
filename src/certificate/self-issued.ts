/** RFC 5280: self-signed certificates: for localhost, until an authority has issued one, for TLS-ALPN-01. */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { canonicalIPv6 } from "../ipv6.ts";
import { der, integer, oid, sequence, TAG, time } from "../trust/der.ts";
import type { CertificateAndKey } from "./certificate-and-key.ts";

export interface SelfIssuedOptions {
  /** DNS names (IDN as written) and IP addresses. */
  readonly names: readonly string[];
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** Extensions beyond the usual ones: RFC 8737's acmeIdentifier. */
  readonly extensions?: readonly Buffer[];
}

/** A new ECDSA P-256 key in PKCS#8 PEM. */
export const newKeyPem = (): string =>
  generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** One extension (§4.1): its value is wrapped into an octet string. */
export function extension(id: string, isCritical: boolean, value: Uint8Array): Buffer {
  const critical = isCritical ? [der(TAG.boolean, Buffer.of(0xff))] : [];
  return sequence(oid(id), ...critical, der(TAG.octetString, value));
}

/** §4.2.1.6: dNSName is [2], iPAddress is [7]. */
const generalName = (name: string): Buffer =>
  isIP(name) === 0 ? der(0x82, Buffer.from(domainToASCII(name))) : der(0x87, addressBytes(name));

/** A certificate for `names`, signed by its own new key. Returns chain and key in PEM. */
export function selfIssued({ names, notBefore, notAfter, extensions = [] }: SelfIssuedOptions): CertificateAndKey {
  const keyPem = newKeyPem();
  const key = createPrivateKey(keyPem);
  const publicKey = createPublicKey(key).export({ type: "spki", format: "der" });
  // §4.2.1.2: the hash of the key's bit string, which ends every P-256 SubjectPublicKeyInfo with its 65 bytes.
  const keyId = createHash("sha1").update(publicKey.subarray(-65)).digest();
  const ecdsaWithSha256 = sequence(oid("1.2.840.10045.4.3.2"));
  const name = sequence(der(TAG.set, sequence(oid("2.5.4.3"), der(TAG.utf8String, Buffer.from("jabber-home")))));
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const body = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(serial),
    ecdsaWithSha256,
    name,
    sequence(time(notBefore), time(notAfter)),
    name,
    publicKey,
    der(
      0xa3,
      sequence(
        extension("2.5.29.17", false, sequence(...names.map(generalName))),
        extension("2.5.29.15", true, der(TAG.bitString, Buffer.of(7, 0x80))),
        extension("2.5.29.37", false, sequence(oid("1.3.6.1.5.5.7.3.1"))),
        extension("2.5.29.14", false, der(TAG.octetString, keyId)),
        ...extensions,
      ),
    ),
  );
  const signature = sign("sha256", body, key);
  const certificate = sequence(body, ecdsaWithSha256, der(TAG.bitString, Buffer.of(0), signature));
  return { chainPem: pem("CERTIFICATE", certificate), keyPem };
}

/** RFC 7468: lines of 64 characters. */
export function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join("\n")}\n-----END ${label}-----\n`;
}

/** The 4 or 16 bytes of an IP address. Throws RangeError for anything else. */
function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split(".").map(Number));
  const canonical = canonicalIPv6(address);
  if (canonical === undefined) throw new RangeError(`${address} is not an IP address`);
  const [head = "", tail = ""] = canonical.split("::");
  const groups = (text: string) => (text === "" ? [] : text.split(":"));
  const zeros = 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(zeros).fill("0"), ...groups(tail)];
  return Buffer.from(all.map((group) => group.padStart(4, "0")).join(""), "hex");
}
