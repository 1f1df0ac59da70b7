/** Starts a server: what lives in a home comes to life here, from the store up to the listeners. */
import type { Element } from "ltx";
import type { CertificateAndKey } from "../certificate/certificate-and-key.ts";
import { certificateRoutes } from "../command/certificate/routes.ts";
import { serveControl } from "../command/control/server.ts";
import { federationRoutes } from "../command/federation/routes.ts";
import { serverLanguage } from "../command/language.ts";
import { roomRoutes } from "../command/room/routes.ts";
import { userRoutes } from "../command/user/routes.ts";
import type { Config } from "../config/schema.ts";
import { createHome, type Home } from "../home.ts";
import type { Logger } from "../log.ts";
import { modules } from "../modules.ts";
import type { Resolver } from "../net/resolver.ts";
import { TlsContext } from "../net/tls-context.ts";
import { openAccounts } from "../store/accounts.ts";
import { openDatabase } from "../store/database.ts";
import { freeSpaceAt } from "../store/free-space.ts";
import { secretAt } from "../store/home-secret.ts";
import { takeLock } from "../store/lock.ts";
import { loginThrottle } from "../stream/login-throttle.ts";
import { StreamError } from "../stream-error.ts";
import { serverInformation } from "../xep/publishing/0485-server-info.ts";
import { rooms } from "../xep/rooms/0045-muc/muc.ts";
import { clientStreams } from "./client-streams.ts";
import { componentStreams } from "./component-streams.ts";
import { connectedServers } from "./connected-servers.ts";
import { openDiskNotices } from "./disk-notice.ts";
import { tellExpiry } from "./expiry-notice.ts";
import { openFederation } from "./federation.ts";
import { openHomeCertificates, resolverOf } from "./home-certificates.ts";
import { assembleKernel } from "./kernel.ts";
import { openListeners } from "./listeners.ts";
import { offered, proxyOf } from "./proxy.ts";
import { statusReport } from "./status.ts";
import { openWeb } from "./web.ts";

export interface StartedServer {
  /** By the option's name ("client_tls"): the address and port in use. */
  readonly listening: Readonly<Record<string, string>>;
  /** Resolves when every stream is closed and everything is on the disk. */
  stop(): Promise<void>;
  /** Takes what can be changed without a restart: limits of guessing, whom to speak with elsewhere, the certificate's files. */
  reload(config: Config): Promise<void>;
}

export interface StartOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** The disk refuses: the process has to end, since nothing can be promised any more. */
  readonly onFailure?: (error: Error) => void;
  /** Where other servers are looked up; by default as config.toml says. */
  readonly resolver?: Resolver;
}

