/** Contacts, and requests that wait for an answer: one row of `roster` for each address. */
import type { Element } from "ltx";
import { parseJid } from "../../../jid/jid.ts";
import { atom, type Term, tuple } from "../term.ts";
import { accountKey, bareKey } from "./address.ts";

interface Contact {
  name: string;
  subscription: string;
  isAsked: boolean;
  hasAsked: boolean;
  groups: readonly string[];
  text: string;
}

export class ContactRows {
  readonly #contacts = new Map<string, Contact>();

  /** jabber:iq:roster. Throws JidError. */
  addRoster(query: Element): void {
    for (const item of query.getChildren("item")) {
      const { attrs } = item;
      const contact = this.#contact(attrs.jid ?? "");
      contact.name = attrs.name ?? "";
      contact.subscription = attrs.subscription ?? "none";
      contact.isAsked = attrs.ask === "subscribe";
      contact.groups = item.getChildren("group").map((group) => group.getText());
    }
  }

  /** <presence type="subscribe"/>. Throws JidError. */
  addRequest(presence: Element): void {
    const contact = this.#contact(presence.attrs.from ?? "");
    contact.hasAsked = true;
    contact.text = presence.getChildText("status") ?? "";
  }

  /** The rows, after which there are no contacts. */
  *take(account: string): Generator<Term> {
    for (const [jid, { name, subscription, isAsked, hasAsked, groups, text }] of this.#contacts) {
      const ask = isAsked && hasAsked ? "both" : isAsked ? "out" : hasAsked ? "in" : "none";
      const [us, key] = [accountKey(account), bareKey(jid)];
      const usj = tuple(...us.items, key);
      yield tuple(atom("roster"), usj, us, key, name, atom(subscription), atom(ask), groups, text, []);
    }
    this.#contacts.clear();
  }

  #contact(address: string): Contact {
    const jid = parseJid(address).bare;
    const contact = this.#contacts.get(jid) ?? {
      ...{ name: "", subscription: "none", groups: [], text: "" },
      ...{ isAsked: false, hasAsked: false },
    };
    this.#contacts.set(jid, contact);
    return contact;
  }
}
