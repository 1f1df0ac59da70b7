/** Certificates for tests: made on the spot by openssl, self-signed. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CertificatePem } from "../../src/net/tls-context.ts";

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
