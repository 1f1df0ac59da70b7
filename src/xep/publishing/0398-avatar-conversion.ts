/** XEP-0398: User Avatar to vCard-Based Avatars Conversion, in both directions. */
import { defineModule } from "../../server/module.ts";
import { tryAtomically } from "../../server/try-atomically.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { weightOf } from "../../xml/weight.ts";
import { type Photo, photoIn, withPhoto } from "../0054-photo.ts";
import { vcard } from "../0054-vcard.ts";
import { refused } from "./0060-pubsub/protocol.ts";
import { pep } from "./0163-pep.ts";
import { avatarsAt, DATA, imageTypeOf, infoIn, METADATA, type Picture } from "./0398-avatar.ts";

/** The weight of the metadata, in bytes. */
const MAX_METADATA_BYTES = 64_000;

export const avatarConversion = defineModule({
  name: "avatar_conversion",
  xep: "0398",
  version: "1.0.0",
  accountFeatures: ["urn:xmpp:pep-vcard-conversion:0"],
  setup: ({ db, log, id, use }) => {
    const cards = use(vcard);
    const nodes = use(pep);
    const { hashOf, pictureOf, isRestricted, maySee } = avatarsAt(nodes);

    const putPhoto = (account: string, photo: Picture | undefined): void =>
      cards.put(account, withPhoto(cards.vcardOf(account), photo));

    const dropPhoto = (account: string): void => {
      if (cards.photoHashOf(account)) putPhoto(account, undefined);
    };

    /** §3.1, §7: a vCard is for everybody, so only an avatar for everybody is copied there. */
    const toCard = (account: string): void => {
      const metadata = nodes.lastOf(account, METADATA)?.payload;
      const hash: string | undefined = infoIn(metadata)?.attrs.id;
      // XEP-0084 §3.5: empty metadata removes the avatar.
      if (metadata?.getChildElements().length === 0 || isRestricted(account)) return dropPhoto(account);
      const picture = hash === undefined || hash === cards.photoHashOf(account) ? undefined : pictureOf(account, hash);
      if (picture) putPhoto(account, picture);
    };

    /** §3.2: first the data, then the metadata. */
    const toNodes = (account: string, { bytes, hash }: Photo): void => {
      // A vCard's TYPE may be missing or wrong, so the type is detected.
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

    /** Conversion fails without an error for the client, where there is no storage left or the vCard would be too long. */
    const converting = (account: string, work: () => void): boolean =>
      tryAtomically({ db, log }, "avatar-not-converted", account, work);

    const follow = (account: string): void => {
      converting(account, () => toCard(account));
      cards.photoChanged(account);
    };
    nodes.addListener({
      published: (account, node, items) => {
        if (node !== METADATA) return;
        // It is parsed for each presence that the hash is added to.
        if (items.some(({ payload }) => payload && weightOf(payload) > MAX_METADATA_BYTES))
          throw refused("not-acceptable", "payload-too-big");
        follow(account);
      },
      configured: (account, node) => {
        if (node === DATA || node === METADATA) follow(account);
      },
      removed: (account, node, ids) => {
        if (node !== METADATA || nodes.lastOf(account, METADATA)) return;
        if (ids.includes(cards.photoHashOf(account) ?? "")) converting(account, () => dropPhoto(account));
        cards.photoChanged(account);
      },
    });
    cards.onChange((account, { photo, formerHash }) => {
      const shown = hashOf(account);
      if (photo && photo.hash !== shown) converting(account, () => toNodes(account, photo));
      if (!photo && formerHash && formerHash === shown && !isRestricted(account))
        converting(account, () => clearMetadata(account));
    });
    // §6.2, §7: a restricted avatar is added to the vCard for those who may see it.
    cards.setPhotoSource({
      photoFor: (account, reader) => {
        const hash = hashOf(account);
        return hash !== undefined && maySee(account, reader) ? pictureOf(account, hash) : undefined;
      },
      hashFor: (account, reader) => (maySee(account, reader) ? hashOf(account) : undefined),
      store: (account, photo) =>
        isRestricted(account) && (photo.hash === hashOf(account) || converting(account, () => toNodes(account, photo))),
    });
    /** Another server may have had the photo in one of the two alone, or in both, of which only one is for everybody. */
    const reconcile = (account: string): void => {
      const card = cards.vcardOf(account);
      const photo = card && photoIn(card);
      if (!photo) toCard(account);
      else if (hashOf(account) === undefined) toNodes(account, photo);
      else if (isRestricted(account) && photo.hash === hashOf(account)) putPhoto(account, undefined);
    };
    return { imported: (account) => void converting(account, () => reconcile(account)) };
  },
});
