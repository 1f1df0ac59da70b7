/** RFC 5280 §6.1: what a path from a server's certificate up to a root has to fulfil, its signatures apart. */
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

/** The first thing that is wrong with a path whose signatures are true; undefined where nothing is. `at` is in ms. */
export function flawIn(path: Path, at: number): Refusal | undefined {
  const [leaf, ...authorities] = path;
  const flaw = flawOfCertificate(leaf, "The certificate", at) ?? flawOfServer(leaf);
  if (flaw !== undefined) return flaw;
  for (const [depth, authority] of authorities.entries()) {
    const found =
      flawOfCertificate(authority, "The certificate of an authority above it", at) ??
      flawOfAuthority(authority, path.slice(0, depth + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

function flawOfCertificate(certificate: Certificate, whose: string, at: number): Refusal | undefined {
  const { notBefore, notAfter, notUnderstood } = certificate;
  if (at >= notAfter + 1000) {
    return refusal("expired", `${whose} expired on ${dayOf(notAfter)}. The operator of that server has to renew it.`);
  }
  if (at < notBefore) {
    const remedy = "Look whether the clock of this machine is right.";
    return refusal("not-yet-valid", `${whose} is valid only from ${dayOf(notBefore)} on. ${remedy}`);
  }
  if (notUnderstood.length === 0) return undefined;
  const what = `${whose} demands what is not known here (extension ${notUnderstood[0]})`;
  return refusal("constraint", `${what}. The operator of that server needs one without it.`);
}

/** On the way in too its purpose is that of a server: public authorities certify no clients any more. */
function flawOfServer({ keyUsage, purposes }: Certificate): Refusal | undefined {
  const isForTls = keyUsage === undefined || (keyUsage & (DIGITAL_SIGNATURE | KEY_ENCIPHERMENT | KEY_AGREEMENT)) !== 0;
  if (isForTls && (purposes?.includes(SERVER_AUTH) ?? true)) return undefined;
  const text = "The certificate is not one for servers. The operator of that server has to get one that is.";
  return refusal("wrong-purpose", text);
}

/** `below` is what it vouches for: the server's certificate and the authorities between. */
function flawOfAuthority(authority: Certificate, below: readonly Certificate[]): Refusal | undefined {
  const { isAuthority, keyUsage = KEY_CERT_SIGN, purposes = [ANY_PURPOSE], pathLength, constraints } = authority;
  const mayVouch = purposes.includes(SERVER_AUTH) || purposes.includes(ANY_PURPOSE);
  if (!isAuthority || (keyUsage & KEY_CERT_SIGN) === 0 || !mayVouch) {
    return refusal("wrong-purpose", "The certificate was signed by somebody who may not vouch for servers.");
  }
  // §6.1.4 (l): those that an authority issued to itself do not count, nor are their names constrained.
  const [leaf, ...authorities] = below;
  const between = authorities.filter(({ subject, issuer }) => subject !== issuer);
  if (between.length > pathLength) {
    return refusal("constraint", "There are more authorities above the certificate than the highest of them allow.");
  }
  const named = [...(leaf === undefined ? [] : [leaf]), ...between].map(namesOf);
  if (constraints === undefined || named.every((names) => permits(constraints, names))) return undefined;
  return refusal("constraint", "The certificate has a name that the authority above it may not give.");
}

/** §6.1.3 (b): the subject, where there is one, is constrained as the other names are. */
const namesOf = ({ names, subjectPath }: Certificate): readonly GeneralName[] =>
  subjectPath.length === 0 ? names : [...names, { tag: DIRECTORY_NAME, form: "directory", path: subjectPath }];

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
