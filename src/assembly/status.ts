/** What a running server tells about itself, gathered. */
import type { Certificates } from "../certificate/source.ts";
import type { StatusReport } from "../command/status-report.ts";
import type { Config } from "../config/schema.ts";
import type { Accounts } from "../store/accounts.ts";
import type { FreeSpace } from "../store/free-space.ts";
import { version } from "../version.ts";
import { connectedServers } from "./connected-servers.ts";
import type { Federation } from "./federation.ts";
import type { Kernel } from "./kernel.ts";

export interface StatusParts {
  readonly started: number;
  readonly config: Config;
  readonly kernel: Kernel;
  readonly federation: Federation;
  readonly listening: Readonly<Record<string, string>>;
  readonly accounts: Accounts;
  readonly certificates: Certificates;
  readonly space: Pick<FreeSpace, "free" | "reserve" | "isLow">;
}

export function statusReport(parts: StatusParts): StatusReport {
  const { started, config, kernel, federation, listening, accounts, certificates, space } = parts;
  const { names, notAfter, source, lastProblem } = certificates.status();
  return {
    version,
    pid: process.pid,
    started,
    domains: config.general.domains,
    listening,
    sessions: kernel.register.count,
    servers: new Set(connectedServers(federation).map(({ domain }) => domain)).size,
    accounts: accounts.list().length,
    memory: process.memoryUsage.rss(),
    ...(Number.isFinite(space.free) ? { disk: { free: space.free, reserve: space.reserve, full: space.isLow } } : {}),
    certificate: {
      names,
      until: notAfter,
      source,
      ...(lastProblem ? { problem: lastProblem.reason } : {}),
    },
  };
}
