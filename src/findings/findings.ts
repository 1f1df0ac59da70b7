/** What is wrong with a server: the list of checks. The command line, the pages and the messages to administrators say the same of it. */
import { backupsCheck } from "./backups.ts";
import { callsCheck } from "./calls.ts";
import { certificateCheck } from "./certificate.ts";
import { type Check, type Facts, type FoundOf, SEVERITIES } from "./check.ts";
import { clockCheck } from "./clock.ts";
import { diskCheck } from "./disk.ts";
import { outsideCheck } from "./outside.ts";
import { passwordsCheck } from "./passwords.ts";
import { routerCheck } from "./router.ts";
import { serversCheck } from "./servers.ts";
import { webCheck } from "./web.ts";

/** Of findings of one severity, those of the first check stand first. */
export const CHECKS = [
  ...([diskCheck, clockCheck, certificateCheck, passwordsCheck] as const),
  ...([webCheck, routerCheck, outsideCheck, callsCheck, serversCheck, backupsCheck] as const),
] as const;

type FindingOfCheck<C> = C extends Check<infer D> ? FoundOf<D> : never;
export type Finding = FindingOfCheck<(typeof CHECKS)[number]>;
export type FindingKind = Finding["kind"];

/** The worst first; `now` in milliseconds since 1970. */
export function findingsOf(facts: Facts, now: number): readonly Finding[] {
  const found = CHECKS.flatMap((check): readonly Finding[] => check.look(facts, now));
  return SEVERITIES.flatMap((severity) => found.filter((finding) => finding.severity === severity));
}
