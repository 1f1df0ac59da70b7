/** The certificate of a home: kept up to date while a server runs, looked at while none does. */
import { domainToASCII } from "node:url";
import { MINUTE } from "../clock.ts";
import { lazy } from "../lazy.ts";
import type { CertificateAndKey } from "./certificate-and-key.ts";
import { openCertificateStore } from "./certificate-store.ts";
import { factsOf } from "./facts.ts";
import { readCertificateFiles } from "./files.ts";
import { pausedUntil } from "./renewal.ts";
import { dueAt } from "./renewal-info.ts";
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

const acmeFile = lazy((): typeof import("./acme-source.ts") => require("./acme-source.ts"));
const filesFile = lazy((): typeof import("./files-source.ts") => require("./files-source.ts"));
const selfSignedFile = lazy((): typeof import("./self-signed-source.ts") => require("./self-signed-source.ts"));
const findingsFile = lazy((): typeof import("./findings.ts") => require("./findings.ts"));

/**
 * Opens the source that the configuration names. A certificate is ready at once: the one that is there or, while an
 * authority has issued none, a self-signed one. Throws CertificateError where the configured files are not a certificate
 * and its key, and what the system says of the folder.
 */
export function openCertificates(deps: CertificatesDeps): Certificates {
  const opened = { ...deps, names: toALabels(deps.names) };
  const source = openSource(opened);
  const { config, names, clock } = opened;
  let seen:
    | { readonly chainPem: string; readonly at: number; readonly findings: CertificateStatus["findings"] }
    | undefined;
  const findings = (): CertificateStatus["findings"] => {
    const { chainPem } = source.current();
    const at = clock.monotonic();
    if (seen === undefined || seen.chainPem !== chainPem || at - seen.at >= FINDINGS_MS)
      seen = { chainPem, at, findings: findingsFor(chainPem, { config, names }) };
    return seen.findings;
  };
  return { ...source, status: () => ({ ...source.status(), findings: findings() }) };
}

/** So long they are believed: all roots of the system are read for them, and whoever watches asks for them every few seconds. */
const FINDINGS_MS = MINUTE;

function openSource(deps: CertificatesDeps): Certificates {
  switch (deps.config.source) {
    case "acme":
      return acmeFile().openAcmeSource(deps);
    case "files":
      return filesFile().openFilesSource(deps);
    default:
      return selfSignedFile().openSelfSignedSource(deps);
  }
}

const toALabels = ({ domains, others, services, web }: CertificateNames): CertificateNames => ({
  domains: domains.map((name) => domainToASCII(name)),
  others: others.map((name) => domainToASCII(name)),
  services: services.map((name) => domainToASCII(name)),
  web: web === undefined ? undefined : domainToASCII(web),
});

/** An authority issues for the services that DNS leads here: `jabber-home dns` says which of them it does not. */
const findingsFor = (
  chainPem: string,
  { config, names }: Pick<CertificatesDeps, "config" | "names">,
): CertificateStatus["findings"] =>
  findingsFile().findingsOf(chainPem, {
    domains: names.domains,
    services: config.source === "files" ? names.services : [],
    web: names.web,
  });

/**
 * The status of the certificate in the folder while no server runs; undefined where there is none yet. Throws
 * CertificateError where the configured files are not a certificate and its key. `hasDnsApi`: records of DNS-01 are written by API.
 */
export function storedStatus(
  folder: string,
  config: CertificateConfig,
  names: CertificateNames,
  now: number,
  hasDnsApi = false,
): CertificateStatus | undefined {
  const pair = storedPair(folder, config);
  if (pair === undefined) return undefined;
  const facts = config.source === "acme" ? renewalFacts(folder, config, pair, now, hasDnsApi) : {};
  const status = statusOf(pair, { source: config.source, ...facts });
  return { ...status, findings: findingsFor(pair.chainPem, { config, names: toALabels(names) }) };
}

function storedPair(folder: string, config: CertificateConfig): CertificateAndKey | undefined {
  const { source, chain_file: chainFile, key_file: keyFile } = config;
  if (source === "files") return readCertificateFiles({ chainFile, keyFile });
  const store = openCertificateStore(folder);
  const issued = source === "acme" ? store.issued.read() : undefined;
  return issued ?? store.selfSigned.read();
}

function renewalFacts(
  folder: string,
  config: CertificateConfig,
  { chainPem }: CertificateAndKey,
  now: number,
  hasDnsApi: boolean,
) {
  const store = openCertificateStore(folder);
  const state = store.state.read();
  const { suggestion, lastProblem } = state;
  const due = dueAt(factsOf(chainPem), suggestion, now, obtainedAt(state));
  const isByHand = renewsByHand(config, hasDnsApi) && store.issued.read() !== undefined;
  return { nextRenewal: isByHand ? due : Math.max(due, pausedUntil(state, now)), isByHand, lastProblem };
}
