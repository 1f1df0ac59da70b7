/** What can be seen of a configured home, whether its server runs or not. */
import { statSync } from "node:fs";
import { nightlyBackups } from "../backup/rotation.ts";
import { storedCertificateFacts } from "../certificate/stored-facts.ts";
import type { Config } from "../config/schema.ts";
import type { Resolver } from "../dns/resolver.ts";
import { contentFacts } from "../doctor/content-facts.ts";
import type { BackupFacts, HealthFacts } from "../doctor/facts.ts";
import { namesFacts } from "../doctor/names-facts.ts";
import { orNothing } from "../doctor/system-files.ts";
import type { Home } from "../home.ts";
import { announcedVersion } from "../release/announced.ts";
import { isNewer } from "../release/manifest.ts";
import { version } from "../version.ts";
import { backupFolder } from "./backups.ts";

export interface ConfiguredDeps {
  readonly home: Home;
  readonly config: Config;
  readonly resolver: Resolver;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Asks DNS, and reads the database in another thread. Rejects never. */
export async function configuredFacts({
  home,
  config,
  resolver,
  now,
}: ConfiguredDeps): Promise<Pick<HealthFacts, "names" | "content" | "certificateFiles" | "backups" | "newerVersion">> {
  const { domains } = config.general;
  const isInternal = config.auth.source === "internal";
  const [newerVersion, names, content] = await Promise.all([
    announced(config, resolver),
    namesFacts({ config, resolver, certificate: home.certificate, now }),
    contentFacts({ database: home.database, files: home.folder("files"), domains, isInternal }),
  ]);
  const certificateFiles = orNothing(() => storedCertificateFacts(home.certificate, config.certificate));
  return {
    ...(newerVersion === undefined ? {} : { newerVersion }),
    ...(names ? { names } : {}),
    content,
    ...(certificateFiles ? { certificateFiles } : {}),
    backups: backupFacts(home, config),
  };
}

/** By the TXT record of `update.domain`; undefined where it tells of none that is newer, or is not to be asked. */
async function announced({ update }: Config, resolver: Resolver): Promise<string | undefined> {
  if (update.domain === "") return undefined;
  const answer = await resolver.query("TXT", update.domain);
  const found = answer.state === "found" ? announcedVersion(answer.values) : undefined;
  return found !== undefined && isNewer(found, version) ? found : undefined;
}

function backupFacts(home: Home, config: Config): BackupFacts {
  const folder = backupFolder(home, config);
  if (folder === undefined) return { isOff: true };
  const [last] = orNothing(() => nightlyBackups(folder)) ?? [];
  const since = orNothing(() => statSync(home.database).birthtimeMs);
  return {
    folder,
    ...(last ? { written: Math.floor(last.written) } : {}),
    ...(since ? { since: Math.floor(since) } : {}),
  };
}
