/** Starts a server: the layers of a home, from the store up to the listeners and the control socket. */
import type { CertificateAndKey } from "../certificate/certificate-and-key.ts";
import { systemClock } from "../clock.ts";
import type { LiveConfig } from "../config/reload.ts";
import type { Config } from "../config/schema.ts";
import type { Gateway } from "../gateway/gateway.ts";
import type { Home } from "../home.ts";
import { lazy } from "../lazy.ts";
import type { Logger } from "../log.ts";
import { modules } from "../modules.ts";
import { TlsContext } from "../net/tls-context.ts";
import { openOperations } from "../operations/operations.ts";
import { openFormerDomains } from "../server/former-domains.ts";
import { openFileFolder } from "../store/file-folder.ts";
import { openJournalFile } from "../store/journal-file.ts";
import { loginThrottle } from "../stream/login-throttle.ts";
import { StreamError } from "../stream-error.ts";
import { hostMeta } from "../xep/0156-host-meta.ts";
import { externalServices } from "../xep/0215-external-services.ts";
import { serverInformation } from "../xep/publishing/0485-server-info.ts";
import type { AddressUpdates } from "./address-updates.ts";
import { administratorNotices, noticeLanguage } from "./administrator-notices.ts";
import { withSource } from "./auth.ts";
import { openBackups } from "./backups.ts";
import { openHomeCertificates, resolverOf } from "./certificates.ts";
import { clientStreams } from "./client-streams.ts";
import { componentStreams } from "./component-streams.ts";
import { connectedServers as connectedServersOf } from "./connected-servers.ts";
import { startCounting } from "./counting.ts";
import { followDarkness } from "./darkness.ts";
import { directConnections } from "./direct-connections.ts";
import { openDoors } from "./doors.ts";
import { countingErrors } from "./error-count.ts";
import { openFederation } from "./federation.ts";
import { formerNames } from "./former-names.ts";
import { openGateway, seenAddresses } from "./gateway.ts";
import { openGuest } from "./guest.ts";
import { watchHealth } from "./health-watch.ts";
import { assembleKernel, endSessions } from "./kernel.ts";
import { openListeners, warnOfUnused } from "./listeners.ts";
import { openLiveImport } from "./live-import.ts";
import { releaseMemory } from "./memory-release.ts";
import { openMoveIn } from "./move-in.ts";
import { offeredModules } from "./offered-modules.ts";
import { openOutside } from "./outside.ts";
import { openProxy } from "./proxy.ts";
import type { StartOptions } from "./start-options.ts";
import { openStore } from "./store.ts";
import { openTurn } from "./turn.ts";
import { watchUpdates } from "./updates.ts";
import { openWebPages } from "./web-pages.ts";
import { openWebServer } from "./web-server.ts";
import { openXmppServices } from "./xmpp-services.ts";

export type { StartOptions };

const addressesFile = lazy((): typeof import("./address-updates.ts") => require("./address-updates.ts"));
const probeFile = lazy((): typeof import("./probe.ts") => require("./probe.ts"));

export interface StartedServer {
  /** By the option's name ("client_tls"): the address and port in use. */
  readonly listening: Readonly<Record<string, string>>;
  /** Resolves when every stream is closed and everything is on the disk. */
  stop(): Promise<void>;
  /** Applies the options that are live (config/reload.ts), and reads the certificate's files again. */
  reload(config: LiveConfig): Promise<void>;
}

/**
 * Rejects with StoreError ("locked" where another process serves this home, "full" where the disk has no room at all),
 * HomeError, ConfigError, AuthError, CertificateError, ProbeError, and with the system's error of a port that cannot be had.
 */
