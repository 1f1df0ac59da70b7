/** A certificate in files that are not ours: read, checked, watched for change. */
import { createPrivateKey } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { type Clock, SECOND } from "../clock.ts";
import type { MessageValues, Reason, Remedy, RemedyKey } from "../messages/certificate-sentences.ts";
import type { CertificateAndKey } from "./certificate-and-key.ts";
import { CertificateError } from "./certificate-error.ts";
import { certificatesOf, covers, factsOf, keyMatches } from "./facts.ts";
import { whatForbidsReading } from "./file-access.ts";

export interface CertificatePaths {
  readonly chainFile: string;
  readonly keyFile: string;
}

const refusal = (reason: Reason, values: MessageValues, remedy: Remedy, cause?: unknown): CertificateError =>
  new CertificateError({ reason, values, remedies: [remedy] }, cause);
const remedy = (key: RemedyKey, values: MessageValues = {}): Remedy => ({ key, values });

/**
 * Reads a chain (PEM, the server's own certificate first, each issued by the next) and its key. Throws CertificateError:
 * file-missing, file-forbidden, file-unreadable, not-a-certificate, chain-broken, not-a-key, key-does-not-fit.
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
  if (notAfter <= now) throw refusal("expired", { until: { time: notAfter } }, remedy("renew-files"));
  if (notBefore > now) throw refusal("not-yet-valid", { from: { time: notBefore } }, remedy("set-clock"));
  const name = domains.find((domain) => !covers(names, domain));
  if (name !== undefined) throw refusal("name-missing", { name, names }, remedy("order-for-name", { name }));
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
    throw unreadable(path, error as NodeJS.ErrnoException);
  }
}

/** "no such file or directory" of the runtime's "ENOENT: no such file or directory, open 'FILE'". */
const plain = ({ message }: Error): string => message.replace(/^[A-Z0-9]+: (.+?), \w+ .*$/, "$1");

function unreadable(path: string, error: NodeJS.ErrnoException): CertificateError {
  const { code } = error;
  if (code === "ENOENT" || code === "ENOTDIR") return refusal("file-missing", { path }, remedy("check-path"), error);
  const forbidding = code === "EACCES" || code === "EPERM" ? whatForbidsReading(path) : undefined;
  return forbidding
    ? refusal("file-forbidden", { path }, remedy("permit-reading", forbidding), error)
    : refusal("file-unreadable", { path, detail: plain(error) }, remedy("check-path"), error);
}

function refuseBrokenChain(chainPem: string, path: string): void {
  try {
    const chain = certificatesOf(chainPem);
    if (chain.length === 0) throw new Error("there is no certificate in this file");
    const wrong = chain.findIndex((issuer, at) => {
      const issued = chain[at - 1];
      return issued !== undefined && !(issued.checkIssued(issuer) && issued.verify(issuer.publicKey));
    });
    if (wrong > 0) throw refusal("chain-broken", { path, number: wrong + 1 }, remedy("order-chain"));
  } catch (error) {
    if (error instanceof CertificateError) throw error;
    const helps = holdsKey(chainPem) ? remedy("swap-files") : remedy("write-pem", { path });
    throw refusal("not-a-certificate", { path, detail: (error as Error).message }, helps, error);
  }
}

function refuseBrokenKey({ chainPem, keyPem }: CertificateAndKey, path: string): void {
  try {
    createPrivateKey(keyPem);
  } catch (error) {
    const isCertificate = keyPem.includes("-----BEGIN CERTIFICATE-----") && !holdsKey(keyPem);
    throw refusal("not-a-key", { path }, isCertificate ? remedy("swap-files") : remedy("open-key", { path }), error);
  }
  if (!keyMatches(chainPem, keyPem)) throw refusal("key-does-not-fit", { path }, remedy("take-its-key"));
}

const holdsKey = (pem: string): boolean => /-----BEGIN (?:\w+ )?PRIVATE KEY-----/.test(pem);

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
