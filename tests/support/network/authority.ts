/** A certificate authority made by openssl: one root, and leaves for server authentication only, as public CAs issue them. */
import { join } from "node:path";
import { folderIn } from "../peers/peer.ts";
import { run } from "../peers/run.ts";
import type { IssuedCertificate } from "./network-host.ts";

export interface TestAuthority {
  /** The root's file. */
  readonly root: string;
  /** A leaf with these dNSNames, the first being the folder's name; `usage` is what its extended key usage allows. */
  issue(names: readonly [string, ...string[]], usage?: readonly string[]): Promise<IssuedCertificate>;
  /** One that only its owner vouches for. */
  selfSigned(name: string): Promise<IssuedCertificate>;
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const DAYS = ["-days", "30"];

/** Everything is written below `folder`. */
export function openTestAuthority(folder: string): TestAuthority {
  const [root, rootKey] = [join(folder, "root.pem"), join(folder, "root.key")];
  const isAuthority = ["-addext", "keyUsage=critical,keyCertSign,cRLSign"];
  const who = ["-subj", "/CN=Test root", "-keyout", rootKey, "-out", root];
  run(["openssl", "req", "-x509", ...NEW_KEY, ...DAYS, ...isAuthority, ...who]);

  const filesOf = (name: string): IssuedCertificate => {
    const own = folderIn(folder, name);
    return { certificate: join(own, "leaf.pem"), key: join(own, "leaf.key"), both: join(own, "both.pem") };
  };
  const written = async (files: IssuedCertificate): Promise<IssuedCertificate> => {
    await Bun.write(files.both, (await Bun.file(files.certificate).text()) + (await Bun.file(files.key).text()));
    return files;
  };
  const extensions = (names: readonly string[], usage: readonly string[]): string[] => [
    ...["-addext", `subjectAltName=${names.map((name) => `DNS:${name}`).join(",")}`],
    ...["-addext", "basicConstraints=critical,CA:FALSE", "-addext", "keyUsage=critical,digitalSignature"],
    ...["-addext", `extendedKeyUsage=${usage.join(",")}`],
  ];

  return {
    root,
    issue: (names, usage = ["serverAuth"]) => {
      const files = filesOf(names[0]);
      const out = ["-subj", `/CN=${names[0]}`, "-keyout", files.key, "-out", files.certificate];
      const issuer = ["-CA", root, "-CAkey", rootKey];
      run(["openssl", "req", "-x509", ...NEW_KEY, ...DAYS, ...issuer, ...extensions(names, usage), ...out]);
      return written(files);
    },
    selfSigned: (name) => {
      const files = filesOf(name);
      const out = ["-subj", `/CN=${name}`, "-keyout", files.key, "-out", files.certificate];
      run(["openssl", "req", "-x509", ...NEW_KEY, ...DAYS, ...extensions([name], ["serverAuth"]), ...out]);
      return written(files);
    },
  };
}
