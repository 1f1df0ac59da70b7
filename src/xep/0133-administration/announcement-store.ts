/** XEP-0133 §4.24, §4.27: words that wait for who signs in; and when everybody has done so last. */
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
  /** Another one for other words; the same for words that were corrected. */
  readonly id: string;
  readonly body: string;
}

export interface Login {
  /** Milliseconds since 1970; null for who was there before the first welcome, and has not come since. */
  readonly time: number | null;
  /** The message of the day that it was told last. */
  readonly motd: string | null;
}

export function openAnnouncementStore(db: Database) {
  const words = db.read<Announcement>("SELECT id, body FROM administration_words WHERE name = ?");
  const put = db.write("INSERT OR REPLACE INTO administration_words (name, id, body) VALUES (?, ?, ?)");
  const drop = db.write("DELETE FROM administration_words WHERE name = ?");
  const login = db.read<Login>("SELECT time, motd FROM administration_login WHERE account = ?");
  const loggedIn = db.write(
    `INSERT INTO administration_login (account, time) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET time = ?2`,
  );
  const told = db.write(
    `INSERT INTO administration_login (account, motd) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET motd = ?2`,
  );
  const known = db.write("INSERT OR IGNORE INTO administration_login (account) VALUES (?)");
  const forget = db.write("DELETE FROM administration_login WHERE account = ?");
  return {
    wordsOf: (name: AnnouncementName): Announcement | undefined => words.get(name),
    say: (name: AnnouncementName, { id, body }: Announcement): void => void put.run(name, id, body),
    silence: (name: AnnouncementName): void => void drop.run(name),
    /** Undefined for an account that is new. */
    loginOf: (account: string): Login | undefined => login.get(account),
    loggedIn: (account: string, time: number): void => void loggedIn.run(account, time),
    told: (account: string, motd: string): void => void told.run(account, motd),
    /** It is not new, whether it has ever signed in or not. */
    isKnown: (account: string): void => void known.run(account),
    forget: (account: string): void => void forget.run(account),
  };
}
