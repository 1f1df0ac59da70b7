/** Who may write to an account without being among its contacts: an option, for those who are bothered. */
import type { Jid } from "../jid/jid.ts";
import { choice } from "../options.ts";
import { defineModule } from "../server/module.ts";
import { StanzaError } from "../stanza-error.ts";
import { isSeen, seesUs } from "./contact.ts";
import { roster } from "./roster.ts";

export const strangers = defineModule({
  name: "strangers",
  options: {
    messages: choice(
      ["everyone", "neighbours", "nobody"],
      "everyone",
      "Which strangers may write to an account: everyone, those with an address of this server, or nobody who is not a contact.",
    ),
  },
  setup: ({ config, domains, use }) => {
    const contacts = use(roster);
    let isSuspect = (_domain: string): boolean => false;

    /** This server and its services are no strangers. */
    const isExpected = (account: string, peer: Jid): boolean => {
      if (peer.bare === account) return true;
      if (config.messages !== "nobody" && domains.has(peer.domain)) return true;
      if (domains.has(peer.domain)) return peer.local === "";
      return [...domains].some((domain) => peer.domain.endsWith(`.${domain}`));
    };

    const isContact = (account: string, jid: string): boolean => {
      const contact = contacts.get(account, jid);
      return contact !== undefined && (contact.isListed || contact.ask || seesUs(contact) || isSeen(contact));
    };

    const isStranger = (account: string, peer: Jid): boolean =>
      !isExpected(account, peer) && !isContact(account, peer.bare);

    return {
      stanzas: {
        inbound: {
          guard: ({ stanza, account, peer }) => {
            const isSubscription = stanza.name === "presence" && stanza.type === "subscribe";
            const isRefusedToAll = stanza.name === "message" && config.messages !== "everyone";
            const isRefused =
              isRefusedToAll || ((stanza.name === "message" || isSubscription) && isSuspect(peer.domain));
            // Rooms one has gone to are no strangers.
            if (!isRefused || stanza.type === "groupchat" || stanza.type === "error") return undefined;
            if (!isStranger(account, peer)) return undefined;
            // The same answer as for an account that does not exist (RFC 6121 §8.5.1): none, where it is presence.
            return new StanzaError("service-unavailable");
          },
        },
      },
      api: {
        /** Whether this peer may not write to an account (a bare JID). */
        refuses: (account: string, peer: Jid): boolean =>
          (config.messages !== "everyone" || isSuspect(peer.domain)) && isStranger(account, peer),
        /** From domains of which this is true no stranger may write, or ask to become a contact. Prepared domains. */
        suspect: (test: (domain: string) => boolean): void => {
          isSuspect = test;
        },
      },
    };
  },
});
