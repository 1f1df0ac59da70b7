/** A self-signed ECDSA P-256 certificate for a peer, so that handshakes cost the same everywhere. */
import { join } from "node:path";
import { run } from "./run.ts";

/** Writes `certificate.pem` (leaf only) and `key.pem` into `folder`; `both.pem` is one after the other. */
export async function writeCertificate(
  folder: string,
  domain: string,
): Promise<{ certificate: string; key: string; both: string }> {
  const [certificate, key, both] = ["certificate.pem", "key.pem", "both.pem"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const names = ["-subj", `/CN=${domain}`, "-addext", `subjectAltName=DNS:${domain}`];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30"];
  run(["openssl", "req", "-x509", ...kind, ...names, "-keyout", key, "-out", certificate]);
  await Bun.write(both, (await Bun.file(certificate).text()) + (await Bun.file(key).text()));
  return { certificate, key, both };
}
