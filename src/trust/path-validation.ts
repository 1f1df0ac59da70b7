/** RFC 5280 §6.1: validates a path from a server's certificate up to a root, except for its signatures. */
import type { Certificate } from "./certificate.ts";
import { DIRECTORY_NAME, type GeneralName } from "./general-name.ts";
import { permits } from "./name-constraints.ts";
import { type Refusal, refusal } from "./verdict.ts";

/** From the server's certificate to the root. */
export type Path = readonly [Certificate, ...Certificate[]];

const SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
const ANY_PURPOSE = "2.5.29.37.0";
/** Bits of the key usage. */
const [DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_AGREEMENT, KEY_CERT_SIGN] = [0x80, 0x20, 0x08, 0x04];

/** The first problem of a path whose signatures are valid; undefined where there is none. `at`: milliseconds since 1970. */
export function validatePath(path: Path, at: number): Refusal | undefined {
  const [leaf, ...authorities] = path;
  const refused = checkCertificate(leaf, "The certificate", at) ?? checkServerCertificate(leaf);
  if (refused !== undefined) return refused;
  for (const [depth, authority] of authorities.entries()) {
    const found =
      checkCertificate(authority, "The certificate of an authority above it", at) ??
      checkAuthority(authority, path.slice(0, depth + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function checkCertificate(certificate: Certificate, whose: string, at: number): Refusal | undefined {
  const { notBefore, notAfter, unrecognized } = certificate;
  if (at >= notAfter + 1000) {
    return refusal("expired", `${whose} expired on ${dayOf(notAfter)}. The operator of that server has to renew it.`);
  }
  if (at < notBefore) {
    const remedy = "Look whether the clock of this machine is right.";
    return refusal("not-yet-valid", `${whose} is valid only from ${dayOf(notBefore)} on. ${remedy}`);
  }
  if (unrecognized.length === 0) return undefined;
  const what = `${whose} demands what is not known here (extension ${unrecognized[0]})`;
  return refusal("constraint", `${what}. The operator of that server needs one without it.`);
}

/** The purpose of a server is required also where the peer is the client: public authorities certify no clients any more. */
function checkServerCertificate({ keyUsage, purposes }: Certificate): Refusal | undefined {
  const isForTls = keyUsage === undefined || (keyUsage & (DIGITAL_SIGNATURE | KEY_ENCIPHERMENT | KEY_AGREEMENT)) !== 0;
  if (isForTls && (purposes?.includes(SERVER_AUTH) ?? true)) return undefined;
  const text = "The certificate is not one for servers. The operator of that server has to get one that is.";
  return refusal("wrong-purpose", text);
}

/** `below`: the certificates under it in the path, the server's first. */
function checkAuthority(authority: Certificate, below: readonly Certificate[]): Refusal | undefined {
  const { isAuthority, keyUsage = KEY_CERT_SIGN, purposes = [ANY_PURPOSE], pathLength, constraints } = authority;
  const mayIssue = purposes.includes(SERVER_AUTH) || purposes.includes(ANY_PURPOSE);
  if (!isAuthority || (keyUsage & KEY_CERT_SIGN) === 0 || !mayIssue) {
    return refusal("wrong-purpose", "The certificate was signed by somebody who may not vouch for servers.");
  }
  // §6.1.4 (l): self-issued certificates do not count, and their names are not constrained.
  const [leaf, ...authorities] = below;
  const between = authorities.filter(({ subject, issuer }) => subject !== issuer);
  if (between.length > pathLength) {
    return refusal("constraint", "There are more authorities above the certificate than the highest of them allow.");
  }
  const named = [...(leaf === undefined ? [] : [leaf]), ...between].map(namesOf);
  if (constraints === undefined || named.every((names) => permits(constraints, names))) return undefined;
  return refusal("constraint", "The certificate has a name that the authority above it may not give.");
}

/** §6.1.3 (b): a subject that is not empty is constrained like the other names. */
const namesOf = ({ names, subjectPath }: Certificate): readonly GeneralName[] =>
  subjectPath.length === 0 ? names : [...names, { tag: DIRECTORY_NAME, form: "directory", path: subjectPath }];

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
