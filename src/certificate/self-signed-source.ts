/** A certificate of one's own, for as long as nobody else vouches for the server. */

import type { CertificateAndKey } from "./certificate-and-key.ts";
import { openCertificateStore } from "./certificate-store.ts";
import { currentSelfSigned, newSelfSigned, renewSelfSigned } from "./self-signed.ts";
import { type Certificates, type CertificatesDeps, statusOf } from "./source.ts";

export function openSelfSignedSource({ folder, names, clock, replaced }: CertificatesDeps): Certificates {
  const { selfSigned } = openCertificateStore(folder);
  const all = [...names.domains, ...names.others];
  let pair = currentSelfSigned(selfSigned, all, clock.now());
  const use = (made: CertificateAndKey): void => {
    pair = made;
    replaced(made);
  };
  return {
    current: () => pair,
    status: () => statusOf(pair, { source: "self-signed" }),
    renewNow: async () => use(newSelfSigned(selfSigned, all, clock.now())),
    stop: renewSelfSigned(selfSigned, all, { clock, replaced: use }),
  };
}
