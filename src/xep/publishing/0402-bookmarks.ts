/** XEP-0402: PEP Native Bookmarks, synchronized (XEP-0411) with the list of XEP-0048 in PEP and in XEP-0049. */
import type { Element } from "ltx";
import { size } from "../../options.ts";
import { defineModule } from "../../server/module.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { print } from "../../xml/print.ts";
import { ATTRIBUTE_WEIGHT, ELEMENT_WEIGHT } from "../../xml/weight.ts";
import { privateStorage } from "../0049-private.ts";
import { refused } from "./0060-pubsub/protocol.ts";
import { nonReentrant, type PepItem, pep } from "./0163-pep.ts";
import { BOOKMARKS, changesFor, STORAGE, storageWith } from "./0402-conferences.ts";

/** XEP-0411 §5: for the account alone. */
const PRIVATE = { access_model: "whitelist", persist_items: true } as const;
/** Of an empty bookmark: an <item/>, a <conference/> and its namespace. */
const MIN_WEIGHT = 2 * ELEMENT_WEIGHT + ATTRIBUTE_WEIGHT;
/** The ItemID of XEP-0048 §3.1. */
const LIST = "current";

export const bookmarks = defineModule({
  name: "bookmarks",
  xep: "0402",
  version: "1.2.0",
  accountFeatures: [
    "urn:xmpp:bookmarks:1#compat",
    "urn:xmpp:bookmarks:1#compat-pep",
    "urn:xmpp:bookmarks-conversion:0",
  ],
  options: {
    max_size: size(
      "600kB",
      "How much the bookmarks of one account may weigh: their bytes, 256 for each element in them and 64 for each attribute.",
    ),
  },
  setup: ({ config, use }) => {
    const nodes = use(pep);
    nodes.setPreset(BOOKMARKS, { ...PRIVATE, max_items: "max", send_last_published_item: "never" });
    // XEP-0048 §3.2: unlike the bookmarks, the list is sent to clients that become available.
    nodes.setPreset(STORAGE, PRIVATE);

    /** Throws StanzaError resource-constraint where they exceed max_size. */
    const bookmarksOf = (account: string): readonly PepItem[] => {
      const { items, isAll } = nodes.itemsOf(account, BOOKMARKS, config.max_size);
      if (!isAll) throw tooManyBookmarks();
      return items;
    };

    /** The published list `before`, and the list with the account's bookmarks. */
    const mergedList = (account: string) => {
      const { id, payload } = nodes.lastOf(account, STORAGE) ?? { id: LIST, payload: undefined };
      const before = payload ?? xml("storage", { xmlns: STORAGE });
      return { id, before, storage: storageWith(before, bookmarksOf(account)) };
    };

    /** §5.3.1. */
    const toList = (account: string): void => {
      const { id, before, storage } = mergedList(account);
      if (print(storage) !== print(before)) nodes.publish(account, STORAGE, { id, payload: storage });
    };

    /** §5.3.2. Throws StanzaError resource-constraint. */
    const toItems = (account: string, storage: Element): void => {
      // Checked before anything is converted.
      if (storage.children.length * MIN_WEIGHT > config.max_size) throw tooManyBookmarks();
      const before = bookmarksOf(account);
      const { published, retracted } = changesFor(storage, before);
      // One event for each item: some clients read only the first item of an event.
      for (const id of retracted) nodes.retract(account, BOOKMARKS, [id]);
      if (published.length > 0) nodes.publishEach(account, BOOKMARKS, published);
      const ids = new Set([...before, ...published].map(({ id }) => id)).size - retracted.length;
      if (bookmarksOf(account).length < ids) throw tooManyBookmarks();
    };

    const converting = nonReentrant();

    nodes.addListener({
      published: (account, node, items) => {
        if (node === BOOKMARKS) {
          for (const { payload } of items) checkPayload(payload, "conference", BOOKMARKS);
          converting(() => toList(account));
        } else if (node === STORAGE) {
          const storage = checkPayload(items.at(-1)?.payload, "storage", STORAGE);
          converting(() => toItems(account, storage));
        }
      },
      removed: (account, node) => {
        // While there are too many bookmarks, a removal is not undone because of the list.
        const isListed = node === BOOKMARKS && nodes.itemsOf(account, BOOKMARKS, config.max_size).isAll;
        if (isListed) converting(() => toList(account));
      },
    });

    use(privateStorage).delegate(STORAGE, "storage", {
      read: (account) => mergedList(account).storage,
      write: (account, payload) => {
        const { id, storage } = mergedList(account);
        if (print(payload) !== print(storage)) nodes.publish(account, STORAGE, { id, payload });
      },
      import: (account, payload) => {
        if (payload.is("storage", STORAGE) && !hasAny(account)) nodes.publish(account, STORAGE, { id: LIST, payload });
      },
    });

    const hasItems = (account: string): boolean => nodes.lastOf(account, BOOKMARKS) !== undefined;
    const hasList = (account: string): boolean => nodes.lastOf(account, STORAGE) !== undefined;
    const hasAny = (account: string): boolean => hasItems(account) || hasList(account);

    return {
      // Another server may have had one of the two alone.
      imported: (account) => {
        const list = nodes.lastOf(account, STORAGE)?.payload;
        if (hasItems(account) && !hasList(account)) converting(() => toList(account));
        else if (list?.is("storage", STORAGE) && !hasItems(account)) converting(() => toItems(account, list));
      },
    };
  },
});

const tooManyBookmarks = (): StanzaError =>
  new StanzaError("resource-constraint", {
    text: "there is no room for so many bookmarks: remove some, or ask the administrator for more (bookmarks.max_size)",
  });

/** XEP-0060 §7.1.3.6. */
function checkPayload(payload: Element | undefined, name: string, ns: string): Element {
  if (!payload?.is(name, ns)) throw refused("bad-request", "invalid-payload");
  return payload;
}
