/** XEP-0133 §4.23–§4.28: words to all who are online, to all who come, and to those who come for the first time. */
import type { Jid } from "../../jid/jid.ts";
import type { Session } from "../../server/session.ts";
import { xml } from "../../stanza.ts";
import type { Field, Form } from "../kit/0004-data-forms.ts";
import { type AdminCommand, type Administered, forEachInTurns } from "./admin-command.ts";
import type { openAnnouncementStore } from "./announcement-store.ts";

const linesField = (name: string, label: string, body = ""): Field => ({
  var: name,
  type: "text-multi",
  label,
  values: body === "" ? [] : body.split("\n"),
  isRequired: true,
});

const linesIn = ({ fields }: Form, name: string): string => (fields.get(name) ?? []).join("\n");

export const announcementsOf = (server: Administered, standing: ReturnType<typeof openAnnouncementStore>) => {
  const { accounts, sessions, route, now, id } = server;
  const tell = ({ jid }: Session, body: string): void =>
    route(xml("message", { type: "headline", from: jid.domain, to: jid.full }, xml("body", {}, body)));
  const present = (): Session[] => [...sessions.all()].filter((session) => session.presence);

  /** Those who are here hear it now, the others when they come. */
  const setMotd = async (body: string, asker: Jid): Promise<number> => {
    const words = { id: id(), body };
    standing.say("motd", words);
    const here = present();
    await forEachInTurns(server, asker, here, (session) => {
      tell(session, body);
      standing.told(session.account, words.id);
    });
    return here.length;
  };

  const commands: readonly AdminCommand[] = [
    {
      node: "announce",
      name: "Say something to everybody who is online",
      fields: () => [linesField("announcement", "Announcement")],
      run: async (form, asker) => {
        const here = present();
        const body = linesIn(form, "announcement");
        await forEachInTurns(server, asker, here, (session) => tell(session, body));
        return { note: `Sessions told: ${here.length}` };
      },
    },
    {
      node: "set-motd",
      name: "Set the message of the day",
      fields: () => [linesField("motd", "Message of the day")],
      run: async (form, asker) => ({
        note: `Sessions told: ${await setMotd(linesIn(form, "motd"), asker)}; the others are told when they come.`,
      }),
    },
    {
      node: "edit-motd",
      name: "Correct the message of the day",
      fields: () => [linesField("motd", "Message of the day", standing.wordsOf("motd")?.body)],
      run: async (form, asker) => {
        const words = standing.wordsOf("motd");
        if (words) standing.say("motd", { ...words, body: linesIn(form, "motd") });
        else await setMotd(linesIn(form, "motd"), asker);
        return { note: "Those who have not been told yet are told this." };
      },
    },
    {
      node: "delete-motd",
      name: "Delete the message of the day",
      fields: () => [],
      run: () => {
        standing.silence("motd");
        return { note: "There is no message of the day." };
      },
    },
    {
      node: "set-welcome",
      name: "Set what new accounts are told",
      fields: () => [linesField("welcome", "Welcome message", standing.wordsOf("welcome")?.body)],
      run: async (form, asker) => {
        // Before it is said: whoever comes in between is none of the new ones.
        await forEachInTurns(server, asker, accounts.list(), ({ jid }) => standing.isKnown(jid));
        standing.say("welcome", { id: id(), body: linesIn(form, "welcome") });
        return { note: "Accounts that are made from now on are told so when they come for the first time." };
      },
    },
    {
      node: "delete-welcome",
      name: "Tell new accounts nothing",
      fields: () => [],
      run: () => {
        standing.silence("welcome");
        return { note: "There is no welcome message." };
      },
    },
  ];

  return {
    commands,
    /** A session is there, and hears what waits for it. */
    greet: (session: Session): void => {
      const { account, jid } = session;
      const before = standing.loginOf(account);
      standing.loggedIn(account, now());
      const [motd, welcome] = [standing.wordsOf("motd"), standing.wordsOf("welcome")];
      if (!before && welcome)
        route(xml("message", { type: "normal", from: jid.domain, to: account }, xml("body", {}, welcome.body)));
      if (!motd || before?.motd === motd.id) return;
      tell(session, motd.body);
      standing.told(account, motd.id);
    },
  };
};
