/** Who may write to an account without being among its contacts: an option, for those who are bothered. */
import { choice } from "../options.ts";
import { defineModule, type Passage } from "../server/module.ts";
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

    /** This server, its services, and rooms one has gone to are no strangers. */
    const isExpected = ({ stanza, account, peer }: Passage): boolean => {
      if (peer.bare === account || stanza.type === "groupchat" || stanza.type === "error") return true;
      if (config.messages === "neighbours" && domains.has(peer.domain)) return true;
      if (domains.has(peer.domain)) return peer.local === "";
      return [...domains].some((domain) => peer.domain.endsWith(`.${domain}`));
    };

    const isContact = (account: string, jid: string): boolean => {
      const contact = contacts.get(account, jid);
      return contact !== undefined && (contact.isListed || contact.ask || seesUs(contact) || isSeen(contact));
    };

    if (config.messages === "everyone") return {};
    return {
      inbound: {
        guard: (passage) => {
          const { stanza, account, peer } = passage;
          if (stanza.name !== "message" || isExpected(passage) || isContact(account, peer.bare)) return undefined;
          // The same answer as for an account that does not exist (RFC 6121 §8.5.1).
          return new StanzaError("service-unavailable");
        },
      },
    };
  },
});
