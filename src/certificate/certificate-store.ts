/** The folder certificate/ of a home: certificates, their keys, the account's key, the state. */
import { join } from "node:path";
import { ownFolder, textOf, writeDurably } from "../store/durable-file.ts";
import { type CertificateAndKeyFiles, openCertificateAndKey } from "./certificate-and-key.ts";
import { newKeyPem } from "./self-issued.ts";
import { openStateFile, type StateFile } from "./state.ts";

export interface CertificateStore {
  /** chain.pem and key.pem: issued by an authority. */
  readonly issued: CertificateAndKeyFiles;
  /** self-signed/chain.pem and key.pem. */
  readonly selfSigned: CertificateAndKeyFiles;
  /** The account's key in PEM (ECDSA P-256), made at the first call and then kept for ever. */
  accountKey(): string;
  readonly state: StateFile;
}

/** Opens or makes the folder. Its files are readable by their owner alone. Throws what the system says. */
export function openCertificateStore(folder: string): CertificateStore {
  ownFolder(folder);
  const accountKeyPath = join(folder, "account-key.pem");
  return {
    issued: openCertificateAndKey(folder),
    selfSigned: openCertificateAndKey(join(folder, "self-signed")),
    accountKey: () => {
      const kept = textOf(accountKeyPath);
      if (kept !== undefined) return kept;
      const made = newKeyPem();
      writeDurably(accountKeyPath, made);
      return made;
    },
    state: openStateFile(folder),
  };
}
