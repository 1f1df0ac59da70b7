/** The certificate that an older server has for a domain: where its package, or certbot, puts the files. */
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Machine } from "../service/machine.ts";
import { readEjabberd } from "./ejabberd.ts";
import type { FormerServer, ServerKind } from "./server.ts";

export interface CertificateFiles {
  /** PEM, absolute. */
  readonly chainFile: string;
  readonly keyFile: string;
}

const CERTBOT = "/etc/letsencrypt/live";
/** As certbot names them, and Debian's ejabberd and others keep both in one. */
const KEYS: Readonly<Record<string, string>> = { "fullchain.pem": "privkey.pem", "cert.pem": "privkey.pem" };

/** Pairs of files that are there, the server's own first. Whether they are any good is for others to say. */
export function certificatesOf(
  { kind, path }: Pick<FormerServer, "kind" | "path">,
  domain: string,
  { root }: Machine,
): readonly CertificateFiles[] {
  const inFolder = (folder: string): CertificateFiles => ({
    chainFile: join(folder, "fullchain.pem"),
    keyFile: join(folder, "privkey.pem"),
  });
  const own: Readonly<Partial<Record<ServerKind, () => readonly CertificateFiles[]>>> = {
    prosody: () => [
      { chainFile: `${root}/etc/prosody/certs/${domain}.crt`, keyFile: `${root}/etc/prosody/certs/${domain}.key` },
      inFolder(`${root}/etc/prosody/certs/${domain}`),
    ],
    snikket: () => [inFolder(join(path, "letsencrypt/live", domain))],
    ejabberd: () => (readEjabberd(root)?.certificates ?? []).flatMap((file) => pairOf(root + file)),
  };
  return [...(own[kind]?.() ?? []), inFolder(`${root}${CERTBOT}/${domain}`)].filter(
    ({ chainFile, keyFile }) => existsSync(chainFile) && existsSync(keyFile),
  );
}

/** Of a list in which files with chains and with keys stand beside each other. */
function pairOf(file: string): readonly CertificateFiles[] {
  const name = basename(file);
  if (name === "privkey.pem" || name.includes("*")) return [];
  const key = KEYS[name];
  return [{ chainFile: file, keyFile: key === undefined ? file : join(dirname(file), key) }];
}
