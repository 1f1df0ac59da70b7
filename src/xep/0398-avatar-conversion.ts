/** XEP-0398: User Avatar to vCard-Based Avatars Conversion: who publishes one has the other, too. */
import { createHash } from "node:crypto";
import { attempt } from "../server/attempt.ts";
import { defineModule } from "../server/module.ts";
import { copyOf, withChildren, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Photo } from "./0054-photo.ts";
import { vcard } from "./0054-vcard.ts";
import { type PepItem, pep } from "./0163-pep.ts";
import { imageTypeOf } from "./0398-image-type.ts";

/** XEP-0084: the picture, by its hash, and what is said of it. */
const DATA = "urn:xmpp:avatar:data";
const METADATA = "urn:xmpp:avatar:metadata";
const CARD = "vcard-temp";

export const avatarConversion = defineModule({
  name: "avatar_conversion",
  xep: "0398",
  version: "1.0.0",
  features: ["urn:xmpp:pep-vcard-conversion:0"],
  setup: ({ db, log, id, use }) => {
    const cards = use(vcard);
    const nodes = use(pep);

    /** §7: a vCard is for everybody, so only a picture that is, too, goes there. */
    const isPublic = (account: string): boolean => nodes.configOf(account, DATA)?.access_model === "open";

    const putPhoto = (account: string, photo: { readonly type: string; readonly base64: string } | undefined): void => {
      const card = cards.vcardOf(account) ?? xml("vCard", { xmlns: CARD });
      const others = card.getChildElements().filter(({ name }) => name !== "PHOTO");
      const element = photo && xml("PHOTO", {}, xml("TYPE", {}, photo.type), xml("BINVAL", {}, photo.base64));
      cards.put(account, withChildren(copyOf(card), element ? [...others, element] : others));
    };

    /** §3.1: of several kinds the one that is at the data node. */
    const toCard = (account: string, { payload }: PepItem): void => {
      const info = payload?.getChildren("info").find(({ attrs }) => attrs.url === undefined);
      if (!info) {
        // XEP-0084 §3.5: nothing in it, and there is no avatar any more.
        if (payload?.getChildElements().length === 0 && cards.photoHashOf(account)) putPhoto(account, undefined);
        return;
      }
      const data = nodes.itemOf(account, DATA, info.attrs.id ?? "")?.payload;
      const base64 = data?.getText().replaceAll(/\s+/g, "") ?? "";
      const bytes = Buffer.from(base64, "base64");
      const hash = createHash("sha1").update(bytes).digest("hex");
      const type = imageTypeOf(bytes);
      if (!type || hash !== info.attrs.id || hash === cards.photoHashOf(account)) return;
      putPhoto(account, { type, base64 });
    };

    /** §3.2: first the picture, then word of it. */
    const toNodes = (account: string, { bytes, hash }: Photo): void => {
      // A vCard may say nothing of its photo's type, or what it is not: the bytes know it.
      const type = imageTypeOf(bytes);
      if (!type) throw new StanzaError("not-acceptable", { text: "no image that clients show" });
      const data = xml("data", { xmlns: DATA }, Buffer.from(bytes).toString("base64"));
      const info = xml("info", { bytes: bytes.length, id: hash, type });
      const open = { access_model: "open" } as const;
      nodes.publish(account, DATA, { id: hash, payload: data }, open);
      nodes.publish(account, METADATA, { id: hash, payload: xml("metadata", { xmlns: METADATA }, info) }, open);
    };

    /** XEP-0084 §3.5. */
    const clearMetadata = (account: string): void =>
      nodes.publish(account, METADATA, { id: id(), payload: xml("metadata", { xmlns: METADATA }) });

    /** What cannot be converted is not: there is no room, or the vCard would be too long. */
    const converting = (account: string, work: () => void): void =>
      attempt({ db, log }, "avatar-not-converted", account, work);

    nodes.listen({
      published: (account, node, items) => {
        const last = items.at(-1);
        if (node === METADATA && last && isPublic(account)) converting(account, () => toCard(account, last));
      },
      removed: (account, node, ids) => {
        const hash = cards.photoHashOf(account);
        const isGone = node === METADATA && hash !== undefined && ids.includes(hash);
        if (isGone && nodes.itemsOf(account, METADATA).length === 0)
          converting(account, () => putPhoto(account, undefined));
      },
    });
    cards.onChange((account, { photo, formerHash }) => {
      const shown = nodes.itemsOf(account, METADATA).at(-1)?.payload?.getChildren("info") ?? [];
      const isShown = (hash: string | undefined): boolean => shown.some(({ attrs }) => attrs.id === hash);
      if (photo && !isShown(photo.hash)) converting(account, () => toNodes(account, photo));
      if (!photo && formerHash && isShown(formerHash)) converting(account, () => clearMetadata(account));
    });
    return {};
  },
});
