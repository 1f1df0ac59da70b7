/** XEP-0133: what its commands do. The functions are those of `operations/`, given to the module when the kernel is assembled. */
import type { Contact } from "../../im/contact.ts";
import type { Jid } from "../../jid/jid.ts";

export interface NewAccount {
  readonly jid: Jid;
  readonly password: string;
  readonly isAdministrator?: boolean;
}

export interface AccountStatistics {
  /** Of its roster. */
  readonly contacts: number;
  /** Those that are online. */
  readonly resources: readonly string[];
  /** Milliseconds since 1970; undefined where it never signed in. */
  readonly lastLogin: number | undefined;
}

/**
 * `by` is the session that asks (a full JID); undefined where nobody's session does. What was changed is on the disk when a
 * promise resolves. The results are bare JIDs.
 */
export interface AccountAdministration {
  /** All or none. Rejects with OperationError no-domain-served, not-an-account, domain-not-served, account-exists, bad-password, short-password, disk-full. */
  readonly add: (accounts: readonly NewAccount[]) => Promise<readonly string[]>;
  /** Ends the account's sessions, but the one of `by`. Rejects with OperationError no-such-account, bad-password, disk-full. */
  readonly setPassword: (account: Jid, password: string, by?: Jid) => Promise<string>;
  /** With all that is kept for them. Rejects with OperationError no-such-account, own-account. */
  readonly remove: (accounts: readonly Jid[], by?: Jid) => Promise<readonly string[]>;
  /** Who is disabled cannot sign in. Rejects with OperationError no-such-account, own-account. */
  readonly disable: (accounts: readonly Jid[], by?: Jid) => Promise<readonly string[]>;
  /** Rejects with OperationError no-such-account. */
  readonly enable: (accounts: readonly Jid[], by?: Jid) => Promise<readonly string[]>;
  /** These, and nobody else. Throws OperationError no-such-account, own-account where `by` would not be one any more. */
  readonly setAdministrators: (accounts: readonly Jid[], by?: Jid) => readonly string[];
  readonly administrators: () => readonly string[];
  readonly registered: () => readonly string[];
  readonly disabled: () => readonly string[];
  /** Throws OperationError no-such-account. */
  readonly statistics: (account: Jid) => AccountStatistics;
  /** Those of its roster. Throws OperationError no-such-account. */
  readonly contacts: (account: Jid) => readonly Contact[];
}

export interface SessionAdministration {
  /** Accounts with a session, by address. */
  readonly online: () => readonly string[];
  /** Of those, the ones with a resource that is available and not away; and the others. */
  readonly active: () => readonly string[];
  readonly idle: () => readonly string[];
  /**
   * Ends all sessions of a bare JID, the one session of a full JID; after the tick is committed, so that `by` gets an answer.
   * Returns how many. Throws OperationError no-such-account.
   */
  readonly end: (of: readonly Jid[], by: Jid) => number;
}

export interface AnnouncementAdministration {
  /** To everybody who is online. Resolves with the number of sessions. */
  readonly announce: (body: string, by?: Jid) => Promise<number>;
  /** The message of the day; undefined where there is none. */
  readonly motd: () => string | undefined;
  /** For those who are online now, and for the others when they come. Resolves with the number of sessions told. */
  readonly setMotd: (body: string, by: Jid) => Promise<number>;
  /** For those who have not got it yet; where there is none, the same as setMotd. */
  readonly editMotd: (body: string, by: Jid) => Promise<void>;
  readonly deleteMotd: () => void;
  /** What new accounts are told; undefined for nothing. */
  readonly welcome: () => string | undefined;
  /** For accounts that are made from now on, when they sign in first. */
  readonly setWelcome: (body: string, by: Jid) => Promise<void>;
  readonly deleteWelcome: () => void;
}

export interface AdministrationOperations {
  readonly accounts: AccountAdministration;
  readonly sessions: SessionAdministration;
  readonly announcements: AnnouncementAdministration;
}
