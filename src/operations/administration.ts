/** The operations of XEP-0133: on accounts and sessions, and announcements. They need no more than the kernel, and so do invitations. */
import { lazy, withLazy } from "../lazy.ts";
import type { Booted } from "../server/boot.ts";
import type { Server } from "../server/module.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { AdministrationOperations } from "../xep/0133-administration/operations.ts";
import { invitations } from "../xep/0401-invitations/invitations.ts";
import type { AccountOperations } from "./accounts.ts";
import type { AnnouncementOperations } from "./announcements.ts";
import type { InvitationOperations } from "./invitations.ts";
import type { SessionOperations } from "./sessions.ts";

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

const forAccounts = lazy((): typeof import("./accounts.ts") => require("./accounts.ts"));
const forSessions = lazy((): typeof import("./sessions.ts") => require("./sessions.ts"));
const forAnnouncements = lazy((): typeof import("./announcements.ts") => require("./announcements.ts"));
const forInvitations = lazy((): typeof import("./invitations.ts") => require("./invitations.ts"));

/** Each group is made, and its code loaded, when it is first asked for. */
export const kernelOperations = (deps: KernelOperationDeps): KernelOperations =>
  withLazy<KernelOperations>({
    accounts: () => forAccounts().accountOperations(deps),
    sessions: () => forSessions().sessionOperations(deps),
    announcements: () => forAnnouncements().announcementOperations(deps),
    invitations: () => forInvitations().invitationOperations({ ...deps, invitations: deps.booted.use(invitations) }),
  });
