/** Who is signed in on the pages. Sessions survive a restart; a copy of the database opens none of them. */
import { createHash, randomBytes } from "node:crypto";
import { age, DAY, MINUTE } from "../clock.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";

export interface WebSession {
  /** A bare JID. */
  readonly account: string;
  /** The cookie's value. */
  readonly token: string;
}

export interface WebSessions {
  /** Returns its token: 256 random bits, base64url. Throws Error where the account is gone, or disabled, meanwhile. */
  start(account: string): string;
  /** Undefined for a token that is unknown, or has expired. */
  find(token: string): WebSession | undefined;
  end(token: string): void;
}

export interface WebSessionsDeps {
  readonly db: Database;
  readonly accounts: Pick<Accounts, "exists" | "isDisabled" | "onDisable" | "onPasswordChange" | "onRemove">;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether the clock has leapt: nothing is deleted then because of its age. */
  readonly isClockDoubtful: () => boolean;
}

/** A session ends after so long without a request, and in any case so long after its start. */
const MAX_IDLE = DAY;
const MAX_AGE = 30 * DAY;
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
];

const FREEING = { mayUseReserve: true };

/** All sessions of an account end when its password changes, or it is disabled or removed. */
export function openWebSessions({ db, accounts, now, isClockDoubtful }: WebSessionsDeps): WebSessions {
  db.migrate("web", TABLES);
  const insert = db.write("INSERT INTO web_session (token_hash, account, started, seen) VALUES (?1, ?2, ?3, ?3)");
  const one = db.read<{ account: string; started: number; seen: number }>(
    "SELECT account, started, seen FROM web_session WHERE token_hash = ?",
  );
  const touch = db.write("UPDATE web_session SET seen = ? WHERE token_hash = ?");
  const drop = db.write("DELETE FROM web_session WHERE token_hash = ?", FREEING);
  const dropAccount = db.write("DELETE FROM web_session WHERE account = ?", FREEING);
  const dropExpired = db.write("DELETE FROM web_session WHERE seen < ?1 OR started < ?2", FREEING);
  const dropSurplusOf = db.write(
    `DELETE FROM web_session WHERE token_hash IN (
       SELECT token_hash FROM web_session WHERE account = ? ORDER BY seen DESC LIMIT -1 OFFSET ${MAX_PER_ACCOUNT})`,
    FREEING,
  );
  const dropSurplus = db.write(
    `DELETE FROM web_session WHERE token_hash IN (
       SELECT token_hash FROM web_session ORDER BY seen DESC LIMIT -1 OFFSET ${MAX_SESSIONS})`,
    FREEING,
  );
  const endAll = (account: string): void => void dropAccount.run(account);
  accounts.onPasswordChange(endAll);
  accounts.onDisable(endAll);
  accounts.onRemove(endAll);

  return {
    start: (account) => {
      if (!accounts.exists(account) || accounts.isDisabled(account)) throw new Error("the account is gone");
      const token = randomBytes(32).toString("base64url");
      db.atomically(() => {
        if (!isClockDoubtful()) dropExpired.run(now() - MAX_IDLE, now() - MAX_AGE);
        insert.run(hashOf(token), account, now());
        dropSurplusOf.run(account);
        dropSurplus.run();
      });
      return token;
    },
    find: (token) => {
      const hash = hashOf(token);
      const row = one.get(hash);
      const time = now();
      if (!row || age(row.seen, time) > MAX_IDLE || age(row.started, time) > MAX_AGE) return undefined;
      if (time - row.seen > SEEN_EVERY) touch.run(time, hash);
      return { account: row.account, token };
    },
    end: (token) => void drop.run(hashOf(token)),
  };
}

const hashOf = (token: string): Uint8Array => createHash("sha256").update(token).digest();
