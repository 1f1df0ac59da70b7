/** XEP-0352: Client State Indication: presence and chat states wait while a client is inactive; messages and calls do not. */
import type { Element } from "ltx";
import { NS_HINTS, NS_STANZA_ID } from "../namespaces.ts";
import { defineModule } from "../server/module.ts";
import type { CsiPolicy, Session } from "../server/session.ts";
import { xml } from "../stanza.ts";

const NS = "urn:xmpp:csi:0";
const CHAT_STATES = "http://jabber.org/protocol/chatstates";

/** What a person would not want to be woken for. */
const policy: CsiPolicy = (element) => (isPresence(element) || isMereChatState(element) ? "later" : "now");

export const clientState = defineModule({
  name: "csi",
  xep: "0352",
  version: "1.0.0",
  setup: () => {
    const active = (_: Element, session: Session): void => session.setCsiPolicy(undefined);
    const inactive = (_: Element, session: Session): undefined => void session.setCsiPolicy(policy);
    return {
      streamFeature: () => xml("csi", { xmlns: NS }),
      session: {
        nonzas: { [NS]: { active, inactive } },
        // A session begins in the active state.
        bind2: {
          [NS]: (request, session) => (request.getName() === "inactive" ? inactive(request, session) : undefined),
        },
      },
    };
  },
});

/** Available or unavailable presence; subscription requests are not delayed. */
function isPresence({ name, attrs }: Element): boolean {
  return name === "presence" && (attrs.type === undefined || attrs.type === "unavailable");
}

function isMereChatState(element: Element): boolean {
  const children = element.getChildElements();
  if (element.name !== "message" || children.length === 0) return false;
  return children.every((child) => child.getNS() === CHAT_STATES || child.name === "thread" || isIncidental(child));
}

/** Elements that accompany a chat state and have no meaning for people. */
const isIncidental = (child: Element): boolean =>
  child.getNS() === NS_HINTS || child.is("stanza-id", NS_STANZA_ID) || child.is("origin-id", NS_STANZA_ID);
