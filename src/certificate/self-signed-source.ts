/** A certificate of one's own, for as long as nobody else vouches for the server. */
import { openCertificateStore } from "./certificate-store.ts";
import type { Pair } from "./pair.ts";
import { keepOwnPair, newOwnPair, ownPair } from "./self-signed.ts";
import { type Certificates, type CertificatesOptions, statusOf } from "./source.ts";

export function openSelfSignedSource({ folder, names, clock, replaced }: CertificatesOptions): Certificates {
  const { selfSigned } = openCertificateStore(folder);
  const all = [...names.domains, ...names.others];
  let pair = ownPair(selfSigned, all, clock.now());
  const use = (made: Pair): void => {
    pair = made;
    replaced(made);
  };
  return {
    current: () => pair,
    status: () => statusOf(pair, { source: "self-signed" }),
    renewNow: async () => use(newOwnPair(selfSigned, all, clock.now())),
    stop: keepOwnPair(selfSigned, all, { clock, replaced: use }),
  };
}
