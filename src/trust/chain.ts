/** RFC 6120 §13.7.2: verifies the certificate chain of another server for a domain. Revocation is not checked. */
import { MINUTE } from "../clock.ts";
import { type Certificate, readCertificate } from "./certificate.ts";
import type { GeneralName } from "./general-name.ts";
import { buildPaths, isSelfSigned } from "./path-building.ts";
import { type Path, validatePath } from "./path-validation.ts";
import { indexRoots, type RootsBySubject, tryRead } from "./root-index.ts";
import { covers, readableNames } from "./service-identity.ts";
import { hasStrongKey, isSignedStrongly } from "./strength.ts";
import { type Problem, type Refusal, refusal, type Trust } from "./verdict.ts";

export interface TrustDeps {
  /** PEM texts, each of any number of certificates. */
  readonly roots: Iterable<string>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether `now` may be wrong by far (docs/decisions/0026-a-clock-that-leaps.md). */
  readonly isClockDoubtful?: () => boolean;
}

const MAX_CERTIFICATES = 10;
/** Ten times the size of a usual chain. */
const MAX_CHAIN_BYTES = 100_000;
const MAX_NAMES_SHOWN = 5;
const DOUBT = "Or the clock of the server that says this is wrong.";
/** Milliseconds. */
const CACHE_MS = MINUTE;

/** The result for a chain, which is the same for all domains. */
interface Examination {
  readonly names: readonly GeneralName[];
  readonly refusal: Refusal | undefined;
  /** When it was examined. */
  readonly at: number;
}

/**
 * Trusts chains that lead to one of the roots, which are read when the first chain comes. Over one connection a server shows the
 * same chain (the same array) for all its domains: it is examined once a minute.
 */
export function openTrust({ roots, now, isClockDoubtful = () => false }: TrustDeps): Trust {
  let rootsOf: RootsBySubject | undefined;
  const cache = new WeakMap<readonly Uint8Array[], Examination>();
  return {
    verify(chain, domain) {
      const at = now();
      let examined = cache.get(chain);
      if (examined === undefined || Math.abs(at - examined.at) >= CACHE_MS) {
        rootsOf ??= indexRoots(roots);
        examined = examine(chain, rootsOf, at);
        cache.set(chain, examined);
      }
      const refused = examined.refusal ?? checkNames(examined.names, domain);
      if (refused === undefined) return { trusted: true };
      const { problem, text } = refused;
      if (problem === "expired" && isClockDoubtful())
        return { ...refused, text: `${text} ${DOUBT}`, isTemporary: true };
      return problem === "not-yet-valid" ? { ...refused, isTemporary: true } : refused;
    },
  };
}

function examine(chain: readonly Uint8Array[], rootsOf: RootsBySubject, at: number): Examination {
  const [first, ...others] = chain;
  if (first === undefined) return { names: [], refusal: refusalFor("none"), at };
  const size = chain.reduce((sum, { length }) => sum + length, 0);
  const isBounded = chain.length <= MAX_CERTIFICATES && size <= MAX_CHAIN_BYTES;
  const leaf = isBounded ? tryRead(readCertificate, first) : undefined;
  if (leaf === undefined) return { names: [], refusal: refusalFor("malformed"), at };
  return { names: leaf.names, refusal: validateChain(leaf, others, rootsOf, at), at };
}

function validateChain(
  leaf: Certificate,
  others: readonly Uint8Array[],
  rootsOf: RootsBySubject,
  at: number,
): Refusal | undefined {
  if (!isStrong(leaf)) return refusalFor("weak");
  const sent = others.map((der) => tryRead(readCertificate, der)).filter((certificate) => certificate !== undefined);
  let first: Refusal | undefined;
  for (const path of candidatePaths(leaf, sent.filter(isStrong), rootsOf)) {
    const flaw = validatePath(path, at);
    if (flaw === undefined) return undefined;
    first ??= flaw;
  }
  if (first !== undefined) return first;
  if (isSelfSigned(leaf)) return refusalFor("self-signed");
  // The signature of a root that was sent along does not matter.
  const isWeak = sent.some((certificate) => !isStrong(certificate) && certificate.subject !== certificate.issuer);
  return refusalFor(isWeak ? "weak" : "untrusted");
}

/** A leaf that is itself a trusted root is a path alone. */
function* candidatePaths(leaf: Certificate, sent: readonly Certificate[], rootsOf: RootsBySubject): Generator<Path> {
  if (rootsOf(leaf.subject).some(({ x509 }) => x509.raw.equals(leaf.x509.raw))) yield [leaf];
  yield* buildPaths(leaf, sent, rootsOf);
}

const isStrong = (certificate: Certificate): boolean => isSignedStrongly(certificate) && hasStrongKey(certificate);

function checkNames(names: readonly GeneralName[], domain: string): Refusal | undefined {
  if (covers(names, domain)) return undefined;
  const [first, ...others] = readableNames(names, MAX_NAMES_SHOWN + 1);
  const list = [first, ...others.slice(0, MAX_NAMES_SHOWN - 1), ...(others.length < MAX_NAMES_SHOWN ? [] : ["others"])];
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

const refusalFor = (problem: keyof typeof TEXTS): Refusal => refusal(problem, TEXTS[problem]);
