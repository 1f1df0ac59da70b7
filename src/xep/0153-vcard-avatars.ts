/** XEP-0153: vCard-Based Avatars: adds the photo's hash to available presence (XEP-0398 §4). */
import type { Element } from "ltx";
import { presence } from "../im/presence.ts";
import { defineModule } from "../server/module.ts";
import { withChildren, withXml, xml } from "../stanza.ts";
import { vcard } from "./0054-vcard.ts";

const NS = "vcard-temp:x:update";

const update = (hash: string | undefined): Element => xml("x", { xmlns: NS }, xml("photo", {}, hash));

/** The hash in a client's presence: "" for an empty <photo/>, undefined without one. */
const photoHashIn = (element: Element): string | undefined => element.getChild("x", NS)?.getChild("photo")?.getText();

const withUpdate = (element: Element, hash: string | undefined): Element => {
  const others = element.children.filter((child) => typeof child === "string" || !(child as Element).is("x", NS));
  return withChildren(element, [...others, update(hash)]);
};

export const vcardAvatars = defineModule({
  name: "vcard_avatars",
  xep: "0153",
  version: "1.1.1",
  setup: ({ sessions, use }) => {
    const { photoHashFor, onPhotoChange } = use(vcard);
    const { updatePresence } = use(presence);

    /** Presence to which the server, not the client, added an empty <photo/>: a new photo may replace it. */
    const emptyByServer = new WeakSet<Element>();

    // Broadcasts the presence of available sessions again, with the new photo.
    onPhotoChange((account) => {
      const hash = photoHashFor(account);
      for (const session of sessions.of(account)) {
        const announced = session.presence && photoHashIn(session.presence);
        if (!session.presence || announced === hash || (announced === "" && !emptyByServer.has(session.presence)))
          continue;
        if (!announced && !hash) continue;
        const updated = withUpdate(session.presence, hash);
        if (!hash) emptyByServer.add(updated);
        updatePresence(updated, session);
      }
    });

    return {
      stanzas: {
        outbound: {
          amend: ({ stanza, account }) => {
            if (stanza.name !== "presence" || stanza.type !== "available") return stanza;
            const announced = photoHashIn(stanza.xml);
            if (announced === "") return stanza;
            const hash = photoHashFor(account, stanza.to);
            return hash === undefined || announced === hash ? stanza : withXml(stanza, withUpdate(stanza.xml, hash));
          },
        },
      },
    };
  },
});
