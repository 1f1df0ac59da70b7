/** What the kernel knows of a connected client (RFC 6120 §7: one bound resource). It outlives its stream. */
import type { Element } from "ltx";
import type { Jid } from "../jid/jid.ts";
import type { StreamError } from "../stream-error.ts";

/** What waits while a client is idle: asked once per outgoing stanza. */
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
  /** Whether a client is there now; without one, the session waits to be resumed (XEP-0198). */
  readonly isConnected: boolean;
  /** XEP-0198: what has left for the client and was not acknowledged, oldest first; times in milliseconds since 1970. */
  readonly unacknowledged: readonly { readonly stanza: Element; readonly time: number }[];
  /** Of all that is held in memory for its client, in bytes. */
  readonly weight: number;
  /** Written by im/presence alone. */
  setPresence(presence: Element | undefined, priority: number): void;
  /** Sends when the tick's transaction has been committed; dropped if the stanza being handled is rolled back. */
  send(stanza: Element): void;
  /**
   * Hands over messages that waited in a store: `next` is asked for a portion whenever the client has taken the one
   * before, until it gives none. All that is sent meanwhile waits behind them. Whatever the session did not take is still the store's.
   */
  deliverBacklog(next: () => readonly Element[]): void;
  /** Holds back what `pace` calls "later" until something goes "now" or pace is lifted with undefined (XEP-0352). */
  setCsiPolicy(pace: CsiPolicy | undefined): void;
  /** Ends the session for good: no resumption, its unacknowledged messages go where undeliverable ones go. */
  end(reason: StreamError): void;
}

/** Who is here. */
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
