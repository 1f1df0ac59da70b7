/** XEP-0133 §4.24, §4.27: the message of the day and the welcome message, kept for who signs in; §4.9: the last logins. */
import type { Element } from "ltx";
import type { Server } from "../../server/module.ts";
import type { Session } from "../../server/session.ts";
import { xml } from "../../stanza.ts";
import type { Database } from "../../store/database.ts";

export const announcementTables = [
  `CREATE TABLE administration_login (
    account TEXT PRIMARY KEY,
    time INTEGER,
    motd TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE administration_words (
    name TEXT PRIMARY KEY CHECK (name IN ('motd', 'welcome')),
    id TEXT NOT NULL,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;`,
] as const;

export type AnnouncementName = "motd" | "welcome";

export interface Announcement {
  /** A corrected message keeps its id, another message has another. */
  readonly id: string;
  readonly body: string;
}

export interface Login {
  /** Milliseconds since 1970; null for who was there before the first welcome message, and has not signed in since. */
  readonly time: number | null;
  /** The id of the message of the day that it got last. */
  readonly motd: string | null;
}

/** Accounts are bare JIDs. */
export interface AnnouncementStore {
  readonly get: (name: AnnouncementName) => Announcement | undefined;
  readonly set: (name: AnnouncementName, message: Announcement) => void;
  readonly delete: (name: AnnouncementName) => void;
  /** Undefined for an account that is new. */
  readonly loginOf: (account: string) => Login | undefined;
  readonly recordLogin: (account: string, time: number) => void;
  /** The account has got the message of the day with this id. */
  readonly recordMotd: (account: string, id: string) => void;
  /** The account is not new, whether it has ever signed in or not. */
  readonly recordKnown: (account: string) => void;
  readonly forget: (account: string) => void;
}

export function openAnnouncementStore(db: Database): AnnouncementStore {
  const message = db.read<Announcement>("SELECT id, body FROM administration_words WHERE name = ?");
  const put = db.write("INSERT OR REPLACE INTO administration_words (name, id, body) VALUES (?, ?, ?)");
  const drop = db.write("DELETE FROM administration_words WHERE name = ?");
  const login = db.read<Login>("SELECT time, motd FROM administration_login WHERE account = ?");
  const putTime = db.write(
    `INSERT INTO administration_login (account, time) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET time = ?2`,
  );
  const putMotd = db.write(
    `INSERT INTO administration_login (account, motd) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET motd = ?2`,
  );
  const putAccount = db.write("INSERT OR IGNORE INTO administration_login (account) VALUES (?)");
  const forget = db.write("DELETE FROM administration_login WHERE account = ?");
  return {
    get: (name) => message.get(name),
    set: (name, { id, body }) => void put.run(name, id, body),
    delete: (name) => void drop.run(name),
    loginOf: (account) => login.get(account),
    recordLogin: (account, time) => void putTime.run(account, time),
    recordMotd: (account, id) => void putMotd.run(account, id),
    recordKnown: (account) => void putAccount.run(account),
    forget: (account) => void forget.run(account),
  };
}

/** §4.23: a message from the server to one session. */
export const headline = ({ jid }: Session, body: string): Element =>
  xml("message", { type: "headline", from: jid.domain, to: jid.full }, xml("body", {}, body));

/** A session has become available: its login is recorded, and it gets the messages that its account has not got yet. */
export function welcomeSession(
  session: Session,
  messages: AnnouncementStore,
  { now, route }: Pick<Server, "now" | "route">,
): void {
  const { account, jid } = session;
  const before = messages.loginOf(account);
  messages.recordLogin(account, now());
  const [motd, welcome] = [messages.get("motd"), messages.get("welcome")];
  if (!before && welcome)
    route(xml("message", { type: "normal", from: jid.domain, to: account }, xml("body", {}, welcome.body)));
  if (!motd || before?.motd === motd.id) return;
  route(headline(session, motd.body));
  messages.recordMotd(account, motd.id);
}
