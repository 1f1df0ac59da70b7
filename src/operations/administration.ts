/** The operations of XEP-0133: on accounts and sessions, and announcements. They need no more than the kernel, and so do invitations. */
import type { Booted } from "../server/boot.ts";
import type { Server } from "../server/module.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { AdministrationOperations } from "../xep/0133-administration/operations.ts";
import { invitations } from "../xep/0401-invitations/invitations.ts";
import { type AccountOperations, accountOperations } from "./accounts.ts";
import { type AnnouncementOperations, announcementOperations } from "./announcements.ts";
import { type InvitationOperations, invitationOperations } from "./invitations.ts";
import { type SessionOperations, sessionOperations } from "./sessions.ts";

export interface KernelOperations extends AdministrationOperations {
  readonly accounts: AccountOperations;
  readonly sessions: SessionOperations;
  readonly announcements: AnnouncementOperations;
  readonly invitations: InvitationOperations;
}

export interface KernelOperationDeps extends Pick<Server, "sessions" | "inTurns" | "route" | "id" | "log"> {
  /** In the order of config.toml. */
  readonly domains: readonly string[];
  readonly db: Database;
  readonly accounts: Accounts;
  readonly booted: Booted;
}

export const kernelOperations = (deps: KernelOperationDeps): KernelOperations => ({
  accounts: accountOperations(deps),
  sessions: sessionOperations(deps),
  announcements: announcementOperations(deps),
  invitations: invitationOperations({ ...deps, invitations: deps.booted.use(invitations) }),
});
