/** XEP-0292: vCard4 Over XMPP: the account's node is synchronized with its vcard-temp while both are for everybody. */
import type { Element } from "ltx";
import { defineModule, type Passage } from "../../server/module.ts";
import { tryAtomically } from "../../server/try-atomically.ts";
import { copyOf } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { hasTooManyElements, vcard } from "../0054-vcard.ts";
import { nonReentrant, pep } from "./0163-pep.ts";
import { areEquivalent, hasProperties, VCARD4, vcard4With, vcardTempWith } from "./0292-conversion.ts";

const NODE = "urn:xmpp:vcard4";
/** XEP-0222. */
const PUBLIC = { access_model: "open", persist_items: true } as const;

export const vcard4 = defineModule({
  name: "vcard4",
  xep: "0292",
  version: "0.12.0",
  setup: ({ db, log, use }) => {
    const cards = use(vcard);
    const nodes = use(pep);

    const itemOf = (account: string) => nodes.lastOf(account, NODE);

    const put = (account: string, payload: Element): void =>
      nodes.publish(account, NODE, { id: itemOf(account)?.id ?? "current", payload }, PUBLIC);

    const toTemp = (account: string, payload: Element | undefined): void => {
      const before = cards.vcardOf(account);
      if (!areEquivalent(before, payload)) cards.put(account, vcardTempWith(payload, before));
    };

    const toVcard4 = (account: string, card: Element): void => {
      const before = itemOf(account)?.payload;
      if (before) checked(before);
      if (!areEquivalent(card, before) && (before || hasProperties(card))) put(account, vcard4With(card, before));
    };

    /** Throws StanzaError not-acceptable for a vCard with too many elements to be converted. */
    const checked = (card: Element): Element => {
      if (hasTooManyElements(card)) throw new StanzaError("not-acceptable", { text: "a vCard has too many elements" });
      return card;
    };

    const once = nonReentrant();
    const converting = (account: string, work: () => void): void =>
      once(() => tryAtomically({ db, log }, "vcard-not-converted", account, work));

    nodes.addListener({
      published: (account, node, items, { access_model }) => {
        // A vcard-temp is for everybody: a restricted vCard4 is not copied there.
        if (node !== NODE || access_model !== "open") return;
        const payload = items.at(-1)?.payload;
        if (payload?.is("vcard", VCARD4)) converting(account, () => toTemp(account, checked(payload)));
      },
      removed: (account, node, _, { access_model }) => {
        if (node === NODE && access_model === "open" && !itemOf(account))
          converting(account, () => toTemp(account, undefined));
      },
    });
    cards.onChange((account, { card }) => {
      const isOpen = (nodes.configOf(account, NODE)?.access_model ?? "open") === "open";
      if (isOpen) converting(account, () => toVcard4(account, card));
    });

    // Before version 0.12 the vCard was the payload of the iq: clients in use send it.
    const read = (_: Element, { account, peer }: Passage): Element => {
      const items = nodes.newest(account, NODE, peer).getChild("items")?.getChildren("item");
      const card = items?.at(-1)?.getChild("vcard", VCARD4);
      if (!card) throw new StanzaError("item-not-found");
      return copyOf(card);
    };
    const write = (card: Element, { account, peer }: Passage): undefined => {
      if (peer.bare !== account) throw new StanzaError("forbidden", { text: "this vCard is somebody else's" });
      put(account, card);
    };
    /** Another server may have had one of the two alone. */
    const imported = (account: string): void => {
      const [card, item] = [cards.vcardOf(account), itemOf(account)?.payload];
      const isOpen = nodes.configOf(account, NODE)?.access_model === "open";
      if (card && !item) converting(account, () => toVcard4(account, card));
      else if (!card && isOpen && item?.is("vcard", VCARD4)) converting(account, () => toTemp(account, checked(item)));
    };
    return { imported, iq: { account: { [VCARD4]: { get: { vcard: read }, set: { vcard: write } } } } };
  },
});
