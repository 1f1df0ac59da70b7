/** XEP-0484: Fast Authentication Streamlining Tokens: the store of tokens. */
import { createHmac, randomBytes } from "node:crypto";
import { age, DAY } from "../clock.ts";
import { duration } from "../options.ts";
import { defineModule } from "../server/module.ts";

/** §5.1: each client has a current token, and a new one that it may not have received. */
const TABLES = [
  `CREATE TABLE fast_token (
    account TEXT NOT NULL,
    agent TEXT NOT NULL,
    slot TEXT NOT NULL CHECK (slot IN ('current', 'new')),
    mechanism TEXT NOT NULL,
    seed BLOB NOT NULL,
    issued INTEGER NOT NULL,
    expiry INTEGER NOT NULL,
    count INTEGER NOT NULL DEFAULT -1,
    PRIMARY KEY (account, agent, slot)
  ) STRICT, WITHOUT ROWID;`,
] as const;

/** Clients of an account that hold tokens; beyond, the tokens that were issued first are deleted. */
const MAX_CLIENTS = 100;

interface Row {
  readonly account: string;
  readonly agent: string;
  readonly slot: "current" | "new";
  readonly mechanism: string;
  readonly seed: Uint8Array;
  readonly issued: number;
  readonly expiry: number;
  readonly count: number;
}

export interface Token extends Pick<Row, "account" | "agent" | "slot"> {
  /** The secret of the client. */
  readonly text: string;
  readonly isExpired: boolean;
  /** The highest count that it has been used with (§3.4); negative before the first. */
  readonly count: number;
  /** Whether it is due for replacement. */
  readonly isDue: boolean;
}

/** `agent` is the id of a user agent (XEP-0388). */
export interface Fast {
  /** The tokens of a client for this mechanism. */
  of(account: string, agent: string, mechanism: string): readonly Token[];
  /** The client has authenticated with it, which invalidates earlier tokens. */
  used(token: Token, count: number | undefined): void;
  revoke(token: Token): void;
  /** `expiry` in milliseconds since 1970. */
  issue(account: string, agent: string, mechanism: string): { readonly text: string; readonly expiry: number };
  /** Resolves when everything before it is on the disk. */
  synced(): Promise<void>;
  /** Whether a client of this account (a bare JID) could sign in with a token now. */
  holds(account: string, agent: string): boolean;
  forget(account: string, agent: string): void;
}

export const fast = defineModule({
  name: "fast",
  xep: "0484",
  version: "0.2.0",
  tables: TABLES,
  addresses: {
    tables: {
      fast_token: "dropped",
    },
  },
  notExported: "tokens are for this server alone",
  options: {
    lifetime: duration("30d", "How long an app may stay away and still sign in without the password."),
    renewal: duration("1d", "The age at which a token is replaced when its app signs in."),
  },
  setup: ({ db, config, accounts, now, secret }) => {
    const ofClient = db.read<Row>(
      "SELECT * FROM fast_token WHERE account = ? AND agent = ? AND mechanism = ? ORDER BY slot DESC",
    );
    const held = db.read<{ one: number }>(
      "SELECT 1 AS one FROM fast_token WHERE account = ? AND agent = ? AND expiry > ?",
    );
    const put = db.write(
      `INSERT OR REPLACE INTO fast_token (account, agent, slot, mechanism, seed, issued, expiry)
       VALUES (?, ?, 'new', ?, ?, ?, ?)`,
    );
    const drop = db.write("DELETE FROM fast_token WHERE account = ? AND agent = ? AND slot = ?");
    const promote = db.write("UPDATE fast_token SET slot = 'current' WHERE account = ? AND agent = ? AND slot = 'new'");
    const counted = db.write("UPDATE fast_token SET count = ? WHERE account = ? AND agent = ? AND slot = 'current'");
    const forgetClient = db.write("DELETE FROM fast_token WHERE account = ? AND agent = ?");
    const forgetAccount = db.write("DELETE FROM fast_token WHERE account = ?");
    const makeRoom = db.write(
      `DELETE FROM fast_token WHERE account = ?1 AND agent NOT IN (
         SELECT agent FROM fast_token WHERE account = ?1 GROUP BY agent ORDER BY max(issued) DESC LIMIT ${MAX_CLIENTS})`,
    );
    accounts.onRemove((account) => void forgetAccount.run(account));
    accounts.onPasswordChange((account) => void forgetAccount.run(account));

    // HT uses the token itself as its key. The token is derived from the stored seed and the home's secret, which is not in the
    // database: a copy of the database alone is not enough to sign in.
    let key: Uint8Array | undefined;
    const textOf = (seed: Uint8Array): string => {
      key ??= secret("XEP-0484 tokens");
      return createHmac("sha256", key).update(seed).digest("base64url");
    };

    const tokenOf = ({ account, agent, slot, seed, issued, expiry, count }: Row): Token => {
      const time = now();
      // One of a clock that was ahead would be good for too long.
      const isDue = age(issued, time) >= config.renewal;
      return { account, agent, slot, count, text: textOf(seed), isExpired: time >= expiry, isDue };
    };

    const api: Fast = {
      of: (account, agent, mechanism) => ofClient.all(account, agent, mechanism).map(tokenOf),
      used: ({ account, agent, slot, count }, used = count) => {
        if (slot === "new") {
          drop.run(account, agent, "current");
          promote.run(account, agent);
        }
        if (used > count) counted.run(used, account, agent);
      },
      // Also a new one, which the client may not have received.
      revoke: ({ account, agent }) => void forgetClient.run(account, agent),
      issue: (account, agent, mechanism) => {
        const seed = randomBytes(32);
        const expiry = now() + Math.min(config.lifetime, MAX_VALIDITY_MS);
        put.run(account, agent, mechanism, seed, now(), expiry);
        makeRoom.run(account);
        return { text: textOf(seed), expiry };
      },
      synced: () => new Promise((resolve, reject) => db.afterSync(resolve, reject)),
      holds: (account, agent) => held.get(account, agent, now()) !== undefined,
      forget: (account, agent) => void forgetClient.run(account, agent),
    };
    return { api };
  },
});

/** The expiry of "forever": a hundred years. */
const MAX_VALIDITY_MS = 100 * 365 * DAY;
