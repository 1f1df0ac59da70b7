/** The certificates of the home: obtained, checked, diagnosed for the wizard. */
import { PROFILE } from "../src/certificate/acme-source.ts";
import { authorityName, authorityOf, trialAuthorityOf } from "../src/certificate/authority.ts";
import { CertificateError, type CertificateProblem } from "../src/certificate/certificate-error.ts";
import { openCertificateStore } from "../src/certificate/certificate-store.ts";
import { http01OnOwnPort } from "../src/certificate/challenges/http-01.ts";
import { solverFor } from "../src/certificate/challenges/solver.ts";
import { tlsAlpn01OnOwnPort } from "../src/certificate/challenges/tls-alpn-01.ts";
import { covers, factsOf } from "../src/certificate/facts.ts";
import { canServiceRead } from "../src/certificate/file-access.ts";
import { readCertificateFiles } from "../src/certificate/files.ts";
import { findingsOf, isRefusal } from "../src/certificate/findings.ts";
import { isHandedOn } from "../src/certificate/hand-on.ts";
import { namesToOrder, resolveDestination } from "../src/certificate/names.ts";
import { type CertificateOrder, type ObtainDeps, offeredChallenges } from "../src/certificate/obtain.ts";
import { openTrialStore, tryPorts } from "../src/certificate/port-trial.ts";
import { maxFailures } from "../src/certificate/rate-limits.ts";
import { openSetupOrders } from "../src/certificate/setup-orders.ts";
import { isRedirectedTo } from "../src/certificate/validation-methods.ts";
import { systemClock } from "../src/clock.ts";
import { furtherRooms, labelOfRooms, OPTIONAL_SERVICES } from "../src/config/deployment.ts";
import { type ListenAddress, parseListener } from "../src/config/listener.ts";
import type { Config } from "../src/config/schema.ts";
import { visitedServices } from "../src/config/services.ts";
import { webNameOf } from "../src/config/web-address.ts";
import { openRecordWriter } from "../src/dns/providers/providers.ts";
import type { Resolver } from "../src/dns/resolver.ts";
import { domainToAscii } from "../src/jid/domain.ts";
import type { Answers } from "./answers.ts";
import type { CertificateRequest, Environment } from "./environment.ts";
import { given } from "./step.ts";

/** Where an authority connects to, if the configuration has no listener for it. */
const HTTP: ListenAddress = { host: "::", port: 80 };
const HTTPS: ListenAddress = { host: "::", port: 443 };

export interface CertificateActionsDeps {
  /** The folder certificate/ of the home. */
  readonly folder: string;
  readonly configFor: (answers: CertificateRequest["answers"]) => Config;
  readonly dns: Resolver;
  /** The user of the service that can be installed here; undefined where there will be none. */
  readonly serviceUser: string | undefined;
}

