/** Which strangers, that is, senders who are not contacts, may send messages to an account: an option against spam. */
import type { Jid } from "../jid/jid.ts";
import { choice } from "../options.ts";
import { defineModule } from "../server/module.ts";
import { StanzaError } from "../stanza-error.ts";
import { isSubscribedTo, isSubscriber } from "./contact.ts";
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

    /** The account itself, this server and its services are no strangers. */
    const isTrusted = (account: string, peer: Jid): boolean => {
      if (peer.bare === account) return true;
      if (config.messages !== "nobody" && domains.has(peer.domain)) return true;
      if (domains.has(peer.domain)) return peer.local === "";
      return [...domains].some((domain) => peer.domain.endsWith(`.${domain}`));
    };

    const isContact = (account: string, jid: string): boolean => {
      const contact = contacts.get(account, jid);
      return (
        contact !== undefined && (contact.isListed || contact.ask || isSubscriber(contact) || isSubscribedTo(contact))
      );
    };

    const isStranger = (account: string, peer: Jid): boolean =>
      !isTrusted(account, peer) && !isContact(account, peer.bare);

    return {
      stanzas: {
        inbound: {
          guard: ({ stanza, account, peer }) => {
            const isSubscription = stanza.name === "presence" && stanza.type === "subscribe";
            const isRefusedToStrangers = stanza.name === "message" && config.messages !== "everyone";
            const isRefused =
              isRefusedToStrangers || ((stanza.name === "message" || isSubscription) && isSuspect(peer.domain));
            // Rooms that the account has joined are no strangers.
            if (!isRefused || stanza.type === "groupchat" || stanza.type === "error") return undefined;
            if (!isStranger(account, peer)) return undefined;
            // The same error as for an account that does not exist (RFC 6121 §8.5.1); presence is not answered.
            return new StanzaError("service-unavailable");
          },
        },
      },
      api: {
        /** Whether this peer may not send messages to an account (a bare JID). */
        refuses: (account: string, peer: Jid): boolean =>
          (config.messages !== "everyone" || isSuspect(peer.domain)) && isStranger(account, peer),
        /** Strangers of the domains (prepared) that `test` is true of may not send messages, nor subscription requests. */
        suspect: (test: (domain: string) => boolean): void => {
          isSuspect = test;
        },
      },
    };
  },
});
