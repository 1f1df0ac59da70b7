/** A certificate and its private key, in two files that always match. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { ownFolder, renameSynced, syncFolder, textOf, writeSynced } from "../store/durable-file.ts";
import { keyMatches } from "./facts.ts";

export interface CertificateAndKey {
  /** The certificate, then its intermediates, in PEM. */
  readonly chainPem: string;
  /** Its private key, in PEM. */
  readonly keyPem: string;
}

export interface CertificateAndKeyFiles {
  /** Undefined where there is none. */
  read(): CertificateAndKey | undefined;
  /** Replaces both. Throws Error where the key is not the certificate's. */
  write(pair: CertificateAndKey): void;
}

/**
 * chain.pem and key.pem of a folder, which is made where it is missing. Both new files are on the disk before the first is
 * renamed: what a crash left half-renamed is finished here.
 */
export function openCertificateAndKey(folder: string): CertificateAndKeyFiles {
  ownFolder(folder);
  const chain = join(folder, "chain.pem");
  const key = join(folder, "key.pem");

  const finish = (): void => {
    // The key goes first: after a crash between the two, the new chain waits beside the new key.
    renameSynced(`${key}.new`, key);
    renameSynced(`${chain}.new`, chain);
  };
  const recover = (): void => {
    const newChain = textOf(`${chain}.new`);
    const newKey = textOf(`${key}.new`);
    if (newChain !== undefined && newKey !== undefined && keyMatches(newChain, newKey)) {
      finish();
    } else if (newChain !== undefined && newKey === undefined && keyMatches(newChain, textOf(key) ?? "")) {
      renameSynced(`${chain}.new`, chain);
    }
    rmSync(`${chain}.new`, { force: true });
    rmSync(`${key}.new`, { force: true });
  };
  recover();

  return {
    read: () => {
      const chainPem = textOf(chain);
      const keyPem = textOf(key);
      return chainPem !== undefined && keyPem !== undefined && keyMatches(chainPem, keyPem)
        ? { chainPem, keyPem }
        : undefined;
    },
    write: ({ chainPem, keyPem }) => {
      if (!keyMatches(chainPem, keyPem)) throw new Error("the key does not belong to the certificate");
      writeSynced(`${key}.new`, keyPem);
      writeSynced(`${chain}.new`, chainPem);
      syncFolder(folder);
      finish();
    },
  };
}
