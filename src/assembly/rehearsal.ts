/** A start of this program on a copy of a home's database, with no port but one of this machine alone: nothing of the home changes. */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { copyDatabase } from "../backup/database-copy.ts";
import type { Config } from "../config/schema.ts";
import { type Home, homeAt } from "../home.ts";
import type { Logger } from "../log.ts";
import { makeUpdateFolder, TRIAL, updateFolder } from "../release/journal.ts";
import { startServer } from "./server.ts";

/** The same, but that nobody is called, nobody is listened to, and nothing is written elsewhere. */
function secluded(config: Config): Config {
  const listen = Object.fromEntries(Object.keys(config.listen).map((name) => [name, "off"]));
  return {
    ...config,
    listen: listen as unknown as Config["listen"],
    federation: { ...config.federation, enabled: false },
    gateway: { ...config.gateway, enabled: false },
    dns: { ...config.dns, update: false },
    certificate: { ...config.certificate, source: "self-signed" },
    metrics: { ...config.metrics, listen: "off" },
    backup: { ...config.backup, folder: "off" },
    update: { ...config.update, domain: "", automatic: false },
  };
}

/** `reserve`: bytes that the copy leaves free. Rejects as startServer does, and with BackupError. */
export async function rehearse(home: Home, config: Config, reserve: number, log: Logger): Promise<void> {
  makeUpdateFolder(home.directory);
  const copy = homeAt(mkdtempSync(join(updateFolder(home.directory), TRIAL)));
  try {
    if (existsSync(home.database)) await copyDatabase(home.database, copy.database, reserve);
    if (existsSync(home.secret)) copyFileSync(home.secret, copy.secret);
    const server = await startServer(copy, secluded(config), log, { isProbed: true });
    await server.stop();
  } finally {
    rmSync(copy.directory, { recursive: true, force: true });
  }
}
