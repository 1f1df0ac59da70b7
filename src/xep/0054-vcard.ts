/** XEP-0054: vcard-temp: the vCard of an account, for everybody. */
import type { Element } from "ltx";
import type { ImportReport } from "../import-report.ts";
import { type Jid, storedJid } from "../jid/jid.ts";
import { size } from "../options.ts";
import { defineModule, type Passage } from "../server/module.ts";
import type { Session } from "../server/session.ts";
import { copyOf } from "../stanza.ts";
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

/** A vCard is requested by anybody, and each of its properties is converted (XEP-0292). Usual ones have fewer than a hundred. */
const MAX_ELEMENTS = 1000;

/** Of a vcard-temp or a vCard4; attributes count as well. */
export const hasTooManyElements = (card: Element): boolean => weightOf(card, 0) > MAX_ELEMENTS * ELEMENT_WEIGHT;

/** A vCard that has been stored, and the photo of the one before it. */
export interface Change {
  readonly card: Element;
  readonly photo: Photo | undefined;
  /** Hexadecimal SHA-1. */
  readonly formerHash: string | undefined;
}

type Changed = (account: string, change: Change) => void;

/** Where a photo is stored that not everybody may see, as they may the vCard. */
export interface PhotoSource {
  /** The photo, base64, if the reader may see it. */
  photoFor(account: string, reader: Jid): { readonly type: string; readonly base64: string } | undefined;
  /** The hexadecimal SHA-1 of the photo, if the reader may see it; without a reader, if all who see the account's presence may. */
  hashFor(account: string, reader: Jid | undefined): string | undefined;
  /** Called with the photo of a vCard that is being stored; returns true if it has stored the photo, which then leaves the vCard. */
  store(account: string, photo: Photo): boolean;
}

export const vcard = defineModule({
  name: "vcard",
  xep: "0054",
  version: "1.3.0",
  tables: TABLES,
  addresses: {
    tables: {
      vcard: { account: "jid", xml: "xml", photo_hash: "other" },
    },
  },
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
    let photoSource: PhotoSource | undefined;
    accounts.onRemove((account) => void forget.run(account));

    const vcardOf = (account: string): Element | undefined => {
      const known = stored.get(account);
      return known && parseElement(known.xml);
    };

    /** Hexadecimal SHA-1 of the embedded photo. */
    const photoHashOf = (account: string): string | undefined => hash.get(account)?.photo_hash ?? undefined;

    const shownTo = (account: string, reader: Jid): Element | undefined => {
      const card = vcardOf(account);
      const photo = card?.getChild("PHOTO") ? undefined : photoSource?.photoFor(account, reader);
      return photo ? withPhoto(card, photo) : card;
    };

    const photoChanged = (account: string): void => watchers.forEach((watcher) => void watcher(account));

    /** Throws StanzaError bad-request for an invalid photo, not-acceptable for a vCard that is too long or has too many elements. */
    const put = (account: string, given: Element): void => {
      const shown = photoIn(given);
      const photo = shown && photoSource?.store(account, shown) ? undefined : shown;
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

    /** The conversions to other forms follow when all of the account has come. */
    const importCard = (account: string, given: Element, report: ImportReport): void => {
      if (stored.get(account)) return report.known("vcards");
      const card = copyOf(given);
      card.attrs.xmlns = NS;
      const hash = hashOf(card);
      const text = print(hash === undefined ? withPhoto(card) : card);
      if (Buffer.byteLength(text) > config.max_size || hasTooManyElements(card))
        return report.left("vcards", "too-large");
      store.run(account, text, hash || null);
      report.stored("vcards");
    };

    const readOwn = (_: Element, { account, jid }: Session): Element => {
      const own = shownTo(account, jid);
      if (!own) throw new StanzaError("item-not-found");
      return own;
    };

    /** §3.3: the same error for an account without a vCard and for one that does not exist. */
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
      export: function* (account) {
        const card = shownTo(account, storedJid(account));
        if (card) yield card;
      },
      import: { [NS]: { vCard: importCard } },
      arrived: photoChanged,
      iq: {
        self: { [NS]: { get: { vCard: readOwn }, set: { vCard: write } } },
        account: { [NS]: { get: { vCard: read }, set: { vCard: refuse } } },
      },
      api: {
        vcardOf,
        put,
        photoHashOf,
        onChange: (listener: Changed): void => void listeners.push(listener),
        /** The hash of the photo that a reader may see; without one, that all who see the account's presence may see. */
        photoHashFor: (account: string, reader?: Jid): string | undefined =>
          photoHashOf(account) ?? photoSource?.hashFor(account, reader),
        /** Calls the listeners of onPhotoChange. */
        photoChanged,
        onPhotoChange: (watcher: (account: string) => void): void => void watchers.push(watcher),
        setPhotoSource: (source: PhotoSource): void => {
          photoSource = source;
        },
      },
    };
  },
});

/** The hash of the photo in a vCard; "" where it has none, undefined where it is none. */
function hashOf(card: Element): string | undefined {
  try {
    return photoIn(card)?.hash ?? "";
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}
