/** A certificate in files that are not ours, read again whenever they change. */
import type { CertificateAndKey } from "./certificate-and-key.ts";
import { CertificateError } from "./certificate-error.ts";
import { openCertificateStore } from "./certificate-store.ts";
import { factsOf } from "./facts.ts";
import { readCertificateFiles, readValidFiles, refuseInvalid, watchCertificateFiles } from "./files.ts";
import { type CertificateStatus, type Certificates, type CertificatesDeps, statusOf, watchExpiry } from "./source.ts";

/** Throws CertificateError where the files are not a certificate and its key; an expired one or one for other names is used. */
export function openFilesSource({
  folder,
  config,
  names,
  clock,
  log,
  replaced,
  expiresSoon,
}: CertificatesDeps): Certificates {
  const paths = { chainFile: config.chain_file, keyFile: config.key_file };
  let pair = readCertificateFiles(paths);
  let lastProblem: CertificateStatus["lastProblem"];
  const refused = (error: CertificateError): void => {
    lastProblem = { ...error.problem, at: clock.now() };
    log.warn({ event: "certificate-files-refused", reason: error.reason, text: error.message });
  };
  const use = (read: CertificateAndKey): void => {
    pair = read;
    lastProblem = undefined;
    replaced(read);
  };
  try {
    refuseInvalid(pair, names.domains, clock.now());
  } catch (error) {
    // Apps that warn are better than no server at all.
    if (!(error instanceof CertificateError)) throw error;
    refused(error);
  }
  const stopWatching = watchCertificateFiles(paths, names.domains, { clock, replaced: use, refused });
  const stopExpiryWatch = watchExpiry({
    clock,
    notAfter: () => factsOf(pair.chainPem).notAfter,
    state: openCertificateStore(folder).state,
    log,
    expiresSoon,
  });
  return {
    current: () => pair,
    status: () => statusOf(pair, { source: "files", lastProblem }),
    renewNow: async () => use(readValidFiles(paths, names.domains, clock.now())),
    stop: () => {
      stopWatching();
      stopExpiryWatch();
    },
  };
}
