/** A start of this program on a copy of a home's database, with no port but one of this machine alone: nothing of the home changes. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { copyDatabase } from "../backup/database-copy.ts";
import type { Config } from "../config/schema.ts";
import { type Home, homeAt } from "../home.ts";
import type { Logger } from "../log.ts";
import { makeUpdateFolder, TRIAL, updateFolder } from "../release/journal.ts";
import { startServer } from "./server.ts";

/** Nobody is called, nobody is listened to, and nothing is written elsewhere. */
export const REHEARSAL_SETTINGS: readonly string[] = [
  ...[
    "client",
    "client_tls",
    "server",
    "server_tls",
    "component",
    "http",
    "https",
    "http_proxied",
    "proxy",
    "turn",
    "turns",
  ].map((name) => `listen.${name}=off`),
  ...["federation.enabled=false", "gateway.enabled=false", "dns.update=false", "backup.folder=off"],
  ...["certificate.source=self-signed", "metrics.listen=off"],
];

/** `config`: of the home, with REHEARSAL_SETTINGS. `reserve`: bytes that the copy leaves free. Rejects as startServer does, and with BackupError. */
export async function rehearse(home: Home, config: Config, reserve: number, log: Logger): Promise<void> {
  makeUpdateFolder(home.directory);
  const copy = homeAt(mkdtempSync(join(updateFolder(home.directory), TRIAL)));
  try {
    if (existsSync(home.database)) await copyDatabase(home.database, copy.database, reserve);
    if (existsSync(home.secret)) copyFileSync(home.secret, copy.secret);
    const server = await startServer(copy, config, log, { isProbed: true });
    await server.stop();
  } finally {
    rmSync(copy.directory, { recursive: true, force: true });
  }
}
