/** Whether the certificate chain of another server may speak for a domain (RFC 6120 §13.7.2). Revocation is not asked for. */
import { type Certificate, readCertificate } from "./certificate.ts";
import { covers, readableNames } from "./names.ts";
import { isSelfSigned, pathsFrom } from "./path.ts";
import { type RootsNamed, readable, rootsAmong } from "./root-store.ts";
import { flawIn, type Path } from "./rules.ts";
import { hasStrongKey, isSignedStrongly } from "./strength.ts";
import { type Problem, type Refusal, refusal, type Trust } from "./verdict.ts";

export interface TrustMeans {
  /** PEM texts, each of any number of certificates. */
  readonly roots: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const MAX_CERTIFICATES = 10;
/** Bytes: ten times what an honest chain takes. */
const MAX_SIZE = 100_000;
const MAX_NAMES_TOLD = 5;

/** Trust in whatever leads to one of the roots. They are looked through when the first chain comes. */
export function openTrust({ roots, now }: TrustMeans): Trust {
  let rootsNamed: RootsNamed | undefined;
  return {
    verify(chain, domain) {
      const [first, ...others] = chain;
      if (first === undefined) return because("none");
      const size = chain.reduce((sum, { length }) => sum + length, 0);
      if (chain.length > MAX_CERTIFICATES || size > MAX_SIZE) return because("malformed");
      const leaf = readable(readCertificate, first);
      if (leaf === undefined) return because("malformed");
      rootsNamed ??= rootsAmong(roots);
      return flawOfChain(leaf, others, rootsNamed, now()) ?? flawOfNames(leaf, domain) ?? { trusted: true };
    },
  };
}

function flawOfChain(
  leaf: Certificate,
  others: readonly Uint8Array[],
  rootsNamed: RootsNamed,
  at: number,
): Refusal | undefined {
  if (!isStrong(leaf)) return because("weak");
  const sent = others.map((der) => readable(readCertificate, der)).filter((certificate) => certificate !== undefined);
  let first: Refusal | undefined;
  for (const path of pathsOf(leaf, sent.filter(isStrong), rootsNamed)) {
    const flaw = flawIn(path, at);
    if (flaw === undefined) return undefined;
    first ??= flaw;
  }
  if (first !== undefined) return first;
  if (isSelfSigned(leaf)) return because("self-signed");
  // A root that was sent along signed itself, and how strongly says nothing.
  const isWeak = sent.some((certificate) => !isStrong(certificate) && certificate.subject !== certificate.issuer);
  return because(isWeak ? "weak" : "untrusted");
}

/** A certificate that was itself named as trusted is a path alone. */
function* pathsOf(leaf: Certificate, sent: readonly Certificate[], rootsNamed: RootsNamed): Generator<Path> {
  if (rootsNamed(leaf.subject).some(({ x509 }) => x509.raw.equals(leaf.x509.raw))) yield [leaf];
  yield* pathsFrom(leaf, sent, rootsNamed);
}

const isStrong = (certificate: Certificate): boolean => isSignedStrongly(certificate) && hasStrongKey(certificate);

function flawOfNames({ names }: Certificate, domain: string): Refusal | undefined {
  if (covers(names, domain)) return undefined;
  const told = readableNames(names);
  const list = told.slice(0, MAX_NAMES_TOLD).join(", ") + (told.length > MAX_NAMES_TOLD ? " and more" : "");
  const what = told.length > 0 ? `for ${list}, not for ${domain}` : `for no domain, so not for ${domain}`;
  return refusal("wrong-name", `The certificate is ${what}. The operator of that server has to get one for it.`);
}

const TEXTS = {
  none: "The other server showed no certificate. Its operator has to install one.",
  malformed:
    `The other server showed something that is no certificate, or more than ${MAX_CERTIFICATES} of them. ` +
    "Its operator has to install the certificate and what leads to its authority, and nothing else.",
  weak:
    "The certificate, or one above it, has a key or a signature that is too weak (RSA under 2048 bits, MD5, SHA-1). " +
    "The operator of that server has to get another.",
  "self-signed":
    "The certificate was signed by nobody but its owner, as anybody can do. The operator of that server has to get one " +
    "from a public authority; or, where you know them, name it in federation.ca_file.",
  untrusted:
    "No authority that is trusted here vouches for the certificate, or the other server does not send what leads to it. " +
    "Its operator has to install the whole chain of a public authority; or name theirs in federation.ca_file.",
} as const satisfies Partial<Record<Problem, string>>;

const because = (problem: keyof typeof TEXTS): Refusal => refusal(problem, TEXTS[problem]);
