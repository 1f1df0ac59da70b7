/** XEP-0153: vCard-Based Avatars: available presence says which photo the vCard has (XEP-0398 §4: the server does so). */
import type { Element } from "ltx";
import { presence } from "../im/presence.ts";
import { defineModule } from "../server/module.ts";
import { withChildren, withXml, xml } from "../stanza.ts";
import { vcard } from "./0054-vcard.ts";

const NS = "vcard-temp:x:update";

const update = (hash: string | undefined): Element => xml("x", { xmlns: NS }, xml("photo", {}, hash));

/** "" where the client says that there is no photo to be shown; undefined where it does not say. */
const photoSaid = (element: Element): string | undefined => element.getChild("x", NS)?.getChild("photo")?.getText();

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
    const { announce } = use(presence);

    /** Where it is the server that said that there is no photo (any more): another one may come. */
    const ours = new WeakSet<Element>();

    // Those who are here are seen with the new photo, and not with the former one until they say something else.
    onPhotoChange((account) => {
      const hash = photoHashFor(account);
      for (const session of sessions.of(account)) {
        const said = session.presence && photoSaid(session.presence);
        if (!session.presence || said === hash || (said === "" && !ours.has(session.presence))) continue;
        if (!said && !hash) continue;
        const told = withUpdate(session.presence, hash);
        if (!hash) ours.add(told);
        announce(told, session);
      }
    });

    return {
      stanzas: {
        outbound: {
          amend: ({ stanza, account }) => {
            if (stanza.name !== "presence" || stanza.type !== "available") return stanza;
            const said = photoSaid(stanza.xml);
            if (said === "") return stanza;
            const hash = photoHashFor(account, stanza.to);
            return hash === undefined || said === hash ? stanza : withXml(stanza, withUpdate(stanza.xml, hash));
          },
        },
      },
    };
  },
});
