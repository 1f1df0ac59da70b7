/** Operations that say something to everybody: announcements, the message of the day, the welcome message. */
import { type Jid, storedJid } from "../jid/jid.ts";
import { OperationError } from "../operation-error.ts";
import type { Booted } from "../server/boot.ts";
import type { Server } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { xml } from "../stanza.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { administration } from "../xep/0133-administration/administration.ts";
import { headline } from "../xep/0133-administration/announcement-store.ts";
import type { AnnouncementAdministration } from "../xep/0133-administration/operations.ts";
import { forEachInTurns } from "./in-turns.ts";
import { storing, synced } from "./storing.ts";

/** What the commands of XEP-0133 need, and what other doors do. */
export interface AnnouncementOperations extends AnnouncementAdministration {
  /**
   * To every account that can sign in, or to these alone: who is away finds it later. Resolves with the number of accounts.
   * Rejects with OperationError announcement-empty, announcement-too-long, no-such-account.
   */
  readonly tell: (body: string, to?: readonly Jid[]) => Promise<number>;
}

export interface AnnouncementDeps extends Pick<Server, "sessions" | "inTurns" | "route" | "id"> {
  readonly accounts: Pick<Accounts, "list" | "exists" | "isDisabled">;
  readonly db: Pick<Database, "afterSync">;
  readonly booted: Pick<Booted, "use">;
}

/** Characters: an announcement is read, and kept by each account. */
const MAX_LENGTH = 4000;

export function announcementOperations(deps: AnnouncementDeps): AnnouncementOperations {
  const { accounts, sessions, inTurns, route, id, db, booted } = deps;
  const { announcementStore } = booted.use(administration);
  const available = (): Session[] => [...sessions.all()].filter((session) => session.presence);

  const setMotd: AnnouncementAdministration["setMotd"] = (body, by) =>
    storing(async () => {
      const message = { id: id(), body };
      announcementStore.set("motd", message);
      const hearers = available();
      await forEachInTurns(inTurns, by, hearers, (session) => {
        route(headline(session, body));
        announcementStore.recordMotd(session.account, message.id);
      });
      return hearers.length;
    });

  const addressees = (to: readonly Jid[]): readonly string[] =>
    to.map(({ bare: account }) => {
      if (!accounts.exists(account)) throw new OperationError("no-such-account", { account });
      return account;
    });

  return {
    tell: (body, to) =>
      storing(async () => {
        const text = bodyOf(body);
        const told = to ? addressees(to) : accounts.list().flatMap(({ jid }) => (accounts.isDisabled(jid) ? [] : jid));
        await forEachInTurns(inTurns, undefined, told, (account) => {
          const { domain } = storedJid(account);
          if (accounts.exists(account))
            route(xml("message", { type: "normal", id: id(), from: domain, to: account }, xml("body", {}, text)));
        });
        await synced(db);
        return told.length;
      }),
    announce: async (body, by) => {
      const hearers = available();
      await forEachInTurns(inTurns, by, hearers, (session) => route(headline(session, body)));
      return hearers.length;
    },
    motd: () => announcementStore.get("motd")?.body,
    setMotd,
    editMotd: async (body, by) => {
      const message = announcementStore.get("motd");
      if (message) announcementStore.set("motd", { ...message, body });
      else await setMotd(body, by);
    },
    deleteMotd: () => announcementStore.delete("motd"),
    welcome: () => announcementStore.get("welcome")?.body,
    setWelcome: (body, by) =>
      storing(async () => {
        // Before it is set: an account that is made in between is not new.
        await forEachInTurns(inTurns, by, accounts.list(), ({ jid }) => announcementStore.recordKnown(jid));
        announcementStore.set("welcome", { id: id(), body });
      }),
    deleteWelcome: () => announcementStore.delete("welcome"),
  };
}

/** Throws OperationError announcement-empty, announcement-too-long. */
function bodyOf(text: string): string {
  const body = text.trim();
  if (body === "") throw new OperationError("announcement-empty", {});
  if ([...body].length > MAX_LENGTH) throw new OperationError("announcement-too-long", { maximum: MAX_LENGTH });
  return body;
}
