/** Who is signed in on the pages. Sessions survive a restart; a copy of the database opens none of them. */
import { createHash, randomBytes } from "node:crypto";
import { age, DAY, MINUTE, SECOND } from "../clock.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import type { TableOwner } from "../store/stored-addresses.ts";

export interface WebSession {
  /** Names it; of no use to open it. */
  readonly id: string;
  /** A bare JID. */
  readonly account: string;
  /** The cookie's value. */
  readonly token: string;
  /** Whether its owner has given the password a short time ago: without it, what is dangerous asks for it. */
  readonly isFresh: boolean;
}

/** A session in its owner's list. */
export interface ListedSession {
  readonly id: string;
  /** As `browserName` has it; undefined where that is not known. */
  readonly browser: string | undefined;
  /** Milliseconds since 1970. */
  readonly started: number;
  readonly seen: number;
}

export interface WebSessions {
  /** Returns its token: 256 random bits, base64url; undefined where the account is gone, or disabled, meanwhile. */
  start(account: string, browser?: string): string | undefined;
  /** Undefined for a token that is unknown, or has expired. */
  find(token: string): WebSession | undefined;
  /** Its owner has given the password again. */
  prove(token: string): void;
  /** Those of an account, the one that was used last first. */
  of(account: string): readonly ListedSession[];
  end(token: string): void;
  /** The same, by the id. */
  endById(id: string): void;
  /** Whether the session of this id has not ended, nor expired. */
  isOpen(id: string): boolean;
  /** Calls back with each session that somebody ends; not for those that expire, nor when the account's password changes. */
  onEnd(callback: (session: Pick<WebSession, "account" | "id">) => void): void;
}

export interface WebSessionsDeps {
  readonly db: Database;
  readonly accounts: Pick<Accounts, "exists" | "isDisabled" | "onDisable" | "onPasswordChange" | "onRemove">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether the clock has leapt: nothing is deleted then because of its age. */
  readonly isClockDoubtful: () => boolean;
}

/** A session ends so long after its start. */
const MAX_AGE = 30 * DAY;
/** The same in seconds, for the cookie. */
export const SESSION_SECONDS = MAX_AGE / SECOND;
/** So long after the password was given, nothing asks for it again. */
const FRESH = 15 * MINUTE;
/** How exactly the last request is known. */
const SEEN_EVERY = 5 * MINUTE;
/** Sessions of an account, and of all accounts: beyond, those end that were used longest ago. */
const MAX_PER_ACCOUNT = 20;
const MAX_SESSIONS = 10_000;

const TABLES = [
  `CREATE TABLE web_session (
     token_hash BLOB PRIMARY KEY,
     account TEXT NOT NULL,
     started INTEGER NOT NULL,
     seen INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX web_session_account ON web_session (account, seen);
   CREATE INDEX web_session_seen ON web_session (seen);`,
  `ALTER TABLE web_session ADD COLUMN proven INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE web_session ADD COLUMN browser TEXT;`,
];

export const webSessionTables: TableOwner = {
  name: "web",
  tables: TABLES,
  addresses: {
    tables: { web_session: "dropped" },
  },
};

interface Row {
  readonly account: string;
  readonly started: number;
  readonly seen: number;
  readonly proven: number;
}

/** All sessions of an account end when its password changes, or it is disabled or removed. */
export function openWebSessions({ db, accounts, now, isClockDoubtful }: WebSessionsDeps): WebSessions {
  db.migrate(webSessionTables.name, webSessionTables.tables);
  const insert = db.write(
    "INSERT INTO web_session (token_hash, account, started, seen, proven, browser) VALUES (?1, ?2, ?3, ?3, ?3, ?4)",
  );
  const one = db.read<Row>("SELECT account, started, seen, proven FROM web_session WHERE token_hash = ?");
  const all = db.read<{ token_hash: Uint8Array; browser: string | null; started: number; seen: number }>(
    "SELECT token_hash, browser, started, seen FROM web_session WHERE account = ? ORDER BY seen DESC, token_hash",
  );
  const prove = db.write("UPDATE web_session SET proven = ? WHERE token_hash = ?");
  const touch = db.write("UPDATE web_session SET seen = ? WHERE token_hash = ?");
  const drop = db.write("DELETE FROM web_session WHERE token_hash = ?");
  const dropAccount = db.write("DELETE FROM web_session WHERE account = ?");
  const dropExpired = db.write("DELETE FROM web_session WHERE started < ?");
  const dropSurplusOf = db.write(
    `DELETE FROM web_session WHERE token_hash IN (
       SELECT token_hash FROM web_session WHERE account = ? ORDER BY seen DESC LIMIT -1 OFFSET ${MAX_PER_ACCOUNT})`,
  );
  const dropSurplus = db.write(
    `DELETE FROM web_session WHERE token_hash IN (
       SELECT token_hash FROM web_session ORDER BY seen DESC LIMIT -1 OFFSET ${MAX_SESSIONS})`,
  );
  const endAll = (account: string): void => void dropAccount.run(account);
  accounts.onPasswordChange(endAll);
  accounts.onDisable(endAll);
  accounts.onRemove(endAll);

  const rowOf = (hash: Uint8Array): Row | undefined => {
    const row = one.get(hash);
    return row && age(row.started, now()) <= MAX_AGE ? row : undefined;
  };
  const onEnd: ((session: Pick<WebSession, "account" | "id">) => void)[] = [];
  const end = (hash: Uint8Array): void => {
    const row = one.get(hash);
    drop.run(hash);
    if (row) for (const callback of onEnd) callback({ account: row.account, id: idOf(hash) });
  };

  return {
    start: (account, browser) => {
      if (!accounts.exists(account) || accounts.isDisabled(account)) return undefined;
      const token = randomBytes(32).toString("base64url");
      db.atomically(() => {
        if (!isClockDoubtful()) dropExpired.run(now() - MAX_AGE);
        insert.run(hashOf(token), account, now(), browser ?? null);
        dropSurplusOf.run(account);
        dropSurplus.run();
      });
      return token;
    },
    find: (token) => {
      const hash = hashOf(token);
      const row = rowOf(hash);
      if (!row) return undefined;
      if (now() - row.seen > SEEN_EVERY) touch.run(now(), hash);
      return { account: row.account, token, id: idOf(hash), isFresh: age(row.proven, now()) <= FRESH };
    },
    prove: (token) => void prove.run(now(), hashOf(token)),
    of: (account) =>
      all
        .all(account)
        .filter(({ started }) => age(started, now()) <= MAX_AGE)
        .map(({ token_hash, browser, started, seen }) => ({
          ...{ id: idOf(token_hash), browser: browser ?? undefined, started, seen },
        })),
    end: (token) => end(hashOf(token)),
    endById: (id) => end(Buffer.from(id, "base64url")),
    isOpen: (id) => rowOf(Buffer.from(id, "base64url")) !== undefined,
    onEnd: (callback) => void onEnd.push(callback),
  };
}

const idOf = (hash: Uint8Array): string => Buffer.from(hash).toString("base64url");
const hashOf = (token: string): Uint8Array => createHash("sha256").update(token).digest();
