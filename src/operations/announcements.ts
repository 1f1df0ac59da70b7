/** Operations that say something to everybody: announcements, the message of the day, the welcome message. */
import type { Booted } from "../server/boot.ts";
import type { Server } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import type { Accounts } from "../store/accounts.ts";
import { administration } from "../xep/0133-administration/administration.ts";
import { headline } from "../xep/0133-administration/announcement-store.ts";
import type { AnnouncementAdministration } from "../xep/0133-administration/operations.ts";
import { forEachInTurns } from "./in-turns.ts";
import { storing } from "./storing.ts";

export interface AnnouncementDeps extends Pick<Server, "sessions" | "inTurns" | "route" | "id"> {
  readonly accounts: Pick<Accounts, "list">;
  readonly booted: Pick<Booted, "use">;
}

export function announcementOperations(deps: AnnouncementDeps): AnnouncementAdministration {
  const { accounts, sessions, inTurns, route, id, booted } = deps;
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

  return {
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
