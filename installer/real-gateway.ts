/** The real router: asked once; what it opens stays open until the server, which goes on asking, takes it over. */
import { findRouter } from "../src/gateway/find.ts";
import { NONCE_PURPOSE, noncesOf } from "../src/gateway/nonce.ts";
import { openOnce } from "../src/gateway/open-ports.ts";
import type { GatewayReport, WantedPort } from "../src/gateway/report.ts";
import type { Home } from "../src/home.ts";
import type { Logger } from "../src/log.ts";
import { makeFolder } from "../src/store/folder-owner.ts";
import { secretAt } from "../src/store/home-secret.ts";

const ignore = (): void => {};
/** The wizard shows what became of it. */
const SILENT: Logger = { error: ignore, warn: ignore, info: ignore, debug: ignore };

/** Somebody waits: a router that takes longer is asked for the rest by the server, when it starts. */
const PATIENCE_MS = 20_000;

/** What it was not asked for within 20 seconds is not in the report. `seen`: the IPv4 addresses under which the world sees this machine. Throws what the system says of the home. */
export async function openInRouter(
  home: Home,
  wanted: readonly WantedPort[],
  seen: readonly string[],
): Promise<GatewayReport> {
  makeFolder(home.directory);
  const nonceOf = noncesOf(secretAt(home.secret)(NONCE_PURPOSE));
  const began = performance.now();
  const router = await findRouter({ nonceOf });
  const isStopped = (): boolean => performance.now() - began > PATIENCE_MS;
  const deps = { wanted, seenAddresses: () => seen, isListening: false, log: SILENT, isStopped };
  const { report } = await openOnce(router, deps);
  return report;
}
