/** What is wrong with a server: the list of checks. The command line, the pages and the messages to administrators say the same of it. */
import { administratorsCheck } from "./administrators.ts";
import { backupAgeCheck } from "./backup-age.ts";
import { backupsCheck } from "./backups.ts";
import { callsCheck } from "./calls.ts";
import { certificateCheck } from "./certificate.ts";
import { type Check, type Facts, type FoundOf, SEVERITIES } from "./check.ts";
import { clockCheck } from "./clock.ts";
import { clockSetCheck } from "./clock-set.ts";
import { configurationCheck } from "./configuration.ts";
import { descriptorsCheck } from "./descriptors.ts";
import { diskCheck } from "./disk.ts";
import { homeCheck } from "./home.ts";
import { logCheck } from "./log.ts";
import { memoryCheck } from "./memory.ts";
import { namesCheck } from "./names.ts";
import { outsideCheck } from "./outside.ts";
import { passwordsCheck } from "./passwords.ts";
import { portsCheck } from "./ports.ts";
import { pushCheck } from "./push.ts";
import { renewalCheck } from "./renewal.ts";
import { roomsCheck } from "./rooms.ts";
import { routerCheck } from "./router.ts";
import { runningCheck } from "./running.ts";
import { serversCheck } from "./servers.ts";
import { serviceCheck } from "./service.ts";
import { storeCheck } from "./store.ts";
import { updateCheck } from "./update.ts";
import { uploadsCheck } from "./uploads.ts";
import { versionCheck } from "./version.ts";
import { volumeCheck } from "./volume.ts";
import { webCheck } from "./web.ts";

/** By subject, in the order in which they are shown. */
export const SUBJECTS = {
  server: [runningCheck, versionCheck, updateCheck],
  service: [serviceCheck],
  configuration: [configurationCheck],
  home: [homeCheck],
  store: [storeCheck],
  disk: [diskCheck, volumeCheck],
  memory: [memoryCheck, descriptorsCheck],
  clock: [clockCheck, clockSetCheck],
  certificate: [certificateCheck, renewalCheck],
  names: [namesCheck],
  ports: [portsCheck, webCheck, routerCheck, outsideCheck],
  servers: [serversCheck],
  people: [passwordsCheck, administratorsCheck, roomsCheck, uploadsCheck],
  phones: [pushCheck, callsCheck],
  backups: [backupsCheck, backupAgeCheck],
  log: [logCheck],
} as const;

export type Subject = keyof typeof SUBJECTS;
type AnyCheck = (typeof SUBJECTS)[Subject][number];

/** Of findings of one severity, those of the first check stand first. */
export const CHECKS: readonly AnyCheck[] = Object.values(SUBJECTS).flat();

type FindingOfCheck<C> = C extends Check<infer D> ? FoundOf<D> : never;
export type Finding = FindingOfCheck<AnyCheck>;
export type FindingKind = Finding["kind"];

/** The worst first; `now` in milliseconds since 1970. */
export function findingsOf(facts: Facts, now: number): readonly Finding[] {
  const found = CHECKS.flatMap((check): readonly Finding[] => check.look(facts, now));
  return SEVERITIES.flatMap((severity) => found.filter((finding) => finding.severity === severity));
}
