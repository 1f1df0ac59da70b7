/** XEP-0486: MUC Avatars: the vCard of a room, set by its owners and readable by everybody. */
import type { Element } from "ltx";
import { size } from "../../options.ts";
import { defineModule } from "../../server/module.ts";
import { xml } from "../../stanza.ts";
import { StanzaError } from "../../stanza-error.ts";
import { parseElement } from "../../xml/parse-element.ts";
import { print } from "../../xml/print.ts";
import { photosIn } from "../0054-photo.ts";
import { hasTooManyElements } from "../0054-vcard.ts";
import { sessionJids } from "./0045-muc/broadcast/occupant-presence.ts";
import { broadcastStatus, sendRoomPresence } from "./0045-muc/broadcast/room-announcements.ts";
import type { RoomRequest } from "./0045-muc/feature.ts";
import { rooms } from "./0045-muc/muc.ts";
import { affiliationHas } from "./0045-muc/privileges.ts";
import type { Room } from "./0045-muc/state/room.ts";

const NS = "vcard-temp";
/** §6.1: one image in several formats. Their hashes are in the disco#info of the room. */
const MAX_PHOTOS = 10;

const TABLES = [
  // `hashes`: the hexadecimal SHA-1 of each photo, separated by spaces.
  `CREATE TABLE room_avatars_vcard (
    room INTEGER PRIMARY KEY,
    xml TEXT NOT NULL,
    hashes TEXT NOT NULL
  ) STRICT;`,
] as const;

export const roomAvatars = defineModule({
  name: "room_avatars",
  xep: "0486",
  version: "0.1.0",
  tables: TABLES,
  addresses: {
    tables: {
      room_avatars_vcard: { xml: "xml", hashes: "other" },
    },
  },
  notExported: "rooms stay where they are",
  options: {
    max_size: size("256kB", "How long the vCard of a room may be, with its photo."),
  },
  setup: ({ db, config, use }) => {
    const stored = db.read<{ xml: string }>("SELECT xml FROM room_avatars_vcard WHERE room = ?");
    const hashes = db.read<{ hashes: string }>("SELECT hashes FROM room_avatars_vcard WHERE room = ?");
    const store = db.write("INSERT OR REPLACE INTO room_avatars_vcard (room, xml, hashes) VALUES (?, ?, ?)");
    const forget = db.write("DELETE FROM room_avatars_vcard WHERE room = ?");
    const { engine, extend } = use(rooms);

    const hashesOf = ({ id }: Room): string[] => hashes.get(id)?.hashes.split(" ").filter(Boolean) ?? [];

    const read = (_: Element, { room }: RoomRequest): Element => {
      const known = stored.get(room.id);
      if (!known) throw new StanzaError("item-not-found", { text: "this room has no avatar" });
      return parseElement(known.xml);
    };

    /** Throws StanzaError forbidden, bad-request for an invalid photo, not-acceptable for a vCard that is too large. */
    const write = (card: Element, { room, affiliation }: RoomRequest): undefined => {
      if (!affiliationHas(affiliation, "change room configuration"))
        throw new StanzaError("forbidden", { text: "only the owners of a room set its avatar" });
      const text = print(card);
      if (Buffer.byteLength(text) > config.max_size)
        throw new StanzaError("not-acceptable", { text: `a vCard has ${config.max_size} bytes at the most` });
      const former = hashesOf(room);
      if (card.getChildren("PHOTO").length > MAX_PHOTOS)
        throw new StanzaError("not-acceptable", { text: `a vCard has ${MAX_PHOTOS} photos at the most` });
      const photos = photosIn(card).map(({ hash }) => hash);
      if (hasTooManyElements(card)) throw new StanzaError("not-acceptable", { text: "a vCard has too many elements" });
      // §3.2: an empty vCard removes the avatar.
      if (card.getChildElements().length === 0) forget.run(room.id);
      else store.run(room.id, text, photos.join(" "));
      if (photos.join() !== former.join()) sendRoomPresence(engine, room, [update(photos)], sessionJids(room));
      broadcastStatus(engine, room, ["configuration changed"]);
    };

    extend({
      iq: { [NS]: { get: { vCard: read }, set: { vCard: write } } },
      serviceFeatures: [NS],
      info: ({ room }) => {
        const values = hashesOf(room);
        return values.length === 0
          ? []
          : [{ var: "muc#roominfo_avatarhash", type: "text-multi", label: "Hash of the room's avatar", values }];
      },
      roomPresence: (room) => {
        const photos = hashesOf(room);
        return photos.length === 0 ? [] : [update(photos)];
      },
      removed: (room) => void forget.run(room.id),
      exported: (room) => [stored.get(room.id)].flatMap((row) => (row ? parseElement(row.xml) : [])),
    });
    return {
      api: {
        /** The avatar of a room that comes from another server, where it has none; false for one that cannot be kept. */
        import: (room: Room, card: Element): boolean => {
          if (stored.get(room.id)) return true;
          const text = print(card);
          const photos = tryPhotosIn(card);
          if (!photos || Buffer.byteLength(text) > config.max_size || hasTooManyElements(card)) return false;
          store.run(room.id, text, photos.join(" "));
          return true;
        },
      },
    };
  },
});

/** The hashes of the photos in a vCard; undefined for what no client could have stored here. */
function tryPhotosIn(card: Element): readonly string[] | undefined {
  try {
    const photos = photosIn(card).map(({ hash }) => hash);
    return photos.length > MAX_PHOTOS ? undefined : photos;
  } catch (error) {
    if (error instanceof StanzaError) return undefined;
    throw error;
  }
}

/** §6.2: in the presence of the room, for clients that do not look at its disco#info. */
const update = ([hash]: readonly string[]): Element =>
  xml("x", { xmlns: "vcard-temp:x:update" }, xml("photo", {}, hash));
