/** The certificate that a server presents, as openssl sees and verifies it. */
import { X509Certificate } from "node:crypto";

export interface ShownCertificateOptions {
  readonly port: number;
  readonly domain: string;
  readonly tls: "starttls" | "direct" | "https";
  /** PEM file of the trusted roots. */
  readonly rootsFile: string;
}

/** The certificate that 127.0.0.1 presents. Throws openssl's output where it is not trusted or not for the domain. */
export async function shownCertificate({
  port,
  domain,
  tls,
  rootsFile,
}: ShownCertificateOptions): Promise<X509Certificate> {
  const target = ["-connect", `127.0.0.1:${port}`, "-servername", domain];
  const alpn = tls === "https" ? "http/1.1" : "xmpp-client";
  const protocol = tls === "starttls" ? ["-starttls", "xmpp", "-xmpphost", domain] : ["-alpn", alpn];
  const trust = ["-CAfile", rootsFile, "-no-CApath", "-no-CAstore", "-verify_return_error", "-verify_hostname", domain];
  const child = Bun.spawn(["openssl", "s_client", ...target, ...protocol, ...trust], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err, exit] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
  const [pem] = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(out) ?? [];
  if (exit !== 0 || pem === undefined || !out.includes("Verify return code: 0 (ok)")) throw new Error(`${out}${err}`);
  return new X509Certificate(pem);
}
