/** A certificate issued by an authority (RFC 8555), renewed while the server runs. */
import { authorityOf } from "./authority.ts";
import type { CertificateAndKey } from "./certificate-and-key.ts";
import { CertificateError } from "./certificate-error.ts";
import { openCertificateStore } from "./certificate-store.ts";
import type { ChallengeType } from "./challenges/challenge.ts";
import { solverFor } from "./challenges/solver.ts";
import type { TxtRecordDeps } from "./challenges/txt-record.ts";
import { covers, factsOf } from "./facts.ts";
import { namesToOrder } from "./names.ts";
import { type ObtainDeps, obtain } from "./obtain.ts";
import { startRenewal } from "./renewal.ts";
import { fetchRenewalInfo } from "./renewal-info.ts";
import { currentSelfSigned } from "./self-signed-source.ts";
import { type Certificates, type CertificatesDeps, renewsByHand, statusOf, watchExpiry } from "./source.ts";

/** Starts with the certificate that is there; where there is none, with a self-signed one and the first order at once. */
export function openAcmeSource(deps: CertificatesDeps): Certificates {
  const { folder, config, names, publicAddresses, dns, clock, log } = deps;
  const store = openCertificateStore(folder);
  const authority = authorityOf(config);
  let issued = store.issued.read();
  let pair: CertificateAndKey =
    issued ?? currentSelfSigned(store.selfSigned, [...names.domains, ...names.others], clock.now());

  /** Set while a person renews by hand. */
  let confirm: TxtRecordDeps["confirm"];

  const wantedNames = async (): Promise<readonly string[]> => {
    const current = issued === undefined ? [] : factsOf(issued.chainPem).names;
    const { likely } = await publicAddresses();
    return namesToOrder({ required: names.domains, optional: names.others }, { publicAddresses: likely, current, dns });
  };
  const isByHand = (): boolean => issued !== undefined && renewsByHand(config, deps.challenges.records !== undefined);
  const isMissing = (name: string): boolean => issued !== undefined && !covers(factsOf(issued.chainPem).names, name);

  /** Orders all the names; where an optional one fails and the renewal is due, without that one. */
  const order = async (
    wanted: readonly string[],
    isDue: boolean,
    replaces: string | undefined,
  ): Promise<CertificateAndKey> => {
    const challenge = config.challenge as ChallengeType;
    const solverDeps = { ...deps.challenges, dns, clock, confirm };
    const solver = solverFor(challenge, solverDeps);
    // With records by API, nobody has to get to a port.
    const isByApi = challenge === "dns-01" && deps.challenges.records?.canWrite("TXT");
    const port80 = isByApi ? undefined : deps.challenges.http01 && solverFor("http-01", solverDeps);
    const { known } = await publicAddresses();
    const { host, fetch } = deps;
    const { contact } = config;
    const obtainDeps: ObtainDeps = {
      store,
      solver,
      port80,
      dns,
      publicAddresses: known,
      host,
      contact,
      profile: PROFILE,
      clock,
      fetch,
    };
    try {
      return await obtain(authority, { names: wanted, replaces }, obtainDeps);
    } catch (error) {
      const failed = error instanceof CertificateError ? error.problem.name : undefined;
      const others = wanted.filter((name) => name !== failed);
      if (!isDue || failed === undefined || others.length === wanted.length || names.domains.includes(failed))
        throw error;
      log.warn({ event: "certificate-name-left-out", name: failed, text: (error as CertificateError).message });
      return order(others, isDue, replaces);
    }
  };
  const use = (obtained: CertificateAndKey): void => {
    store.issued.write(obtained);
    issued = obtained;
    pair = obtained;
    const { names: covered, issuer, notAfter } = factsOf(obtained.chainPem);
    log.info({ event: "certificate-obtained", names: covered, issuer, until: new Date(notAfter).toISOString() });
    deps.replaced(obtained);
  };

  // A name that was added to the configuration does not wait for the daily check.
  if ([...names.domains, ...(names.web === undefined ? [] : [names.web])].some(isMissing))
    store.state.change({ namesCheckedAt: 0 });
  const renewal = startRenewal({
    state: store.state,
    clock,
    log,
    current: () => issued?.chainPem,
    renewalInfo: (chainPem, previous) =>
      fetchRenewalInfo(authority, chainPem, { now: clock.now(), fetch: deps.fetch, random: deps.random, previous }),
    isNameMissing: async () => (await wantedNames()).some(isMissing),
    renew: async (reason, replaces) => use(await order(await wantedNames(), reason === "due", replaces)),
  });
  const stopExpiryWatch = watchExpiry({
    clock,
    notAfter: () => factsOf(pair.chainPem).notAfter,
    byHandFrom: () => (isByHand() ? renewal.dueAt() : undefined),
    state: store.state,
    log,
    expiresSoon: deps.expiresSoon,
  });
  return {
    current: () => pair,
    status: () => {
      const { lastProblem } = store.state.read();
      const nextRenewal = isByHand() ? renewal.dueAt() : renewal.nextAt();
      return statusOf(pair, { source: "acme", nextRenewal, isByHand: isByHand(), lastProblem });
    },
    renewNow: async (shown) => {
      confirm = shown;
      await renewal.renewNow().finally(() => {
        confirm = undefined;
      });
    },
    stop: () => {
      renewal.stop();
      stopExpiryWatch();
    },
  };
}

/** The profile of Let's Encrypt for servers; requested where it is offered. */
export const PROFILE = "tlsserver";
