/** XEP-0054: vcard-temp: what an account says of itself, to everybody who asks. */
import type { Element } from "ltx";
import type { Jid } from "../jid/jid.ts";
import { size } from "../options.ts";
import { defineModule, type Passage } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { StanzaError } from "../stanza-error.ts";
import { parseElement } from "../xml/parse-element.ts";
import { print } from "../xml/print.ts";
import { ELEMENT_WEIGHT, weightOf } from "../xml/weight.ts";
import { type Photo, photoIn, withPhoto } from "./0054-photo.ts";

const NS = "vcard-temp";

const TABLES = [
  `CREATE TABLE vcard (
    account TEXT PRIMARY KEY,
    xml TEXT NOT NULL,
    photo_hash TEXT
  ) STRICT, WITHOUT ROWID;`,
] as const;

/** Everybody may ask for a vCard, and each of its properties is converted (XEP-0292): people's have fewer than a hundred. */
const MAX_ELEMENTS = 1000;

/** Of a vCard of either format; attributes count, too. */
export const hasTooManyElements = (card: Element): boolean => weightOf(card, 0) > MAX_ELEMENTS * ELEMENT_WEIGHT;

/** What a vCard that has just been stored has, and what the one before it had. */
export interface Change {
  readonly card: Element;
  readonly photo: Photo | undefined;
  /** Hexadecimal SHA-1. */
  readonly formerHash: string | undefined;
}

type Changed = (account: string, change: Change) => void;

/** Where a photo is that is not for everybody: a vCard is. */
export interface PhotoSource {
  /** The photo, base64, as far as the reader may see it. */
  photoFor(account: string, reader: Jid): { readonly type: string; readonly base64: string } | undefined;
  /** The hexadecimal SHA-1 of the photo; without a reader, as far as all those may see it that see the account's presence. */
  hashFor(account: string, reader: Jid | undefined): string | undefined;
  /** The photo of a vCard that is being stored goes there: true if it is not to stay in the vCard as well. */
  takes(account: string, photo: Photo): boolean;
}

export const vcard = defineModule({
  name: "vcard",
  xep: "0054",
  version: "1.3.0",
  tables: TABLES,
  options: {
    max_size: size("256kB", "How long a vCard may be, with its photo."),
  },
  setup: ({ db, config, accounts }) => {
    const stored = db.read<{ xml: string }>("SELECT xml FROM vcard WHERE account = ?");
    const hash = db.read<{ photo_hash: string | null }>("SELECT photo_hash FROM vcard WHERE account = ?");
    const length = db.read<{ bytes: number }>("SELECT octet_length(xml) AS bytes FROM vcard WHERE account = ?");
    const store = db.write("INSERT OR REPLACE INTO vcard (account, xml, photo_hash) VALUES (?, ?, ?)");
    const forget = db.write("DELETE FROM vcard WHERE account = ?");
    const listeners: Changed[] = [];
    const watchers: ((account: string) => void)[] = [];
    let elsewhere: PhotoSource | undefined;
    accounts.onRemove((account) => void forget.run(account));

    const vcardOf = (account: string): Element | undefined => {
      const known = stored.get(account);
      return known && parseElement(known.xml);
    };

    /** Hexadecimal SHA-1 of the photo in the vCard itself. */
    const photoHashOf = (account: string): string | undefined => hash.get(account)?.photo_hash ?? undefined;

    const shownTo = (account: string, reader: Jid): Element | undefined => {
      const card = vcardOf(account);
      const photo = card?.getChild("PHOTO") ? undefined : elsewhere?.photoFor(account, reader);
      return photo ? withPhoto(card, photo) : card;
    };

    const photoChanged = (account: string): void => watchers.forEach((watcher) => void watcher(account));

    /** Throws StanzaError bad-request for a photo that is none, not-acceptable for a vCard that is too long or has too many elements. */
    const put = (account: string, given: Element): void => {
      const shown = photoIn(given);
      const photo = shown && elsewhere?.takes(account, shown) ? undefined : shown;
      const card = photo === shown ? given : withPhoto(given);
      const text = print(card);
      if (Buffer.byteLength(text) > config.max_size)
        throw new StanzaError("not-acceptable", { text: `a vCard has ${config.max_size} bytes at the most` });
      if (hasTooManyElements(card))
        throw new StanzaError("not-acceptable", { text: `a vCard has about ${MAX_ELEMENTS} elements at the most` });
      const formerHash = photoHashOf(account);
      store.run(account, text, photo?.hash ?? null);
      for (const listener of listeners) listener(account, { card, photo, formerHash });
      photoChanged(account);
    };

    const readOwn = (_: Element, { account, jid }: Session): Element => {
      const own = shownTo(account, jid);
      if (!own) throw new StanzaError("item-not-found");
      return own;
    };

    /** §3.3: the same of an account without a vCard and of one that does not exist. */
    const read = (_: Element, { account, peer }: Passage): Element => {
      const known = shownTo(account, peer);
      if (!known) throw new StanzaError("service-unavailable");
      return known;
    };

    const write = (card: Element, { account }: Session): undefined => void put(account, card);

    const refuse = (): never => {
      throw new StanzaError("forbidden", { text: "this vCard is somebody else's" });
    };

    return {
      storageUsage: (account) => length.get(account)?.bytes ?? 0,
      iq: {
        self: { [NS]: { get: { vCard: readOwn }, set: { vCard: write } } },
        account: { [NS]: { get: { vCard: read }, set: { vCard: refuse } } },
      },
      api: {
        vcardOf,
        put,
        photoHashOf,
        onChange: (listener: Changed): void => void listeners.push(listener),
        /** What a reader sees; without one, all that see the account's presence. */
        photoHashFor: (account: string, reader?: Jid): string | undefined =>
          photoHashOf(account) ?? elsewhere?.hashFor(account, reader),
        /** The photo, here or elsewhere, may be another one now. */
        photoChanged,
        onPhotoChange: (watcher: (account: string) => void): void => void watchers.push(watcher),
        setPhotoSource: (place: PhotoSource): void => {
          elsewhere = place;
        },
      },
    };
  },
});
