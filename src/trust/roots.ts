/** Trust anchors: the roots of the system, or those of the runtime, and those of federation.ca_file. */
import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { type Certificate, readCertificate, subjectOf } from "./certificate.ts";
import { RootsError } from "./roots-error.ts";
import { hasStrongKey } from "./strength.ts";

/** Where systems have them in one file; the first that exists counts. */
const CA_BUNDLE_PATHS = [
  // Debian, Ubuntu, Arch, Gentoo, Alpine; NixOS; Fedora, RHEL; openSUSE; Alpine, macOS, OpenBSD; FreeBSD.
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/ssl/certs/ca-bundle.crt",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
  "/usr/local/share/certs/ca-root-nss.crt",
];

export interface RootsDeps {
  /** PEM file of further roots; empty for none. */
  readonly caFile: string;
  /** SSL_CERT_FILE replaces the system's file, as in OpenSSL. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** For tests. */
  readonly bundlePaths?: readonly string[];
}

/**
 * PEM texts, each of any number of certificates, for `openTrust`. Throws RootsError where `caFile` or SSL_CERT_FILE cannot be read
 * or has no certificate. The system's file is read when the result is iterated.
 */
export function readRoots({ caFile, environment, bundlePaths = CA_BUNDLE_PATHS }: RootsDeps): Iterable<string> {
  const replacement = environment.SSL_CERT_FILE ?? "";
  const replaced = replacement === "" ? undefined : rootsIn(replacement);
  const own = caFile === "" ? [] : [rootsIn(caFile)];
  return {
    *[Symbol.iterator]() {
      yield* replaced === undefined ? systemRoots(bundlePaths) : [replaced];
      yield* own;
    },
  };
}

function systemRoots(bundlePaths: readonly string[]): readonly string[] {
  for (const path of bundlePaths) {
    const text = textOf(path);
    if (typeof text === "string" && holdsCertificate(text)) return [text];
  }
  return rootCertificates;
}

function rootsIn(path: string): string {
  const text = textOf(path);
  if (typeof text !== "string") throw new RootsError(path, text);
  if (!holdsCertificate(text)) throw new RootsError(path);
  return text;
}

const holdsCertificate = (text: string): boolean => text.includes("-----BEGIN CERTIFICATE-----");

function textOf(path: string): string | Error {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    return error as Error;
  }
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/g;

/** Returns the roots with this subject whose keys are strong. */
export type RootsBySubject = (subject: string) => readonly Certificate[];

/** `pems`: texts of any number of certificates; what cannot be read among them is ignored. Each root is parsed on use. */
export function indexRoots(pems: Iterable<string>): RootsBySubject {
  const found = new Map<string, readonly Uint8Array[]>();
  for (const pem of pems) {
    for (const [, base64 = ""] of pem.matchAll(PEM_CERTIFICATE)) {
      const der = Buffer.from(base64, "base64");
      const subject = tryRead(subjectOf, der);
      if (subject !== undefined) found.set(subject, [...(found.get(subject) ?? []), der]);
    }
  }
  return (subject) =>
    (found.get(subject) ?? [])
      .map((der) => tryRead(readCertificate, der))
      .filter((root) => root !== undefined)
      .filter(hasStrongKey);
}

/** Undefined where `read` throws. */
export function tryRead<T>(read: (der: Uint8Array) => T, der: Uint8Array): T | undefined {
  try {
    return read(der);
  } catch {
    return undefined;
  }
}