export async function startServer(
  home: Home,
  given: Config,
  givenLog: Logger,
  options: StartOptions = {},
): Promise<StartedServer> {
  const config = withSource(given);
  const { now = Date.now, onFailure = () => {}, minPasswordLength, inherited } = options;
  const { log, errors } = countingErrors(givenLog, now);
  const started = now();
  const { domains } = config.general;
  // Closed in the opposite order: at the end, or when something in the middle fails.
  await using opened = new AsyncDisposableStack();

  const counting = opened.adopt(startCounting(), (counts) => counts.stop());
  const { migrating, beforeMigration } = options;
  const stored = await openStore({
    ...{ home, config, log, now, onFailure, minPasswordLength, opened },
    ...{ migrating, beforeMigration, timings: counting.timings },
  });
  const guest = options.isProbed ? await openGuest(stored.accounts, domains[0] ?? "") : undefined;
  const store = guest ? { ...stored, accounts: guest.accounts } : stored;
  const { space, db, accounts, secret, clockWatch } = store;
  const isClockDoubtful = (): boolean => clockWatch.isDoubtful();
  const kernel = assembleKernel({
    ...store,
    config,
    modules: offeredModules(modules, config),
    log,
    now,
    isClockDoubtful,
    journalFile: openJournalFile(home.journal, { log }),
    folder: (name) => openFileFolder(home.folder(name)),
    webOrigin: () => web.origin,
    remote: (stanza) => {
      if (!former.receive(stanza)) federation.outgoing.send(stanza);
    },
  });
  const { booted, router, register, sessions, turns } = kernel;
  const former = openFormerDomains({ ...formerNames(config, booted.subdomains), router });
  opened.defer(() => turns.stop());

  const throttle = loginThrottle(config.limits);
  const components = componentStreams({ config, kernel, throttle, log });
  const resolver = options.resolver ?? resolverOf(config);
  const federation = openFederation({
    config,
    db,
    kernel,
    former,
    resolver,
    certificateFor: (domain) => tls.certificateFor(domain).pem,
    secret,
    environment: process.env,
    log,
    now,
    isClockDoubtful,
  });
  const connectedServers = () => connectedServersOf(federation);
  booted.use(serverInformation).follow(connectedServers);
  // Closed after the sessions, whose last presence goes to other servers.
  opened.defer(() => federation.stop());

  const route = router.route.bind(router);
  const language = noticeLanguage(config);
  const notices = administratorNotices({ accounts, db, route, domains, language, clock: systemClock, now });
  let gateway: Gateway | undefined;
  // Nothing is waited for between the first listener of clients and the revival of their sessions.
  const turn = await openTurn({
    ...{ config, accounts, secret, resolver, log },
    routerAddress: () => gateway?.publicAddress(),
    offer: booted.use(externalServices).open,
  });
  opened.defer(() => turn?.stop());
  const outside = openOutside({ home, config, resolver, federation, web: () => web, gateway: () => gateway });
  const { pages, oneTimePasswords } = openWebPages({
    ...store,
    outside,
    ...{ config, kernel, throttle, minPasswordLength, log, now, isClockDoubtful },
    operations: () => operations,
    webOrigin: () => web.origin,
  });
  const clients = clientStreams({
    ...{ config, kernel, accounts, throttle, oneTimePasswords, log, secret, outcomes: counting.outcomes },
    arrived: outside.arrivals.note,
  });
  const proxy = openProxy(kernel, config);
  const services = openXmppServices({
    config,
    acceptClient: clients.acceptTcp,
    acceptServer: config.federation.enabled ? federation.incoming.accept : undefined,
    acceptComponent: components.isWanted ? components.accept : undefined,
    proxy,
    log,
  });
  if (guest) await probeFile().probe({ guest, service: services.client, turns, log });
  const web = openWebServer({
    config,
    certificates: { certificateFor: (name) => tls.certificateFor(name) },
    answers: () => {
      const { routes, errorResponse } = pages();
      return { routes: [...booted.http, ...clients.httpRoutes(), ...routes], errorResponse };
    },
    services: { ...services, turn: turn?.service },
    descriptors: services.descriptors,
    inherited,
    log,
    now,
  });
  opened.defer(() => web.close());
  opened.defer(() => clients.stop());
  opened.defer(() => endSessions(kernel, db));
  opened.defer(() => web.stopListening());
  const certificates = openHomeCertificates({
    home,
    http01: web.http01,
    tlsAlpn01: web.tlsAlpn01,
    config,
    subdomains: [...booted.subdomains],
    log,
    replaced: (pair) => tls.replace([tlsPair(pair)]),
    expiring: notices.certificateExpires,
  });
  opened.defer(() => certificates.stop());
  const tls = new TlsContext([tlsPair(certificates.current())]);

  opened.defer(() => components.stop(new StreamError("system-shutdown")));
  opened.defer(() => proxy?.stop());
  const relay = turn?.listen(tls, web.sharedPort);
  const listeners = openListeners({
    config,
    tls,
    services,
    others: [...web.listeners, ...(relay?.listeners ?? [])],
    inherited,
    log,
  });
  opened.defer(() => listeners.stop());
  warnOfUnused(inherited, log);
  proxy?.opened(listeners.addresses.proxy ?? "");
  const listening = { ...listeners.addresses, ...web.addresses, ...relay?.addresses };
  let addressUpdates: AddressUpdates | undefined;
  gateway = openGateway({
    ...{ config, listening, turnUdpPort: turn?.udpPort, secret, log },
    seenAddresses: () => seenAddresses(config, addressUpdates?.seen()),
    moved: () => {
      void turn?.look();
      void addressUpdates?.look();
    },
  });
  opened.defer(() => gateway?.stop());
  booted.use(hostMeta).follow(() => directConnections(config, listeners.addresses, gateway?.publicAddress()));

  // Who connects now waits for this turn of the event loop, and no longer.
  sessions.reviveAll();
  booted.begin();
  opened.defer(notices.watchDisk(space));
  space.start();
  const isUpdating = config.dns.update && config.dns.provider !== "none";
  addressUpdates = (isUpdating ? addressesFile() : undefined)?.openAddressUpdates({
    ...{ config, folder: home.directory, resolver, log },
    routerAddress: async () => {
      await gateway?.ready;
      return gateway?.publicAddress();
    },
  });
  opened.defer(() => addressUpdates?.stop());
  federation.outgoing.start();

  const moveIn = openMoveIn({ ...store, config, kernel, resolver, trust: federation.trust, log, now });
  opened.defer(() => moveIn.stop());
  const imports = openLiveImport({ ...store, home, config, kernel });
  opened.defer(() => imports.stop());
  const health = watchHealth({
    ...{ home, config, db, resolver, log, now, language, errors, around: options.around },
    ...{ send: notices.send, status: () => operations.status() },
  });
  opened.defer(() => health.stop());
  const backups = openBackups({
    ...{ home, config, log, now, isClockDoubtful, failed: health.lookSoon, mended: health.lookSoon },
  });
  opened.defer(() => backups.nightly?.stop());
  const updates = watchUpdates({
    ...{ home, config, isClockDoubtful, install: options.installUpdate, log, now },
  });
  opened.defer(() => updates.stop());
  const operations = openOperations({
    moveIn: moveIn.operations,
    import: imports.operations,
    backup: backups.operations,
    ...{ nightly: backups.nightly, updates },
    kernelOperations: kernel.operations,
    audit: kernel.audit,
    reachability: outside.witnesses,
    ...{ started, domains, listening, sessions: register, connectedServers, federation, certificates },
    ...{ calls: turn, health },
    ...{ db, space, accounts, booted, clockWatch, gateway, web, inTurns: kernel.inTurns, webOrigin: () => web.origin },
  });
  opened.adopt(openDoors({ counting, home, config, log, now, kernel, federation, calls: turn, operations }), (doors) =>
    doors.stop(),
  );
  opened.adopt(releaseMemory(db, log), (release) => release.stop());
  // The last: a start that fails is no end on purpose.
  const darkness = followDarkness({ config, db, resolver, log }, (past) => {
    notices.isBack(past);
    void addressUpdates?.look();
  });
  opened.defer(() => darkness?.stop());
  log.info({ event: "server-started", domains, ...listening, ...(web.origin ? { web: web.origin } : {}) });

  const resources = opened.move();
  return {
    listening,
    reload: async (changed) => {
      options.setLogLevel?.(changed.general.log_level);
      throttle.configure(changed.limits);
      federation.reload(changed);
      if (config.certificate.source === "files") await certificates.renewNow();
    },
    stop: async () => {
      await resources.disposeAsync();
      log.info({ event: "server-stopped" });
    },
  };
}

const tlsPair = ({ chainPem, keyPem }: CertificateAndKey) => ({ chain: chainPem, key: keyPem });