/** Throws what the system says of the folder, and of the authority's CA file. */
export function openCertificateActions(deps: CertificateActionsDeps): Environment["certificate"] {
  const { folder, configFor, dns, serviceUser } = deps;
  const store = openCertificateStore(folder);
  const { certificate: config } = configFor({});
  const authority = authorityOf(config);
  const trial = trialAuthorityOf(config);
  const orders = openSetupOrders({ real: authority, trial }, store);
  const now = systemClock.now;

  const issuedFor = (domain: string) => {
    const pair = store.issued.read();
    const facts = pair && factsOf(pair.chainPem);
    return facts && covers(facts.names, domain) && facts.notAfter > now() ? facts : undefined;
  };
  const prepare = async ({
    answers,
    challenge,
    confirm,
  }: CertificateRequest): Promise<[CertificateOrder, ObtainDeps]> => {
    const wanted = configFor(answers);
    const { listen, certificate, modules } = wanted;
    const domain = domainToAscii(given(answers, "domain"));
    const host = domainToAscii(given(answers, "host"));
    const publicAddresses = answers.addresses ?? [];
    const services = [labelOfRooms({ modules }), ...furtherRooms({ modules }), ...OPTIONAL_SERVICES].map(
      (label) => `${label}.${domain}`,
    );
    const web = domainToAscii(webNameOf(wanted) ?? host);
    const names = { required: [domain], optional: [...new Set([host, web, ...services])] };
    const current = issuedFor(domain)?.names ?? [];
    const http = parseListener(listen.http);
    const solverDeps = {
      http: http ?? HTTP,
      https: parseListener(listen.https) ?? HTTPS,
      dns,
      confirm,
      records: openRecordWriter(wanted.dns, dns),
      clock: systemClock,
    };
    const isPort80Usable = http !== undefined && !answers.unavailable?.includes("http");
    // With records by API, nobody has to get to a port.
    const isByApi = challenge === "dns-01" && solverDeps.records?.canWrite("TXT");
    const port80 = isPort80Usable && !isByApi ? solverFor("http-01", solverDeps) : undefined;
    const solver = solverFor(challenge, solverDeps);
    const { contact } = certificate;
    return [
      { names: await namesToOrder(names, { publicAddresses, current, dns }) },
      { store, solver, port80, dns, publicAddresses, host, contact, profile: PROFILE, clock: systemClock, fetch },
    ];
  };
  const supportsDnsPersist = async ({
    domain = "",
    host = domain,
    addresses: publicAddresses = [],
  }: Answers): Promise<boolean> => {
    const { contact } = config;
    const deps = { store, dns, publicAddresses, host: domainToAscii(host), contact, clock: systemClock, fetch };
    try {
      return (await offeredChallenges(trial ?? authority, domainToAscii(domain), deps)).includes("dns-persist-01");
    } catch (error) {
      // The reason is shown when a certificate is ordered.
      if (error instanceof CertificateError) return false;
      throw error;
    }
  };
  return {
    authority: authorityName(authority),
    supportsDnsPersist,
    hasTrial: orders.hasTrial,
    hasDnsApi: (answers) => openRecordWriter(configFor(answers).dns, dns)?.canWrite("TXT") ?? false,
    existing: issuedFor,
    destination: (domain, publicAddresses) => resolveDestination(domainToAscii(domain), publicAddresses, dns),
    isRedirectedTo: (domain, host) => isRedirectedTo(domain, host, fetch),
    isHandedOn,
    trial: async (request) => orders.trial(...(await prepare(request))),
    tryOtherPort: async ({ answers, challenge }) => {
      const { listen } = configFor(answers);
      const isHttp = challenge !== "http-01";
      const address = parseListener(isHttp ? listen.http : listen.https);
      if (!trial || !address || answers.unavailable?.includes(isHttp ? "http" : "https")) return undefined;
      const solver = isHttp ? http01OnOwnPort(address) : tlsAlpn01OnOwnPort(address, now);
      const host = domainToAscii(given(answers, "host"));
      const publicAddresses = answers.addresses ?? [];
      const { contact } = config;
      const deps = { store: openTrialStore(store), dns, publicAddresses, host, contact, clock: systemClock, fetch };
      return (await tryPorts(trial, [solver], deps))[0];
    },
    obtain: async (request) => orders.obtain(...(await prepare(request))),
    check: (chainFile, keyFile, answers) => {
      const { chainPem } = readCertificateFiles({ chainFile, keyFile });
      const wanted = configFor(answers);
      const domain = given(answers, "domain");
      const services = visitedServices(wanted, [domain]);
      const found = findingsOf(chainPem, { domains: [domain], services, web: webNameOf(wanted) });
      const refused = found.find(isRefusal);
      if (refused) throw new CertificateError(refused);
      return { facts: factsOf(chainPem), findings: [...found, ...hiddenFrom(serviceUser, [chainFile, keyFile])] };
    },
    adopt: (chainFile, keyFile) => {
      const { chainPem, keyPem } = readCertificateFiles({ chainFile, keyFile });
      // Both may be in one file.
      store.issued.write({
        chainPem: blocksIn(chainPem, "CERTIFICATE"),
        keyPem: blocksIn(keyPem, "[A-Z ]*PRIVATE KEY"),
      });
      return factsOf(chainPem);
    },
    maxAttempts: maxFailures(authority),
    attemptsLeft: (domain) => orders.attemptsLeft(domainToAscii(domain), now()).left,
  };
}

/** RFC 7468: of all blocks of a text those with this label. */
function blocksIn(pem: string, label: string): string {
  const blocks = pem.matchAll(new RegExp(`-----BEGIN ${label}-----.*?-----END ${label}-----`, "gs"));
  return [...blocks].map(([block]) => `${block}\n`).join("");
}

/** The files that a service with a user of its own could not read. */
const hiddenFrom = (user: string | undefined, paths: readonly string[]): readonly CertificateProblem[] =>
  (user === undefined ? [] : paths.filter((path) => !canServiceRead(path, user))).map((path) => ({
    reason: "hidden-from-service",
    values: { path, user: user ?? "" },
    remedies: [{ key: "copy-for-service", values: { user: user ?? "" } }],
  }));
