/** What is wrong with a running server: the list of checks. The command line and the pages say the same of it. */
import type { StatusReport } from "../operations/status.ts";
import { backupsCheck } from "./backups.ts";
import { callsCheck } from "./calls.ts";
import { certificateCheck } from "./certificate.ts";
import { clockCheck } from "./clock.ts";
import { diskCheck } from "./disk.ts";
import type { Check, Finding, Severity } from "./finding.ts";
import { outsideCheck } from "./outside.ts";
import { passwordsCheck } from "./passwords.ts";
import { routerCheck } from "./router.ts";
import { serversCheck } from "./servers.ts";
import { webCheck } from "./web.ts";

const CHECKS: readonly Check[] = [
  ...[diskCheck, clockCheck, certificateCheck, passwordsCheck],
  ...[webCheck, routerCheck, outsideCheck, callsCheck, serversCheck, backupsCheck],
];

const SEVERITIES: readonly Severity[] = ["bad", "warning", "notice"];

/** The worst first; `now` in milliseconds since 1970. */
export function findingsOf(report: StatusReport, now: number): readonly Finding[] {
  const found = CHECKS.flatMap((check) => check(report, now));
  return SEVERITIES.flatMap((severity) => found.filter((finding) => finding.severity === severity));
}
