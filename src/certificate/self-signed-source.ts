/** A self-signed certificate: for localhost, and until an authority has issued one. */
import { type Clock, DAY, HOUR } from "../clock.ts";
import type { CertificateAndKey, CertificateAndKeyFiles } from "./certificate-and-key.ts";
import { openCertificateStore } from "./certificate-store.ts";
import { covers, factsOf } from "./facts.ts";
import { dueAt } from "./renewal-info.ts";
import { selfIssued } from "./self-issued.ts";
import { type Certificates, type CertificatesDeps, statusOf } from "./source.ts";

/** Apple's systems refuse a server's certificate that is good for longer than 825 days. */
const LIFETIME_MS = 800 * DAY;

/**
 * The one on the disk; a new one where that does not cover the names, is two thirds through its lifetime, or not valid yet: the
 * clock was ahead when it was made.
 */
export function currentSelfSigned(
  files: CertificateAndKeyFiles,
  names: readonly string[],
  now: number,
): CertificateAndKey {
  const kept = files.read();
  if (kept !== undefined && isUsable(kept, names, now)) return kept;
  return newSelfSigned(files, names, now);
}

/** A new one, written to the disk. */
function newSelfSigned(files: CertificateAndKeyFiles, names: readonly string[], now: number): CertificateAndKey {
  // A clock that is a little behind must not find it "not yet valid".
  const certificate = selfIssued({ names, notBefore: now - DAY, notAfter: now + LIFETIME_MS });
  files.write(certificate);
  return certificate;
}

function isUsable({ chainPem }: CertificateAndKey, names: readonly string[], now: number): boolean {
  const facts = factsOf(chainPem);
  const isValid = facts.notBefore <= now && dueAt(facts, undefined, now) > now;
  return isValid && names.every((name) => covers(facts.names, name));
}

/** Checks every hour whether a new one is due, since clocks are set; call what is returned to stop. */
function renewSelfSigned(
  files: CertificateAndKeyFiles,
  names: readonly string[],
  { clock, replaced }: { readonly clock: Clock; readonly replaced: (pair: CertificateAndKey) => void },
): () => void {
  let known = currentSelfSigned(files, names, clock.now());
  const check = (): void => {
    const pair = currentSelfSigned(files, names, clock.now());
    if (pair.chainPem !== known.chainPem) replaced(pair);
    known = pair;
    cancel = clock.after(HOUR, check);
  };
  let cancel = clock.after(HOUR, check);
  return () => cancel();
}

export function openSelfSignedSource({ folder, names, clock, replaced }: CertificatesDeps): Certificates {
  const { selfSigned } = openCertificateStore(folder);
  const all = [...names.domains, ...names.others];
  let pair = currentSelfSigned(selfSigned, all, clock.now());
  const use = (next: CertificateAndKey): void => {
    pair = next;
    replaced(next);
  };
  return {
    current: () => pair,
    status: () => statusOf(pair, { source: "self-signed" }),
    renewNow: async () => use(newSelfSigned(selfSigned, all, clock.now())),
    stop: renewSelfSigned(selfSigned, all, { clock, replaced: use }),
  };
}
