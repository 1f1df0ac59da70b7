/** One-time passwords: with one of them the chat page signs in for whoever is signed in on the pages. They are in memory alone. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { BoundedMap } from "../bounded-map.ts";
import { type Clock, SECOND } from "../clock.ts";
import type { Accounts } from "../store/accounts.ts";
import { PAGE_AGENT, type UserAgent } from "../user-agent.ts";
import type { WebSession, WebSessions } from "./web-sessions.ts";

export interface OneTimePasswords {
  /** A new one, for the account of the session: 256 random bits. It is good once, within a minute, while the session lasts. */
  issue(session: WebSession): string;
  /** Whether a text has the form of one. */
  isOne(password: string): boolean;
  /** Uses it up. Undefined where it is unknown, used or expired, or of another account (a bare JID) or of a session that is over. */
  redeem(account: string, password: string): UserAgent | undefined;
}

export interface OneTimePasswordsDeps {
  readonly sessions: Pick<WebSessions, "isOpen" | "of">;
  readonly accounts: Pick<Accounts, "onDisable" | "onPasswordChange" | "onRemove">;
  readonly clock: Pick<Clock, "monotonic">;
}

interface Grant {
  readonly hash: Uint8Array;
  /** The id of the web session. */
  readonly session: string;
  /** Milliseconds of the monotonic clock. */
  readonly expiry: number;
}

const LIFETIME_MS = 60 * SECOND;
/** Of an account that are not used yet, several tabs opened at once; and accounts that have any. The oldest make room. */
const MAX_PER_ACCOUNT = 8;
const MAX_ACCOUNTS = 10_000;

/** What people choose is not like this. */
const PREFIX = "one-time:";
const FORM = /^one-time:[\w-]{43}$/;

/** As the client names itself in XEP-0494's list. */
const SOFTWARE = "converse.js";

export function openOneTimePasswords({ sessions, accounts, clock }: OneTimePasswordsDeps): OneTimePasswords {
  const grants = new BoundedMap<string, readonly Grant[]>(MAX_ACCOUNTS);
  const forget = (account: string): void => void grants.delete(account);
  accounts.onPasswordChange(forget);
  accounts.onDisable(forget);
  accounts.onRemove(forget);

  const valid = (account: string): readonly Grant[] =>
    (grants.get(account) ?? []).filter(({ expiry }) => expiry > clock.monotonic());

  return {
    issue: ({ account, id: session }) => {
      const password = `${PREFIX}${randomBytes(32).toString("base64url")}`;
      const grant = { hash: hashOf(password), session, expiry: clock.monotonic() + LIFETIME_MS };
      grants.set(account, [...valid(account), grant].slice(-MAX_PER_ACCOUNT));
      return password;
    },
    isOne: (password) => FORM.test(password),
    redeem: (account, password) => {
      const hash = hashOf(password);
      const given = valid(account);
      const grant = given.find((each) => timingSafeEqual(each.hash, hash));
      if (!grant) return undefined;
      const left = given.filter((each) => each !== grant);
      if (left.length > 0) grants.set(account, left);
      else forget(account);
      if (!sessions.isOpen(grant.session)) return undefined;
      const device = sessions.of(account).find(({ id }) => id === grant.session)?.browser;
      return { id: `${PAGE_AGENT}${grant.session}`, software: SOFTWARE, device };
    },
  };
}

const hashOf = (password: string): Uint8Array => createHash("sha256").update(password).digest();
