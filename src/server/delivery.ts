/** RFC 6121 §8.5: which of an account's sessions a stanza goes to. */
import { isSubscription, type Stanza } from "../stanza.ts";
import type { StanzaErrorCondition } from "../stanza-error.ts";
import { NOBODY, type Session, type Sessions } from "./session.ts";

export interface Delivery {
  readonly recipients: ReadonlySet<Session>;
  /** The error for the sender where nobody receives it; undefined where there is none. */
  readonly refusal?: StanzaErrorCondition | undefined;
  /** Whether it may be stored offline instead, where a module does that. */
  readonly isStorable?: boolean;
}

/** Which sessions receive a message to the bare JID, and what happens where none does (§8.5.2.1.1, §8.5.2.2.1). */
const MESSAGES: Record<string, { to: "non-negative" | "nobody"; refusal?: StanzaErrorCondition; isStored?: true }> = {
  normal: { to: "non-negative", refusal: "service-unavailable", isStored: true },
  chat: { to: "non-negative", refusal: "service-unavailable", isStored: true },
  headline: { to: "non-negative" },
  groupchat: { to: "nobody", refusal: "service-unavailable" },
  error: { to: "nobody" },
};

/** Whether a message is stored for an account without an available session (§8.5.2.2.1). */
export const isStoredOffline = (stanza: Stanza): boolean =>
  stanza.name === "message" && MESSAGES[stanza.type]?.isStored === true;

/** Chooses the recipients of a stanza whose `to` is a local account, full or bare. */
export function chooseRecipients(stanza: Stanza, sessions: Sessions): Delivery {
  const { to } = stanza;
  if (!to) return { recipients: NOBODY };
  if (to.resource !== "") {
    const session = sessions.get(to.full);
    if (session) return { recipients: new Set([session]) };
    if (!fallsBackToBareJid(stanza)) return { recipients: NOBODY, refusal: refusalWithoutMatch(stanza) };
  }
  return stanza.name === "message" ? forMessage(stanza, sessions) : { recipients: available(sessions, to.bare) };
}

/** A message of type chat (§8.5.3.2.1) and subscriptions (§8.5.3.2.2) are treated as if sent to the bare JID. */
const fallsBackToBareJid = (stanza: Stanza): boolean =>
  stanza.name === "message" ? stanza.type === "chat" : isSubscription(stanza);

/**
 * §8.5.3.2.1: types normal, groupchat and headline are ignored or answered with an error, an error is ignored; §8.5.3.2.3: iq.
 * The sender hears of what a person may have written (docs/decisions/0025).
 */
function refusalWithoutMatch({ name, type }: Stanza): StanzaErrorCondition | undefined {
  if (name === "iq") return "service-unavailable";
  return name === "message" && (type === "normal" || type === "groupchat") ? "service-unavailable" : undefined;
}

function forMessage(stanza: Stanza, sessions: Sessions): Delivery {
  const rule = MESSAGES[stanza.type];
  const account = stanza.to?.bare ?? "";
  const recipients =
    rule?.to === "non-negative" ? available(sessions, account, (session) => session.priority >= 0) : NOBODY;
  if (recipients.size > 0) return { recipients };
  return { recipients, refusal: rule?.refusal, isStorable: rule?.isStored === true };
}

function available(sessions: Sessions, account: string, isWanted = (_: Session) => true): ReadonlySet<Session> {
  const chosen = new Set<Session>();
  for (const session of sessions.of(account)) if (session.presence && isWanted(session)) chosen.add(session);
  return chosen;
}
