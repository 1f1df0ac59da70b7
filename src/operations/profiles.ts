/** Operations on what people show of themselves: a picture (XEP-0084), a name (XEP-0172), both in the vCard as well (XEP-0054). */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import type { Jid } from "../jid/jid.ts";
import { OperationError } from "../operation-error.ts";
import type { Booted } from "../server/boot.ts";
import { copyOf, withChildren, xml } from "../stanza.ts";
import { StanzaError } from "../stanza-error.ts";
import type { Accounts } from "../store/accounts.ts";
import type { Database } from "../store/database.ts";
import { photoIn } from "../xep/0054-photo.ts";
import { vcard } from "../xep/0054-vcard.ts";
import { pep } from "../xep/publishing/0163-pep.ts";
import { avatarsAt, DATA, imageTypeOf, METADATA } from "../xep/publishing/0398-avatar.ts";
import { storing, synced } from "./storing.ts";

/** Bytes of a picture, so that it fits into a vCard; characters of a name. */
export const MAX_PICTURE_BYTES = 128_000;
const MAX_NAME = 80;

/** XEP-0172: the node and the namespace. */
const NICK = "http://jabber.org/protocol/nick";

export interface ProfilePicture {
  /** "image/png" */
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface ProfileOperations {
  /** What an account has given as its name; undefined for none. */
  readonly nameOf: (jid: Jid) => string | undefined;
  /** The same, as far as everybody may see it. */
  readonly publicNameOf: (jid: Jid) => string | undefined;
  readonly pictureOf: (jid: Jid) => ProfilePicture | undefined;
  readonly publicPictureOf: (jid: Jid) => ProfilePicture | undefined;
  /** Empty removes it. Rejects with OperationError no-such-account, name-too-long, disk-full. */
  readonly setName: (jid: Jid, name: string) => Promise<void>;
  /** Undefined removes it. Rejects with OperationError no-such-account, not-a-picture, picture-too-large, disk-full. */
  readonly setPicture: (jid: Jid, bytes: Uint8Array | undefined) => Promise<void>;
}

export interface ProfileDeps {
  readonly accounts: Pick<Accounts, "exists">;
  readonly booted: Pick<Booted, "use">;
  readonly db: Pick<Database, "afterSync" | "atomically" | "assertSpace">;
  /** A new unguessable id. */
  readonly id: () => string;
}

export function profileOperations({ accounts, booted, db, id }: ProfileDeps): ProfileOperations {
  const cards = booted.use(vcard);
  const nodes = booted.use(pep);
  const avatars = avatarsAt(nodes);

  const existing = ({ bare: account }: Jid): string => {
    if (!accounts.exists(account)) throw new OperationError("no-such-account", { account });
    return account;
  };
  const changing = (work: () => void): Promise<void> =>
    storing(async () => {
      db.assertSpace();
      db.atomically(work);
      await synced(db);
    });

  const nicknameOf = (account: string): string | undefined =>
    nodes.lastOf(account, NICK)?.payload?.getText().trim() || undefined;
  const cardNameOf = (account: string): string | undefined => {
    const card = cards.vcardOf(account);
    return card?.getChildText("NICKNAME")?.trim() || card?.getChildText("FN")?.trim() || undefined;
  };
  const cardPictureOf = (account: string): ProfilePicture | undefined => {
    const card = cards.vcardOf(account);
    const photo = card && photoIn(card);
    // What its TYPE says is the client's word.
    const type = photo && imageTypeOf(photo.bytes);
    return photo && type !== undefined ? { type, bytes: photo.bytes } : undefined;
  };
  const avatarOf = (account: string): ProfilePicture | undefined => {
    const hash = avatars.hashOf(account);
    const picture = hash === undefined ? undefined : avatars.pictureOf(account, hash);
    return picture && { type: picture.type, bytes: new Uint8Array(Buffer.from(picture.base64, "base64")) };
  };

  return {
    nameOf: ({ bare }) => nicknameOf(bare) ?? cardNameOf(bare),
    publicNameOf: ({ bare }) => {
      const isOpen = nodes.configOf(bare, NICK)?.access_model === "open";
      return (isOpen ? nicknameOf(bare) : undefined) ?? cardNameOf(bare);
    },
    pictureOf: ({ bare }) => avatarOf(bare) ?? cardPictureOf(bare),
    publicPictureOf: ({ bare }) =>
      avatars.isRestricted(bare) ? cardPictureOf(bare) : (avatarOf(bare) ?? cardPictureOf(bare)),
    setName: async (jid, given) => {
      const account = existing(jid);
      const name = given.trim();
      if ([...name].length > MAX_NAME || /\p{C}/u.test(name))
        throw new OperationError("name-too-long", { maximum: MAX_NAME });
      await changing(() => {
        cards.put(account, withName(cards.vcardOf(account), name));
        nodes.publish(account, NICK, { id: "current", payload: xml("nick", { xmlns: NICK }, name || undefined) });
      });
    },
    setPicture: async (jid, bytes) => {
      const account = existing(jid);
      if (!bytes) {
        await changing(
          () => void nodes.publish(account, METADATA, { id: id(), payload: xml("metadata", { xmlns: METADATA }) }),
        );
        return;
      }
      const type = imageTypeOf(bytes);
      if (type === undefined) throw new OperationError("not-a-picture", {});
      const tooLarge = new OperationError("picture-too-large", { maximum: MAX_PICTURE_BYTES });
      if (bytes.length > MAX_PICTURE_BYTES) throw tooLarge;
      await changing(() => {
        try {
          publishPicture(account, bytes, type);
        } catch (error) {
          // The options of PEP leave less room.
          throw error instanceof StanzaError ? tooLarge : error;
        }
      });
    },
  };

  /** XEP-0084 §3.1: first the data, then the metadata; the vCard follows (XEP-0398). */
  function publishPicture(account: string, bytes: Uint8Array, type: string): void {
    const hash = createHash("sha1").update(bytes).digest("hex");
    const data = xml("data", { xmlns: DATA }, Buffer.from(bytes).toString("base64"));
    const info = xml("info", { bytes: bytes.length, id: hash, type });
    const open = { access_model: "open" } as const;
    nodes.publish(account, DATA, { id: hash, payload: data }, open);
    nodes.publish(account, METADATA, { id: hash, payload: xml("metadata", { xmlns: METADATA }, info) }, open);
  }
}

/** The nickname; the full name too, where there was none but the nickname. Another full name stays. */
function withName(card: Element = xml("vCard", { xmlns: "vcard-temp" }), name: string): Element {
  const former = card.getChildText("NICKNAME");
  const fullName = card.getChildText("FN");
  const isReplaced = !fullName || fullName === former;
  const others = card
    .getChildElements()
    .filter(({ name: each }) => each !== "NICKNAME" && !(each === "FN" && isReplaced));
  const added = name === "" ? [] : [...(isReplaced ? [xml("FN", {}, name)] : []), xml("NICKNAME", {}, name)];
  return withChildren(copyOf(card), [...added, ...others]);
}
