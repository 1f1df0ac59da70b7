/** XEP-0199: XMPP Ping. */
import type { Element } from "ltx";
import { presence } from "../im/presence.ts";
import { NS_PING } from "../namespaces.ts";
import { defineModule, type Passage } from "../server/module.ts";
import { StanzaError } from "../stanza-error.ts";

export const ping = defineModule({
  name: "ping",
  xep: "0199",
  version: "2.0.1",
  setup: ({ use }) => {
    const { isKnownTo } = use(presence);
    const pong = { [NS_PING]: { get: { ping: () => undefined } } };
    /** §6: a stranger does not learn whether an account is there. */
    const forAccount = (_: Element, { account, peer }: Passage): undefined => {
      if (!isKnownTo(account, peer)) throw new StanzaError("service-unavailable");
    };
    return { iq: { self: pong, server: pong, account: { [NS_PING]: { get: { ping: forAccount } } } } };
  },
});
