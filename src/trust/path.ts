/** RFC 4158: ways from a server's certificate to a root, through what the server sent in whatever order. */
import type { Certificate } from "./certificate.ts";
import type { Path } from "./rules.ts";

/** Certificates between the server's and the root: more than any authority has. */
const MAX_BETWEEN = 8;
/** Signatures checked for one chain: an honest one takes two to ten, a hostile one would take factorials of them. */
const MAX_CHECKS = 32;

/**
 * The paths whose signatures are true, the shortest first from each certificate on; roots are asked for by their subject.
 * Ends early where the certificates are more entangled than honest ones are.
 */
export function* pathsFrom(
  leaf: Certificate,
  sent: readonly Certificate[],
  rootsNamed: (subject: string) => readonly Certificate[],
): Generator<Path> {
  let checks = 0;
  const isSignedBy = (certificate: Certificate, issuer: Certificate): boolean => {
    checks += 1;
    return checks <= MAX_CHECKS && verifies(certificate, issuer);
  };
  function* pathsOn(path: Path): Generator<Path> {
    const last = path.at(-1) ?? leaf;
    for (const root of rootsNamed(last.issuer)) if (isSignedBy(last, root)) yield [...path, root];
    if (path.length > MAX_BETWEEN) return;
    for (const next of sent) {
      const isNew = next.subject === last.issuer && !path.includes(next);
      if (isNew && isSignedBy(last, next)) yield* pathsOn([...path, next]);
    }
  }
  yield* pathsOn([leaf]);
}

export const isSelfSigned = (certificate: Certificate): boolean =>
  certificate.subject === certificate.issuer && verifies(certificate, certificate);

/** False too for a key that nothing can be checked with. */
function verifies({ x509 }: Certificate, issuer: Certificate): boolean {
  try {
    return x509.verify(issuer.x509.publicKey);
  } catch {
    return false;
  }
}
