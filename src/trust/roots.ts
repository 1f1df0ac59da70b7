/** Which authorities are trusted here: those of the system, or the ones this program comes with, and a file of one's own. */
import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";

/** Where systems keep them in one file, the first that is there counts. */
const PLACES = [
  // Debian, Ubuntu, Arch, Gentoo, Alpine; NixOS; Fedora, RHEL; openSUSE; Alpine, macOS, OpenBSD; FreeBSD.
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/ssl/certs/ca-bundle.crt",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
  "/usr/local/share/certs/ca-root-nss.crt",
];

export interface RootsMeans {
  /** PEM file of further roots; empty for none. */
  readonly caFile: string;
  /** SSL_CERT_FILE, which stands in for the system's, as for every program that asks OpenSSL. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Other than the usual ones for tests. */
  readonly places?: readonly string[];
}

/** A file that was named for its roots has none. */
export class RootsError extends Error {
  readonly path: string;
  /** What to do about it. */
  readonly remedy: string;

  constructor(path: string, message: string, remedy: string, cause?: unknown) {
    super(message, { cause });
    this.name = "RootsError";
    this.path = path;
    this.remedy = remedy;
  }
}

/**
 * PEM texts, each of any number of certificates, for `openTrust`. What was named is read at once: throws RootsError where
 * `caFile` or SSL_CERT_FILE cannot be read, or holds no certificate. The usual ones are read when they are looked through.
 */
export function readRoots({ caFile, environment, places = PLACES }: RootsMeans): Iterable<string> {
  const instead = environment.SSL_CERT_FILE ?? "";
  const inPlace = instead === "" ? undefined : rootsIn(instead, "SSL_CERT_FILE names it; correct or unset that");
  const own = caFile === "" ? [] : [rootsIn(caFile, "write the path of a PEM file, or leave it empty")];
  return {
    *[Symbol.iterator]() {
      yield* inPlace === undefined ? usualRoots(places) : [inPlace];
      yield* own;
    },
  };
}

function usualRoots(places: readonly string[]): readonly string[] {
  for (const path of places) {
    const text = textOf(path);
    if (typeof text === "string" && holdsCertificate(text)) return [text];
  }
  return rootCertificates;
}

function rootsIn(path: string, remedy: string): string {
  const text = textOf(path);
  if (typeof text !== "string")
    throw new RootsError(path, `${path} cannot be read: ${plain(text.message)}`, remedy, text);
  if (!holdsCertificate(text)) throw new RootsError(path, `there is no certificate in ${path}`, remedy);
  return text;
}

/** "ENOENT: no such file or directory, open 'FILE'", as the runtime says it, is "no such file or directory". */
const plain = (message: string): string => message.replace(/^[A-Z0-9]+: (.+?), \w+ .*$/, "$1");

const holdsCertificate = (text: string): boolean => text.includes("-----BEGIN CERTIFICATE-----");

function textOf(path: string): string | Error {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return error as Error;
  }
}
