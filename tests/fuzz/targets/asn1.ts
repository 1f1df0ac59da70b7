/** ASN.1 in DER (X.690), and the certificates of other servers in it (RFC 5280). */
import { X509Certificate } from "node:crypto";
import { readCertificate, subjectOf } from "../../../src/trust/certificate.ts";
import { type DerValue, der, derValues, integer, oid, oidText, sequence, TAG, time } from "../../../src/trust/der.ts";
import { authority, dns, serverCertificate } from "../../support/certificate/authority.ts";
import { same, type Target, unlessRefused, Wrong } from "../target.ts";

const root = authority("Root");
const certificate = serverCertificate(root, [dns("example.org"), dns("*.example.net")]);

export const values: Target = {
  name: "der",
  seeds: [
    sequence(integer(Buffer.of(1)), oid("1.2.840.10045.4.3.2"), time(0), sequence()),
    der(TAG.octetString, Buffer.alloc(300)),
    certificate.der,
  ],
  check: (input) => {
    const read = unlessRefused([RangeError], () => derValues(input));
    if (!read) return "refused";
    same("the bytes", Buffer.concat(read.map(({ encoded }) => encoded)).toString("hex"), input.toString("hex"));
    for (const value of read) {
      same("a value", der(value.tag, value.contents).toString("hex"), Buffer.from(value.encoded).toString("hex"));
      if (value.tag === TAG.oid) again(value);
    }
    return read
      .map(({ tag }) => tag)
      .slice(0, 4)
      .join(" ");
  },
};

function again({ contents }: DerValue): void {
  const text = unlessRefused([RangeError], () => oidText(contents));
  if (text === undefined || /\d{9}/.test(text)) return;
  // An arc in more bytes than it needs is read, too: nothing is compared with it but what is written here.
  same("an object identifier", oidText(derValues(oid(text))[0]?.contents ?? new Uint8Array()), text);
}

const KEY_CERT_SIGN = 0x04;

export const certificates: Target = {
  name: "certificate",
  seeds: [certificate.der, root.der],
  check: (input) => {
    let read: ReturnType<typeof readCertificate>;
    try {
      read = readCertificate(input);
    } catch {
      // OpenSSL's refusals have no class of their own.
      return "refused";
    }
    same("the subject alone", subjectOf(input), read.subject);
    const theirs = new X509Certificate(input);
    same("the whole", theirs.raw.toString("hex"), input.toString("hex"));
    same("the times", [read.notBefore, read.notAfter], [Date.parse(theirs.validFrom), Date.parse(theirs.validTo)]);
    // An authority that may not sign certificates is none for OpenSSL.
    const maySign = read.keyUsage === undefined || (read.keyUsage & KEY_CERT_SIGN) !== 0;
    if (read.isAuthority && maySign && !theirs.ca) throw new Wrong("an authority", "OpenSSL says that it is none");
    const names = read.names.flatMap((name) => (name.form === "dns" ? [name.name] : []));
    const isPlain = names.every((name) => /^[a-z0-9.*-]+$/.test(name));
    const listed = (theirs.subjectAltName ?? "")
      .toLowerCase()
      .split(", ")
      .filter((each) => each.startsWith("dns:"));
    if (isPlain)
      same(
        "the names",
        names,
        listed.map((each) => each.slice(4)),
      );
    return `${read.isAuthority} ${read.keyUsage} ${read.notAfter > read.notBefore}`;
  },
};
