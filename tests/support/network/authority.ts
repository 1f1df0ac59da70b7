/** A certificate authority: one root, and leaves for server authentication only, as public CAs issue them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CLIENT_AUTH, SERVER_AUTH, type SignedCertificate } from "../certificate/authority.ts";
import { keyPem, leafOf, testRoot } from "../certificate/pem.ts";
import { folderIn } from "../peers/peer.ts";
import type { IssuedCertificate } from "./network-host.ts";

const PURPOSES = { serverAuth: SERVER_AUTH, clientAuth: CLIENT_AUTH } as const;
export type Purpose = keyof typeof PURPOSES;

export interface TestAuthority {
  /** The root's file. */
  readonly root: string;
  /** A leaf with these dNSNames, the first being the folder's name; `usage` is what its extended key usage allows. */
  issue(names: readonly [string, ...string[]], usage?: readonly Purpose[]): Promise<IssuedCertificate>;
  /** One that only its owner vouches for. */
  selfSigned(name: string): Promise<IssuedCertificate>;
}

/** Everything is written below `folder`. */
export function openTestAuthority(folder: string): TestAuthority {
  const authority = testRoot("Test root");
  const root = join(folder, "root.pem");
  writeFileSync(root, authority.pem);

  const written = async (name: string, leaf: SignedCertificate): Promise<IssuedCertificate> => {
    const certificateFolder = folderIn(folder, name);
    const files = {
      certificate: join(certificateFolder, "leaf.pem"),
      key: join(certificateFolder, "leaf.key"),
      both: join(certificateFolder, "both.pem"),
    };
    const key = keyPem(leaf);
    writeFileSync(files.certificate, leaf.pem);
    writeFileSync(files.key, key);
    writeFileSync(files.both, leaf.pem + key);
    return files;
  };

  return {
    root,
    issue: (names, usage = ["serverAuth"]) =>
      written(
        names[0],
        leafOf(
          authority,
          names,
          usage.map((one) => PURPOSES[one]),
        ),
      ),
    selfSigned: (name) => written(name, leafOf(undefined, [name])),
  };
}
