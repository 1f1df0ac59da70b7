/** RFC 4158: builds certification paths from a server's certificate to a root, with the certificates that the server sent. */
import type { Certificate } from "./certificate.ts";
import type { Path } from "./path-validation.ts";

/** Intermediate certificates in a path: more than any authority uses. */
const MAX_INTERMEDIATES = 8;
/** Signatures checked for one chain: usual ones take two to ten, a hostile one would take factorially many. */
const MAX_SIGNATURE_CHECKS = 32;

/**
 * Yields the paths whose signatures are valid, the shortest first from each certificate on. `rootsOf`: the roots with a subject.
 * Ends early after MAX_SIGNATURE_CHECKS.
 */
export function* buildPaths(
  leaf: Certificate,
  sent: readonly Certificate[],
  rootsOf: (subject: string) => readonly Certificate[],
): Generator<Path> {
  let checks = 0;
  const isSignedBy = (certificate: Certificate, issuer: Certificate): boolean => {
    checks += 1;
    return checks <= MAX_SIGNATURE_CHECKS && verifies(certificate, issuer);
  };
  function* pathsOn(path: Path): Generator<Path> {
    const last = path.at(-1) ?? leaf;
    for (const root of rootsOf(last.issuer)) if (isSignedBy(last, root)) yield [...path, root];
    if (path.length > MAX_INTERMEDIATES) return;
    for (const next of sent) {
      const isNew = next.subject === last.issuer && !path.includes(next);
      if (isNew && isSignedBy(last, next)) yield* pathsOn([...path, next]);
    }
  }
  yield* pathsOn([leaf]);
}

export const isSelfSigned = (certificate: Certificate): boolean =>
  certificate.subject === certificate.issuer && verifies(certificate, certificate);

/** False also for a key of an unknown kind. */
function verifies({ x509 }: Certificate, issuer: Certificate): boolean {
  try {
    return x509.verify(issuer.x509.publicKey);
  } catch {
    return false;
  }
}
