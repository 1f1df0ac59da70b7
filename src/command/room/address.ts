/** Which room, and whom, a person means by what they have typed. */
import { type Jid, parseJid } from "../../jid/jid.ts";
import type { RoomMessages } from "../../messages/rooms.ts";
import { StanzaError } from "../../stanza-error.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";

/** A room at one of `services`; a name without @ is at the first of them. Throws CommandError. */
export function roomMeant(text: string, services: readonly string[], { problems }: RoomMessages): Jid {
  const [first = ""] = services;
  const example = `family@${first}`;
  const jid = addressIn(text.includes("@") ? text : `${text}@${first}`);
  if (!jid || jid.local === "" || jid.resource !== "")
    throw new CommandError(EXIT.usage, problems.noAddress(shown(text)), problems.like(example));
  if (services.includes(jid.domain)) return jid;
  // Whoever forgets the subdomain means the rooms of that very domain.
  const near = services.find((service) => service.endsWith(`.${jid.domain}`));
  const like = problems.like(near ? `${jid.local}@${near}` : example);
  throw new CommandError(EXIT.usage, problems.notHere(jid.domain, services.join(", ")), like);
}

export interface People {
  readonly domains: readonly string[];
  /** By bare JID; who may be anybody is not asked for. */
  readonly exists: (account: string) => boolean;
}

/**
 * A bare JID or a whole domain: a name without @ is an account at the first of our domains, unless it is a domain itself.
 * Throws CommandError, also for an account that is missing here.
 */
export function personMeant(text: string, { domains, exists }: People, { problems }: RoomMessages): string {
  const isName = !text.includes("@") && !text.includes(".") && !domains.includes(text.toLowerCase());
  const jid = addressIn(isName ? `${text}@${domains[0] ?? ""}` : text);
  if (jid?.resource !== "")
    throw new CommandError(EXIT.usage, problems.noPerson(shown(text)), problems.like(`alice@${domains[0] ?? ""}`));
  if (jid.local !== "" && domains.includes(jid.domain) && !exists(jid.bare))
    throw new CommandError(EXIT.failed, problems.noAccount(jid.bare), problems.seeUsers);
  return jid.bare;
}

function addressIn(text: string): Jid | undefined {
  try {
    return parseJid(text);
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}

const shown = (text: string): string => text.slice(0, 50);
