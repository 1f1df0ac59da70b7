/** The certificates of TLS servers, chosen by SNI and replaceable while they run. */
import { constants, createHash, createPrivateKey, X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContext, type SecureContextOptions } from "node:tls";

export interface CertificatePem {
  /** The certificate, then its intermediates, in PEM. */
  readonly chain: string;
  /** Its private key, in PEM. */
  readonly key: string;
}

/** A certificate ready to be served. */
export interface ServedCertificate {
  readonly pem: CertificatePem;
  readonly x509: X509Certificate;
  readonly secureContext: SecureContext;
  /** tls-server-end-point (RFC 5929 §4.1); undefined where its signature names no single hash (Ed25519, RSA-PSS). */
  readonly endPoint: Uint8Array | undefined;
}

// RFC 9325 §4.2: forward secrecy and authenticated encryption only. TLS 1.3 has nothing else.
const CIPHERS = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

/** Valid SNI; a client may send anything. */
const HOST_NAME = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

/** RFC 5929 §4.1: the hash of the certificate's own signature; SHA-256 in the place of MD5 and SHA-1. */
function endPointOf(x509: X509Certificate): Uint8Array | undefined {
  const hash = /sha-?(1|224|256|384|512)|md5/i.exec(x509.signatureAlgorithm ?? "");
  if (hash === null) return undefined;
  const bits = hash[1] === undefined || hash[1] === "1" ? "256" : hash[1];
  return createHash(`sha${bits}`).update(x509.raw).digest();
}

const contextWith = (options: SecureContextOptions): SecureContext =>
  createSecureContext({ ...options, minVersion: "TLSv1.2", maxVersion: "TLSv1.3", ciphers: CIPHERS });

/** Between servers no session is resumed, so that each handshake has the certificates of both. */
const SERVERS = { secureOptions: constants.SSL_OP_NO_TICKET };
const serverContexts = new WeakMap<CertificatePem, SecureContext>();

/** The context for TLS between servers, at either end, with or without a certificate. One is kept for each object given. */
export function secureContextFor(pem: CertificatePem | undefined): SecureContext {
  if (pem === undefined) return contextWith(SERVERS);
  const context = serverContexts.get(pem) ?? contextWith({ ...SERVERS, cert: pem.chain, key: pem.key });
  serverContexts.set(pem, context);
  return context;
}

/** Throws Error where the PEM cannot be read, or the key does not belong to the certificate. */
function served(pem: CertificatePem): ServedCertificate {
  const x509 = new X509Certificate(pem.chain);
  if (!x509.checkPrivateKey(createPrivateKey(pem.key))) {
    throw new Error(`the private key does not belong to the certificate of ${x509.subject}`);
  }
  const secureContext = contextWith({ cert: pem.chain, key: pem.key });
  return { pem, x509, secureContext, endPoint: endPointOf(x509) };
}

export class TlsContext {
  #certificates: readonly [ServedCertificate, ...ServedCertificate[]];
  readonly #listeners = new Set<() => void>();

  /** The first certificate is for clients without SNI or with an unknown name. Throws Error where key and certificate do not match. */
  constructor(certificates: readonly CertificatePem[]) {
    this.#certificates = TlsContext.#all(certificates);
  }

  static #all(certificates: readonly CertificatePem[]): readonly [ServedCertificate, ...ServedCertificate[]] {
    const [first, ...others] = certificates.map(served);
    if (first === undefined) throw new Error("a TLS server needs a certificate");
    return [first, ...others];
  }

  /** For new handshakes; open connections keep what they have. Throws as the constructor does. */
  replace(certificates: readonly CertificatePem[]): void {
    // All contexts are new, so that no session ticket resumes a session with a former certificate.
    this.#certificates = TlsContext.#all(certificates);
    for (const listener of this.#listeners) listener();
  }

  /** Calls back after each `replace`; what is returned ends that. */
  onReplace(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get certificates(): readonly ServedCertificate[] {
    return this.#certificates;
  }

  /** The first certificate that covers the name (SNI, an A-label), else the first of all. */
  certificateFor(serverName: string | undefined): ServedCertificate {
    const [first] = this.#certificates;
    if (serverName === undefined || !HOST_NAME.test(serverName)) return first;
    return this.#certificates.find(({ x509 }) => x509.checkHost(serverName) !== undefined) ?? first;
  }
}

/** The DNS names of a certificate, wildcards included. */
export const namesOf = (x509: X509Certificate): readonly string[] =>
  [...(x509.subjectAltName ?? "").matchAll(/(?:^|, )DNS:([^,\s"]+)/g)].map(([, name = ""]) => name);

/** ALPN protocol names in the wire format of RFC 7301 §3.1. */
export function alpnList(...protocols: readonly string[]): Buffer {
  return Buffer.concat(protocols.map((name) => Buffer.from([name.length, ...Buffer.from(name, "latin1")])));
}
