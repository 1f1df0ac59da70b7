/** Starts a server: what lives in a home comes to life here, from the store up to the listeners. */
import type { Pair } from "./certificate/pair.ts";
import { clientStreams } from "./client-streams.ts";
import { certificateRoutes } from "./command/certificate-routes.ts";
import { serveControl } from "./command/control-server.ts";
import { userRoutes } from "./command/user-routes.ts";
import type { Config } from "./config/schema.ts";
import { tellExpiry } from "./expiry-notice.ts";
import { createHome, type Home } from "./home.ts";
import { openHomeCertificates } from "./home-certificates.ts";
import { assembleKernel } from "./kernel.ts";
import { openListeners } from "./listeners.ts";
import type { Logger } from "./log.ts";
import { modules } from "./modules.ts";
import { TlsContext } from "./net/tls-context.ts";
import { statusReport } from "./status.ts";
import { openAccounts } from "./store/accounts.ts";
import { openDatabase } from "./store/database.ts";
import { takeLock } from "./store/lock.ts";
import { loginThrottle } from "./stream/login-throttle.ts";
import { StreamError } from "./stream-error.ts";

export interface StartedServer {
  /** By the option's name ("client_tls"): the address and port in use. */
  readonly listening: Readonly<Record<string, string>>;
  /** Resolves when every stream is closed and everything is on the disk. */
  stop(): Promise<void>;
  /** Takes what can be changed without a restart: the limits of guessing, and the certificate's files. */
  reload(config: Config): Promise<void>;
}

export interface StartOptions {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** The disk refuses: the process has to end, since nothing can be promised any more. */
  readonly onFailure?: (error: Error) => void;
}

/** Throws StoreError locked where another process serves this home, CertificateError, and what the system says of a port. */
export async function startServer(
  home: Home,
  config: Config,
  log: Logger,
  options: StartOptions = {},
): Promise<StartedServer> {
  const { now = Date.now, onFailure = () => {} } = options;
  const started = now();
  createHome(home);
  const lock = takeLock(home.lock, process.pid);
  const db = openDatabase(home.database, { log, onFailure });
  const accounts = openAccounts(db, { iterations: config.accounts.iterations, now });
  const kernel = assembleKernel({ config, db, accounts, modules, log, now });
  const throttle = loginThrottle(config.limits);
  const certificates = openHomeCertificates({
    home,
    config,
    subdomains: [...kernel.booted.subdomains],
    log,
    replaced: (pair) => tls.replace([served(pair)]),
    expiring: (notAfter) => tellExpiry(notAfter, { accounts, kernel, domains: config.general.domains, now }),
  });
  const tls = new TlsContext([served(certificates.current())]);
  const acceptClient = clientStreams({ config, kernel, accounts, throttle, log });
  const listeners = openListeners({ config, tls, acceptClient, log });
  const synced = (): Promise<void> => new Promise((resolve) => db.afterSync(resolve));
  const control = serveControl(
    home.controlSocket,
    {
      ...userRoutes({ accounts, domains: config.general.domains, synced }),
      "GET /status": () => statusReport({ started, config, kernel, listeners, accounts, certificates }),
      ...certificateRoutes(certificates),
    },
    log,
  );
  log.info({ event: "server-started", domains: config.general.domains, ...listeners.addresses });

  return {
    listening: listeners.addresses,
    reload: async (changed) => {
      throttle.configure(changed.limits);
      if (config.certificate.source === "files") await certificates.renewNow();
    },
    stop: async () => {
      listeners.stop();
      await control.stop();
      certificates.stop();
      await synced();
      kernel.sessions.endAll(new StreamError("system-shutdown"));
      await db.close();
      lock.release();
      log.info({ event: "server-stopped" });
    },
  };
}

const served = ({ chainPem, keyPem }: Pair) => ({ chain: chainPem, key: keyPem });
