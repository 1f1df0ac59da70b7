/** The certificate of a home: kept up to date while a server runs, looked at while none does. */
import { domainToASCII } from "node:url";
import { openAcmeSource } from "./acme-source.ts";
import type { CertificateAndKey } from "./certificate-and-key.ts";
import { openCertificateStore } from "./certificate-store.ts";
import { factsOf } from "./facts.ts";
import { readCertificateFiles } from "./files.ts";
import { openFilesSource } from "./files-source.ts";
import { dueAt } from "./renewal-info.ts";
import { openSelfSignedSource } from "./self-signed-source.ts";
import {
  type CertificateConfig,
  type CertificateNames,
  type CertificateStatus,
  type Certificates,
  type CertificatesDeps,
  renewsByHand,
  statusOf,
} from "./source.ts";
import { obtainedAt } from "./state.ts";

/**
 * Opens the source that the configuration names. A certificate is ready at once: the one that is there or, while an
 * authority has issued none, a self-signed one. Throws CertificateError where the configured files are not a certificate
 * and its key, and what the system says of the folder.
 */
export function openCertificates(deps: CertificatesDeps): Certificates {
  const opened = { ...deps, names: toALabels(deps.names) };
  switch (deps.config.source) {
    case "acme":
      return openAcmeSource(opened);
    case "files":
      return openFilesSource(opened);
    default:
      return openSelfSignedSource(opened);
  }
}

const toALabels = ({ domains, others }: CertificateNames): CertificateNames => ({
  domains: domains.map((name) => domainToASCII(name)),
  others: others.map((name) => domainToASCII(name)),
});

/**
 * The status of the certificate in the folder while no server runs; undefined where there is none yet. Throws
 * CertificateError where the configured files are not a certificate and its key.
 */
export function storedStatus(folder: string, config: CertificateConfig, now: number): CertificateStatus | undefined {
  const { source, chain_file: chainFile, key_file: keyFile } = config;
  if (source === "files") return statusOf(readCertificateFiles({ chainFile, keyFile }), { source });
  const store = openCertificateStore(folder);
  const selfSigned = (): CertificateAndKey | undefined => store.selfSigned.read();
  const pair = source === "acme" ? (store.issued.read() ?? selfSigned()) : selfSigned();
  if (pair === undefined) return undefined;
  if (source !== "acme") return statusOf(pair, { source });
  const state = store.state.read();
  const { suggestion, notBefore, lastProblem } = state;
  const due = dueAt(factsOf(pair.chainPem), suggestion, now, obtainedAt(state));
  const nextRenewal = Math.max(due, notBefore);
  const isByHand = renewsByHand(config) && store.issued.read() !== undefined;
  return statusOf(pair, { source, nextRenewal, isByHand, lastProblem });
}