/** Throws StoreError locked where another process serves this home, full where the disk has no room at all, CertificateError, and what the system says of a port. */
export async function startServer(
  home: Home,
  config: Config,
  log: Logger,
  options: StartOptions = {},
): Promise<StartedServer> {
  const { now = Date.now, onFailure = () => {} } = options;
  const started = now();
  /** What has been opened, to be closed in the opposite order: at the end, or when something in the middle fails. */
  await using opened = new AsyncDisposableStack();
  const wasOpen = createHome(home);
  if (wasOpen !== undefined) log.warn({ event: "home-shut", home: home.directory, mode: wasOpen.toString(8) });
  // On a full disk all that follows needs the spare room.
  const space = opened.adopt(freeSpaceAt(home.spare, { reserve: config.limits.free_disk, log }), (open) => open.stop());
  await space.awaitSpaceForStart();
  opened.adopt(takeLock(home.lock, process.pid), (lock) => lock.release());
  const db = opened.adopt(openDatabase(home.database, { log, space: space, onFailure }), (open) => open.close());
  const synced = (): Promise<void> => new Promise((resolve, reject) => db.afterSync(resolve, reject));
  const settled = (): Promise<void> => synced().catch(() => {});
  const accounts = openAccounts(db, { iterations: config.accounts.iterations, now });
  const secret = secretAt(home.secret);
  const kernel = assembleKernel({
    config,
    db,
    accounts,
    modules: offered(modules, config),
    log,
    now,
    secret,
    remote: (stanza) => federation.outgoing.send(stanza),
  });
  opened.defer(() => kernel.turns.stop());
  const throttle = loginThrottle(config.limits);
  const components = componentStreams({ config, kernel, throttle, log });
  const federation = openFederation({
    config,
    db,
    kernel,
    resolver: options.resolver ?? resolverOf(config),
    certificateFor: (domain) => tls.certificateFor(domain).pem,
    secret,
    environment: process.env,
    log,
    now,
  });
  kernel.booted.use(serverInformation).follow(() => connectedServers(federation));
  // After the sessions, which have something to say when they end.
  opened.defer(() => federation.stop());
  opened.defer(async () => {
    kernel.booted.stop();
    await settled();
    kernel.sessions.endUnresumable(new StreamError("system-shutdown"));
    // What they leave behind reaches the others first.
    await settled();
    await kernel.sessions.suspendAll();
  });
  const language = serverLanguage(config);
  const route = (message: Element): void => kernel.router.route(message);

  const web = opened.adopt(openWeb(config, log), (open) => open.stop());
  const certificates = openHomeCertificates({
    home,
    http01: web.http01,
    config,
    subdomains: [...kernel.booted.subdomains],
    log,
    replaced: (pair) => tls.replace([served(pair)]),
    expiring: (notAfter) => tellExpiry(notAfter, { accounts, route, domains: config.general.domains, language, now }),
  });
  opened.defer(() => certificates.stop());
  const tls = new TlsContext([served(certificates.current())]);

  const acceptClient = clientStreams({ config, kernel, accounts, throttle, log, secret });
  opened.defer(() => components.stop(new StreamError("system-shutdown")));
  const acceptComponent = components.isWanted ? components.accept : undefined;
  const proxy = proxyOf(kernel, config);
  opened.defer(() => proxy?.stop());
  const acceptServer = config.federation.enabled ? federation.incoming.accept : undefined;
  const accepting = { acceptClient, acceptServer, acceptComponent, proxy, others: web.listeners };
  const listeners = opened.adopt(openListeners({ config, tls, ...accepting, log }), (open) => open.stop());
  proxy?.opened(listeners.addresses.proxy ?? "");
  // Whoever calls meanwhile waits for this turn of the event loop, and no longer.
  kernel.sessions.reviveAll();
  opened.adopt(openDiskNotices({ space, db, accounts, route, language }), (notices) => notices.stop());
  space.start();
  federation.outgoing.start();
  const listening = { ...listeners.addresses, ...web.addresses };
  const routes = {
    ...userRoutes({ accounts, usage: kernel.booted.catalogue.storageUsage, domains: config.general.domains, synced }),
    ...roomRoutes({ ...kernel.booted.use(rooms), accounts, domains: config.general.domains, synced }),
    ...certificateRoutes(certificates),
    ...federationRoutes({
      ...federation,
      domains: config.general.domains,
      subdomains: kernel.booted.subdomains,
    }),
    "GET /status": () =>
      statusReport({ started, config, kernel, federation, listening, accounts, certificates, space }),
  };
  opened.adopt(serveControl(home.controlSocket, routes, log), (control) => control.stop());
  log.info({ event: "server-started", domains: config.general.domains, ...listening });

  const life = opened.move();
  return {
    listening,
    reload: async (changed) => {
      throttle.configure(changed.limits);
      federation.reload(changed);
      if (config.certificate.source === "files") await certificates.renewNow();
    },
    stop: async () => {
      await life.disposeAsync();
      log.info({ event: "server-stopped" });
    },
  };
}

const served = ({ chainPem, keyPem }: CertificateAndKey) => ({ chain: chainPem, key: keyPem });
