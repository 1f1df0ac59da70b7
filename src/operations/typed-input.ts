/** What a person types for an account, a room, somebody, a domain or an affiliation; addresses in short forms, too. */
import { parseDomain } from "../jid/domain.ts";
import { type Jid, parseJid } from "../jid/jid.ts";
import { OperationError } from "../operation-error.ts";
import { StanzaError } from "../stanza-error.ts";
import { AFFILIATIONS, type Affiliation, isAffiliation } from "../xep/rooms/0045-muc/privileges.ts";

/** Characters of what was typed that a failure repeats. */
const MAX_SHOWN = 50;
const shown = (text: string): string => text.slice(0, MAX_SHOWN);

/** A name without @ is at the first of `domains`. Throws OperationError no-domain-served, not-an-address. */
export function parseTypedAccount(text: string, domains: readonly string[]): Jid {
  const [first] = domains;
  if (first === undefined) throw new OperationError("no-domain-served", {});
  const given = text.includes("@") ? text : `${text}@${first}`;
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
  const jid = jidOrUndefined(text.includes("@") ? text : `${text}@${first}`);
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
  const jid = jidOrUndefined(isName ? `${text}@${first}` : text);
  if (jid?.resource !== "") throw new OperationError("nobodys-address", { given: shown(text), domain: first });
  return jid;
}

/** Throws OperationError not-a-domain. */
export function parseTypedDomain(text: string): string {
  try {
    return parseDomain(text);
  } catch (error) {
    if (!(error instanceof StanzaError)) throw error;
    throw new OperationError("not-a-domain", { given: shown(text) });
  }
}

/** Throws OperationError not-an-affiliation. */
export function parseTypedAffiliation(text: string): Affiliation {
  if (isAffiliation(text)) return text;
  throw new OperationError("not-an-affiliation", { given: shown(text), affiliations: [...AFFILIATIONS].reverse() });
}

function jidOrUndefined(text: string): Jid | undefined {
  try {
    return parseJid(text);
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}
