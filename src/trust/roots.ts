/** Trust anchors: the roots of the system, or those of the runtime, and those of federation.ca_file. */
import { readFileSync } from "node:fs";
import { rootCertificates } from "node:tls";
import { RootsError } from "./roots-error.ts";

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
