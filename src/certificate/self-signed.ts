/** A certificate of one's own: for localhost, and until an authority has issued one. */
import { type Clock, DAY } from "../clock.ts";
import type { CertificateAndKey, CertificateAndKeyFiles } from "./certificate-and-key.ts";
import { covers, factsOf } from "./facts.ts";
import { dueAt } from "./renewal-time.ts";
import { selfIssued } from "./self-issued.ts";

/** Apple's systems refuse a server's certificate that is good for longer than 825 days. */
const LIFE = 800 * DAY;

/** The self-signed pair on the disk, made anew where it does not cover the names or is two thirds through its life. */
export function currentSelfSigned(
  files: CertificateAndKeyFiles,
  names: readonly string[],
  now: number,
): CertificateAndKey {
  const kept = files.read();
  if (kept !== undefined && isUsable(kept, names, now)) return kept;
  return newSelfSigned(files, names, now);
}

/** A new self-signed pair, on the disk. */
export function newSelfSigned(files: CertificateAndKeyFiles, names: readonly string[], now: number): CertificateAndKey {
  // A clock that is a little behind must not find it "not yet valid".
  const made = selfIssued({ names, notBefore: now - DAY, notAfter: now + LIFE });
  files.write(made);
  return made;
}

function isUsable({ chainPem }: CertificateAndKey, names: readonly string[], now: number): boolean {
  const facts = factsOf(chainPem);
  return names.every((name) => covers(facts.names, name)) && dueAt(facts, undefined, now) > now;
}

/** Looks once a day whether it is time for a new one; what is returned ends that. */
export function renewSelfSigned(
  files: CertificateAndKeyFiles,
  names: readonly string[],
  { clock, replaced }: { readonly clock: Clock; readonly replaced: (pair: CertificateAndKey) => void },
): () => void {
  let known = currentSelfSigned(files, names, clock.now());
  const look = (): void => {
    const pair = currentSelfSigned(files, names, clock.now());
    if (pair.chainPem !== known.chainPem) replaced(pair);
    known = pair;
    cancel = clock.after(DAY, look);
  };
  let cancel = clock.after(DAY, look);
  return () => cancel();
}
