/** Whether the certificate chain of another server may speak for a domain (RFC 6120 §13.7.2). Revocation is not asked for. */
import { type Certificate, readCertificate } from "./certificate.ts";
import type { GeneralName } from "./general-name.ts";
import { covers, readableNames } from "./names.ts";
import { isSelfSigned, pathsFrom } from "./path.ts";
import { type RootsNamed, readable, rootsAmong } from "./root-store.ts";
import { flawIn, type Path } from "./rules.ts";
import { hasStrongKey, isSignedStrongly } from "./strength.ts";
import { type Problem, type Refusal, refusal, type Trust } from "./verdict.ts";

export interface TrustMeans {
  /** PEM texts, each of any number of certificates. */
  readonly roots: Iterable<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const MAX_CERTIFICATES = 10;
/** Bytes: ten times what an honest chain takes. */
const MAX_SIZE = 100_000;
const MAX_NAMES_TOLD = 5;
/** Milliseconds. */
const MEMORY = 60_000;

/** What is the same for every domain that a chain is asked about. */
interface Examined {
  readonly names: readonly GeneralName[];
  readonly flaw: Refusal | undefined;
  /** When it was looked at. */
  readonly at: number;
}

/**
 * Trust in whatever leads to one of the roots, which are looked through when the first chain comes. A server that asks
 * about many domains by one connection shows the same chain (the same array) for all: it is examined once a minute.
 */
export function openTrust({ roots, now }: TrustMeans): Trust {
  let rootsNamed: RootsNamed | undefined;
  const known = new WeakMap<readonly Uint8Array[], Examined>();
  return {
    verify(chain, domain) {
      const at = now();
      let examined = known.get(chain);
      if (examined === undefined || Math.abs(at - examined.at) >= MEMORY) {
        rootsNamed ??= rootsAmong(roots);
        examined = examine(chain, rootsNamed, at);
        known.set(chain, examined);
      }
      return examined.flaw ?? flawOfNames(examined.names, domain) ?? { trusted: true };
    },
  };
}

function examine(chain: readonly Uint8Array[], rootsNamed: RootsNamed, at: number): Examined {
  const [first, ...others] = chain;
  if (first === undefined) return { names: [], flaw: because("none"), at };
  const size = chain.reduce((sum, { length }) => sum + length, 0);
  const isBounded = chain.length <= MAX_CERTIFICATES && size <= MAX_SIZE;
  const leaf = isBounded ? readable(readCertificate, first) : undefined;
  if (leaf === undefined) return { names: [], flaw: because("malformed"), at };
  return { names: leaf.names, flaw: flawOfChain(leaf, others, rootsNamed, at), at };
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

function flawOfNames(names: readonly GeneralName[], domain: string): Refusal | undefined {
  if (covers(names, domain)) return undefined;
  const [first, ...others] = readableNames(names, MAX_NAMES_TOLD + 1);
  const list = [first, ...others.slice(0, MAX_NAMES_TOLD - 1), ...(others.length < MAX_NAMES_TOLD ? [] : ["others"])];
  const what =
    first === undefined ? `for no domain, so not for ${domain}` : `for ${list.join(", ")}, not for ${domain}`;
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
