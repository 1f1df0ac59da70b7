/** Addresses in operations: accounts here; and what a person types for an account, a room, somebody, a domain. */
import { tryParseDomain } from "../jid/domain.ts";
import { type Jid, parseJid, tryParseJid } from "../jid/jid.ts";
import { OperationError } from "../operation-error.ts";
import { StanzaError } from "../stanza-error.ts";

/** The bare JID of an account at one of `domains`. Throws OperationError no-domain-served, not-an-account, domain-not-served. */
export function localAccount(jid: Jid, domains: readonly string[]): string {
  const [domain] = domains;
  if (domain === undefined) throw new OperationError("no-domain-served", {});
  if (jid.local === "" || jid.resource !== "") throw new OperationError("not-an-account", { given: jid.full, domain });
  if (!domains.includes(jid.domain)) throw new OperationError("domain-not-served", { domain: jid.domain, domains });
  return jid.bare;
}

/** Characters of what was typed that a failure repeats. */
const MAX_SHOWN = 50;
const shown = (text: string): string => text.slice(0, MAX_SHOWN);

/**
 * A name without @ is at the first of `domains`. Throws OperationError no-domain-served, not-an-address, not-an-account,
 * domain-not-served.
 */
export function parseTypedAccount(text: string, domains: readonly string[]): Jid {
  const [first] = domains;
  if (first === undefined) throw new OperationError("no-domain-served", {});
  const jid = parseAddress(text.includes("@") ? text : `${text}@${first}`);
  localAccount(jid, domains);
  return jid;
}

/** An account of another server, as a bare JID. Throws OperationError not-an-address, not-an-account. */
export function parseForeignAccount(text: string): Jid {
  const jid = parseAddress(text.trim().replace(/^xmpp:/i, ""));
  if (jid.local === "" || jid.resource !== "")
    throw new OperationError("not-an-account", { given: shown(text), domain: jid.domain });
  return jid;
}

function parseAddress(given: string): Jid {
  try {
    return parseJid(given);
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    throw new OperationError("not-an-address", { given, why: error.message });
  }
}

/** A name without @ is at the first of `services`. Throws OperationError not-a-room. */
export function parseTypedRoom(text: string, services: readonly string[]): Jid {
  const [first = ""] = services;
  const jid = tryParseJid(text.includes("@") ? text : `${text}@${first}`);
  if (!jid) throw new OperationError("not-a-room", { given: shown(text), example: `family@${first}` });
  return jid;
}

/**
 * An address or a whole domain: a name without @ is an account at the first of our domains, unless it is a domain itself.
 * Throws OperationError nobodys-address.
 */
export function parseTypedPerson(text: string, domains: readonly string[]): Jid {
  const [first = ""] = domains;
  const isName = !text.includes("@") && !text.includes(".") && !domains.includes(text.toLowerCase());
  const jid = tryParseJid(isName ? `${text}@${first}` : text);
  if (jid?.resource !== "") throw new OperationError("nobodys-address", { given: shown(text), domain: first });
  return jid;
}

/** Throws OperationError not-a-domain. */
export function parseTypedDomain(text: string): string {
  const domain = tryParseDomain(text);
  if (domain === undefined) throw new OperationError("not-a-domain", { given: shown(text) });
  return domain;
}
