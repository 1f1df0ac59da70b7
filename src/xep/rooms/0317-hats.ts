/** XEP-0317: Hats: what people are in a room beyond roles and affiliations, told by the room and by nobody else. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { integer } from "../../options.ts";
import { defineModule } from "../../server/module.ts";
import { xml } from "../../stanza.ts";
import { described } from "../0030-disco.ts";
import { CommandSet, NS_COMMANDS } from "../kit/0050-command-set.ts";
import type { RoomRequest } from "./0045-muc/feature.ts";
import { rooms } from "./0045-muc/muc.ts";
import type { Room } from "./0045-muc/state/room.ts";
import { hatCommands } from "./0317-hat-commands.ts";
import { hatsElement, NS_HATS } from "./0317-hat-forms.ts";
import { type Hat, hatTables, openHatStore } from "./0317-hat-store.ts";

/** What hats were before they were a standard: apps that know no better would believe it. */
const FORMER = "xmpp:prosody.im/protocol/hats:1";

export const hats = defineModule({
  name: "hats",
  xep: "0317",
  version: "0.3.1",
  tables: hatTables,
  options: {
    max_hats: integer(50, "How many hats one room may have.", { min: 0, max: 1000 }),
    max_worn: integer(1000, "How often hats may be worn in one room.", { min: 0, max: 100_000 }),
  },
  setup: ({ db, config, accounts, id, now, use }) => {
    const wardrobe = openHatStore(db);
    const { engine, extend } = use(rooms);
    accounts.onRemove((account) => wardrobe.removeAccount(account));

    /** What is worn in the rooms that are in memory, by bare JID. */
    const known = new WeakMap<Room, ReadonlyMap<string, Element | undefined>>();
    const wornIn = (room: Room): ReadonlyMap<string, Element | undefined> => {
      const remembered = known.get(room);
      if (remembered) return remembered;
      const byWearer = Map.groupBy(wardrobe.assigned(room), ({ jid }) => jid);
      const elements = new Map([...byWearer].map(([jid, worn]) => [jid, hatsElement(worn)] as const));
      known.set(room, elements);
      return elements;
    };

    const commands = new CommandSet<RoomRequest>({
      id,
      now,
      between: ({ stanza, room }) => ({ jid: stanza.from, at: room.jid.bare }),
    });
    const limits = { hats: config.max_hats, worn: config.max_worn };
    for (const command of hatCommands(engine, wardrobe, limits, (room) => void known.delete(room)))
      commands.add(command);
    const command = (request: Element, visitor: RoomRequest): Element | Promise<Element> =>
      commands.answer(request, visitor);

    extend({
      iq: { [NS_COMMANDS]: { set: { command } } },
      features: [NS_HATS],
      reserved: [
        ["hats", NS_HATS],
        ["hats", FORMER],
      ],
      presence: ({ room, occupant }) => {
        const worn = wornIn(room).get(occupant.account);
        return worn ? [worn] : [];
      },
      info: ({ room }) => {
        const all = wardrobe.of(room);
        return all.length === 0
          ? []
          : [{ var: "hats#hash", type: "text-single", label: "Hash of the hats", values: [hashOf(all)] }];
      },
      node: (node, visitor) => {
        if (node === NS_COMMANDS)
          return {
            info: described([{ category: "automation", type: "command-list" }], []),
            items: commands
              .offered(visitor)
              .map(({ node: named, name }) => xml("item", { jid: visitor.room.jid.bare, node: named, name })),
          };
        const info = commands.info(node, visitor);
        return info && { info, items: [] };
      },
      removed: (room) => wardrobe.removeRoom(room),
    });
    return {};
  },
});

/** §2: another one whenever the list is another one. */
const hashOf = (all: readonly Hat[]): string =>
  createHash("sha1")
    .update(JSON.stringify(all.map(({ uri, title, hue }) => [uri, title, hue])))
    .digest("hex");
