/** Self-signed certificates for tests, made by openssl. */
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CertificatePem } from "../../../src/net/tls-context.ts";

/** An EC P-256 key, or what `newkey` says, and a certificate for the names that is good for a day. */
export function pemFor(names: readonly string[], newkey = "ec -pkeyopt ec_paramgen_curve:P-256"): CertificatePem {
  const folder = mkdtempSync(join(tmpdir(), "pem-"));
  const [keyFile, chainFile] = [join(folder, "key.pem"), join(folder, "chain.pem")];
  const san = `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`;
  const subject = ["-days", "1", "-subj", `/CN=${names[0]}`, "-addext", san];
  const made = Bun.spawnSync({
    cmd: [
      "openssl",
      "req",
      "-x509",
      "-nodes",
      "-newkey",
      ...newkey.split(" "),
      "-keyout",
      keyFile,
      "-out",
      chainFile,
    ].concat(subject),
  });
  if (!made.success) throw new Error(`openssl: ${made.stderr}`);
  const pem = { chain: readFileSync(chainFile, "utf8"), key: readFileSync(keyFile, "utf8") };
  rmSync(folder, { recursive: true });
  return pem;
}

/**
 * A certificate as public authorities issue them: good as a server alone, and shown with its intermediate and its root.
 * `ders` are the three, in order.
 */
export function chainFor(name: string): CertificatePem & { readonly ders: readonly Uint8Array[] } {
  const folder = mkdtempSync(join(tmpdir(), "chain-"));
  const file = (title: string): string => join(folder, title);
  const issue = (title: string, issuer: string | undefined, ...extensions: readonly string[]): string => {
    const by = issuer === undefined ? [] : ["-CA", file(`${issuer}.pem`), "-CAkey", file(`${issuer}.key`)];
    const key = ["-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-keyout", file(`${title}.key`)];
    const rest = ["-days", "1", "-subj", `/CN=${title}`, "-out", file(`${title}.pem`)];
    const added = extensions.flatMap((extension) => ["-addext", extension]);
    const made = Bun.spawnSync({ cmd: ["openssl", "req", "-x509", ...by, ...key, ...rest, ...added] });
    if (!made.success) throw new Error(`openssl: ${made.stderr}`);
    return readFileSync(file(`${title}.pem`), "utf8");
  };
  const isAuthority = "keyUsage=critical,keyCertSign";
  const root = issue("root", undefined, isAuthority);
  const intermediate = issue("intermediate", "root", isAuthority);
  const isServer = ["basicConstraints=critical,CA:FALSE", "extendedKeyUsage=serverAuth"];
  const leaf = issue(name, "intermediate", `subjectAltName=DNS:${name}`, ...isServer);
  const key = readFileSync(file(`${name}.key`), "utf8");
  rmSync(folder, { recursive: true });
  const ders = [leaf, intermediate, root].map((pem) => new Uint8Array(new X509Certificate(pem).raw));
  return { chain: leaf + intermediate + root, key, ders };
}
