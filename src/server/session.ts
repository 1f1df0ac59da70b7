/** A client session, as the kernel sees it (RFC 6120 §7: one bound resource). It outlives its stream. */
import type { Element } from "ltx";
import type { Jid } from "../jid/jid.ts";
import type { StreamError } from "../stream-error.ts";
import type { Leaves } from "./outbox.ts";

/** XEP-0352: whether a stanza waits while the client is inactive; called once for each outgoing stanza. */
export type CsiPolicy = (stanza: Element) => "now" | "later";

export interface Session {
  /** The full JID. */
  readonly jid: Jid;
  /** The bare JID. */
  readonly account: string;
  /** The last presence that was broadcast (RFC 6121 §4); undefined while the resource is not available. */
  readonly presence: Element | undefined;
  /** RFC 6121 §4.7.2.3, −128 to 127; 0 while not available. */
  readonly priority: number;
  /** Whether a client is connected now; without one, the session waits to be resumed (XEP-0198). */
  readonly isConnected: boolean;
  /** XEP-0198: what was sent to the client and is not acknowledged, oldest first; times in milliseconds since 1970. */
  readonly unacknowledged: readonly { readonly stanza: Element; readonly time: number }[];
  /** The weight of everything held in memory for its client, in bytes (xml/weight.ts). */
  readonly weight: number;
  /** Written by im/presence alone. */
  setPresence(presence: Element | undefined, priority: number): void;
  /**
   * Sends when the tick's transaction has been committed, or with "synced" when it is on the disk: what is sent later comes behind.
   * Dropped if the stanza being handled is rolled back.
   */
  send(stanza: Element, leaves?: Leaves): void;
  /**
   * Delivers messages from a store: `next` is called for a portion whenever the client has taken the one before, until it
   * returns none. Messages that are sent meanwhile wait behind them, answers and presence do not. What the session has not
   * taken when it ends stays in the store. `taken` is told how many of a portion the client has acknowledged (XEP-0198), in the
   * tick in which it has.
   */
  deliverBacklog(next: () => readonly Element[], taken?: (count: number) => void): void;
  /** XEP-0352: queues what `policy` says is for "later" until something goes "now"; undefined sends everything now. */
  setCsiPolicy(policy: CsiPolicy | undefined): void;
  /** Ends the session for good: it cannot be resumed, and its unacknowledged messages are delivered elsewhere or stored. */
  end(reason: StreamError): void;
}

/** The sessions of the accounts here. */
export interface Sessions {
  /** The sessions of an account, oldest first, whether available or not. */
  of(account: string): ReadonlySet<Session>;
  /** By full JID. */
  get(full: string): Session | undefined;
  /** All of them. */
  all(): Iterable<Session>;
  readonly count: number;
}

export const NOBODY: ReadonlySet<Session> = new Set();
