/** Addresses and times as ejabberd's tables have them. */
import { type Jid, parseJid } from "../../../jid/jid.ts";
import { atom, type Tuple, tuple } from "../term.ts";

/** {User, Server} of a bare JID. Throws JidError. */
export function accountKey(account: string): Tuple {
  const { local, domain } = parseJid(account);
  return tuple(local, domain);
}

/** {User, Server, Resource}. */
export const addressKey = ({ local, domain, resource }: Jid): Tuple => tuple(local, domain, resource);

/** The bare JID with an empty resource. Throws JidError. */
export const bareKey = (account: string): Tuple => addressKey(parseJid(parseJid(account).bare));

/** The record #jid{}: as it was written, then as it is compared. */
export const jidRecord = ({ local, domain, resource }: Jid): Tuple =>
  tuple(atom("jid"), local, domain, resource, local, domain, resource);

/** erlang:timestamp(), of microseconds since 1970. */
export const timestamp = (microseconds: number): Tuple =>
  tuple(Math.floor(microseconds / 1e12), Math.floor(microseconds / 1e6) % 1e6, microseconds % 1e6);
