/** What a running server can be asked, each once. The doors are the control socket and the commands of XEP-0133. */

import type { Certificates } from "../certificate/source.ts";
import type { Booted } from "../server/boot.ts";
import type { Server } from "../server/module.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { AdministrationOperations } from "../xep/0133-administration/operations.ts";
import { rooms } from "../xep/rooms/0045-muc/muc.ts";
import { type AccountOperations, accountOperations } from "./accounts.ts";
import { announcementOperations } from "./announcements.ts";
import { type CertificateOperations, certificateOperations } from "./certificate.ts";
import { type FederationDeps, type FederationOperations, federationOperations } from "./federation.ts";
import { type RoomOperations, roomOperations } from "./rooms.ts";
import { sessionOperations } from "./sessions.ts";
import { type StatusDeps, type StatusReport, statusReport } from "./status.ts";

export interface Operations extends AdministrationOperations {
  readonly accounts: AccountOperations;
  readonly rooms: RoomOperations;
  readonly federation: FederationOperations;
  readonly certificate: CertificateOperations;
  readonly status: () => StatusReport;
  /** The domains served here, in the order of config.toml. */
  readonly domains: readonly string[];
}

export interface OperationDeps
  extends Pick<Server, "sessions" | "inTurns" | "route" | "id" | "log">,
    Pick<StatusDeps, "started" | "listening" | "connectedServers" | "space"> {
  /** In the order of config.toml. */
  readonly domains: readonly string[];
  readonly db: Database;
  readonly accounts: Accounts;
  readonly booted: Booted;
  readonly federation: Omit<FederationDeps, "domains" | "subdomains">;
  readonly certificates: Certificates;
}

export function openOperations(deps: OperationDeps): Operations {
  const { domains, booted, certificates, federation } = deps;
  return {
    domains,
    accounts: accountOperations(deps),
    sessions: sessionOperations(deps),
    announcements: announcementOperations(deps),
    rooms: roomOperations({ ...deps, operator: booted.use(rooms).operator }),
    federation: federationOperations({ ...federation, domains, subdomains: booted.subdomains }),
    certificate: certificateOperations(certificates),
    status: () => statusReport(deps),
  };
}
