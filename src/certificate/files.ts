/** A certificate in files that are not ours: read, checked, watched for change. */
import { createPrivateKey } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { type Clock, SECOND } from "../clock.ts";
import type { MessageValues, Reason } from "../messages/certificate-problems.ts";
import type { CertificateAndKey } from "./certificate-and-key.ts";
import { CertificateError } from "./certificate-error.ts";
import { certificatesOf, covers, factsOf, keyMatches } from "./facts.ts";

export interface CertificatePaths {
  readonly chainFile: string;
  readonly keyFile: string;
}

const refusal = (reason: Reason, values: MessageValues, cause?: unknown): CertificateError =>
  new CertificateError({ reason, values, remedies: [{ key: "check-file", values: {} }] }, cause);

/**
 * Reads a chain (PEM, the server's own certificate first, each issued by the next) and its key. Throws CertificateError:
 * file-unreadable, not-a-certificate, chain-broken, not-a-key, key-does-not-fit.
 */
export function readCertificateFiles({ chainFile, keyFile }: CertificatePaths): CertificateAndKey {
  const pair = { chainPem: textOf(chainFile), keyPem: textOf(keyFile) };
  refuseBrokenChain(pair.chainPem, chainFile);
  refuseBrokenKey(pair, keyFile);
  return pair;
}

/** Throws CertificateError where it is not valid now or not for each of the domains: expired, not-yet-valid, name-missing. */
export function refuseInvalid({ chainPem }: CertificateAndKey, domains: readonly string[], now: number): void {
  const { names, notBefore, notAfter } = factsOf(chainPem);
  if (notAfter <= now) throw refusal("expired", { until: { time: notAfter } });
  if (notBefore > now) throw refusal("not-yet-valid", { from: { time: notBefore } });
  const missing = domains.find((domain) => !covers(names, domain));
  if (missing !== undefined) throw refusal("name-missing", { name: missing, names });
}

/** Reads both files and checks that they are valid for the domains. Throws as readCertificateFiles and refuseInvalid do. */
export function readValidFiles(paths: CertificatePaths, domains: readonly string[], now: number): CertificateAndKey {
  const pair = readCertificateFiles(paths);
  refuseInvalid(pair, domains, now);
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

function refuseBrokenKey({ chainPem, keyPem }: CertificateAndKey, path: string): void {
  try {
    createPrivateKey(keyPem);
  } catch (error) {
    throw refusal("not-a-key", { path }, error);
  }
  if (!keyMatches(chainPem, keyPem)) throw refusal("key-does-not-fit", { path });
}

export interface FileWatchDeps {
  readonly clock: Clock;
  /** Called when the files have changed and are valid. */
  readonly replaced: (pair: CertificateAndKey) => void;
  /** Called when the files have changed and are not valid: the old certificate stays. */
  readonly refused: (error: CertificateError) => void;
}

const POLL_INTERVAL_MS = 10 * SECOND;

/** Watches the files; call what is returned to stop. A change is read once it has been the same for ten seconds. */
export function watchCertificateFiles(
  paths: CertificatePaths,
  domains: readonly string[],
  { clock, replaced, refused }: FileWatchDeps,
) {
  let read = versionOf(paths);
  let seen = read;
  const check = (): void => {
    const now = versionOf(paths);
    if (now === seen && now !== read) {
      read = now;
      try {
        replaced(readValidFiles(paths, domains, clock.now()));
      } catch (error) {
        if (!(error instanceof CertificateError)) throw error;
        refused(error);
      }
    }
    seen = now;
    cancel = clock.after(POLL_INTERVAL_MS, check);
  };
  let cancel = clock.after(POLL_INTERVAL_MS, check);
  return (): void => cancel();
}

/** Differs whenever one of the files does, also where a symbolic link has changed. */
const versionOf = ({ chainFile, keyFile }: CertificatePaths): string => [chainFile, keyFile].map(fileVersion).join(" ");

function fileVersion(path: string): string {
  try {
    const { dev, ino, size, mtimeMs } = statSync(path);
    return `${dev}:${ino}:${size}:${mtimeMs}`;
  } catch {
    return "none";
  }
}
