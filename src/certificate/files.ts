/** A certificate that somebody else keeps: two files, checked, and watched for change. */
import { createPrivateKey } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { type Clock, SECOND } from "../clock.ts";
import type { MessageValues, Reason } from "../messages/certificate-problems.ts";
import { certificatesOf, covers, factsOf, keyFits } from "./facts.ts";
import type { Pair } from "./pair.ts";
import { CertificateError } from "./problems.ts";

export interface PairPaths {
  readonly chainFile: string;
  readonly keyFile: string;
}

const refusal = (reason: Reason, values: MessageValues, cause?: unknown): CertificateError =>
  new CertificateError({ reason, values, remedies: [{ key: "check-file", values: {} }] }, cause);

/**
 * Reads a pair that can be served: PEM, the key's own certificate first, each issued by the next. Throws CertificateError:
 * file-unreadable, not-a-certificate, chain-broken, not-a-key, key-does-not-fit.
 */
export function readPair({ chainFile, keyFile }: PairPaths): Pair {
  const pair = { chainPem: textOf(chainFile), keyPem: textOf(keyFile) };
  refuseBrokenChain(pair.chainPem, chainFile);
  refuseBrokenKey(pair, keyFile);
  return pair;
}

/** Throws CertificateError where it is out of its dates or not for each of the domains: expired, not-yet-valid, name-missing. */
export function refuseUnfit({ chainPem }: Pair, domains: readonly string[], now: number): void {
  const { names, notBefore, notAfter } = factsOf(chainPem);
  if (notAfter <= now) throw refusal("expired", { until: { time: notAfter } });
  if (notBefore > now) throw refusal("not-yet-valid", { from: { time: notBefore } });
  const missing = domains.find((domain) => !covers(names, domain));
  if (missing !== undefined) throw refusal("name-missing", { name: missing, names });
}

/** Reads a pair that is to be used from now on. Throws as readPair and refuseUnfit do. */
export function readFitPair(paths: PairPaths, domains: readonly string[], now: number): Pair {
  const pair = readPair(paths);
  refuseUnfit(pair, domains, now);
  return pair;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw refusal("file-unreadable", { path, detail: (error as Error).message }, error);
  }
}

function refuseBrokenChain(chainPem: string, path: string): void {
  try {
    const chain = certificatesOf(chainPem);
    if (chain.length === 0) throw new Error("there is no certificate in this file");
    const wrong = chain.findIndex((issuer, at) => {
      const issued = chain[at - 1];
      return issued !== undefined && !(issued.checkIssued(issuer) && issued.verify(issuer.publicKey));
    });
    if (wrong > 0) throw refusal("chain-broken", { path, number: wrong + 1 });
  } catch (error) {
    if (error instanceof CertificateError) throw error;
    throw refusal("not-a-certificate", { path, detail: (error as Error).message }, error);
  }
}

function refuseBrokenKey({ chainPem, keyPem }: Pair, path: string): void {
  try {
    createPrivateKey(keyPem);
  } catch (error) {
    throw refusal("not-a-key", { path }, error);
  }
  if (!keyFits(chainPem, keyPem)) throw refusal("key-does-not-fit", { path });
}

export interface WatchMeans {
  readonly clock: Clock;
  /** The files have changed, and the new pair is good. */
  readonly replaced: (pair: Pair) => void;
  /** The files have changed, and are no good: the old pair stays. */
  readonly refused: (error: CertificateError) => void;
}

const EVERY = 10 * SECOND;

/** Watches the two files; what is returned ends that. A change is read once it has been the same for ten seconds. */
export function watchPair(paths: PairPaths, domains: readonly string[], { clock, replaced, refused }: WatchMeans) {
  let read = signatureOf(paths);
  let seen = read;
  const look = (): void => {
    const now = signatureOf(paths);
    if (now === seen && now !== read) {
      read = now;
      try {
        replaced(readFitPair(paths, domains, clock.now()));
      } catch (error) {
        if (!(error instanceof CertificateError)) throw error;
        refused(error);
      }
    }
    seen = now;
    cancel = clock.after(EVERY, look);
  };
  let cancel = clock.after(EVERY, look);
  return (): void => cancel();
}

/** Changes whenever one of the files does, also through a symbolic link that leads elsewhere now. */
const signatureOf = ({ chainFile, keyFile }: PairPaths): string => [chainFile, keyFile].map(signature).join(" ");

function signature(path: string): string {
  try {
    const { dev, ino, size, mtimeMs } = statSync(path);
    return `${dev}:${ino}:${size}:${mtimeMs}`;
  } catch {
    return "none";
  }
}
