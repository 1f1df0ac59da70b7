/** XEP-0317: Hats: titles of occupants beside roles and affiliations, which only the room gives. */
import { createHash } from "node:crypto";
import type { Element } from "ltx";
import { integer } from "../../options.ts";
import { defineModule } from "../../server/module.ts";
import { xml } from "../../stanza.ts";
import { infoChildren } from "../0030-disco.ts";
import { CommandSet, NS_COMMANDS } from "../kit/0050-command-set.ts";
import type { RoomRequest } from "./0045-muc/feature.ts";
import { rooms } from "./0045-muc/muc.ts";
import type { Room } from "./0045-muc/state/room.ts";
import { hatCommands } from "./0317-hat-commands.ts";
import { hatsElement, NS_HATS } from "./0317-hat-forms.ts";
import { type Hat, hatTables, openHatStore } from "./0317-hat-store.ts";

/** Hats before XEP-0317: some clients show them, so occupants may not send them. */
const FORMER = "xmpp:prosody.im/protocol/hats:1";

export const hats = defineModule({
  name: "hats",
  xep: "0317",
  version: "0.3.1",
  tables: hatTables,
  addresses: {
    tables: {
      hats_hat: { uri: "other", title: "other", hue: "other" },
      hats_worn: { jid: "jid", uri: "other" },
    },
  },
  notExported: "rooms stay where they are",
  options: {
    max_hats: integer(50, "How many hats one room may have.", { min: 0, max: 1000 }),
    max_worn: integer(1000, "How often hats may be worn in one room.", { min: 0, max: 100_000 }),
  },
  setup: ({ db, config, accounts, id, now, use }) => {
    const store = openHatStore(db);
    const { engine, extend } = use(rooms);
    accounts.onRemove((account) => store.removeAccount(account));

    /** The <hats/> of each account (a bare JID), for rooms in memory. */
    const cache = new WeakMap<Room, ReadonlyMap<string, Element | undefined>>();
    const hatsIn = (room: Room): ReadonlyMap<string, Element | undefined> => {
      const cached = cache.get(room);
      if (cached) return cached;
      const byAccount = Map.groupBy(store.assigned(room), ({ jid }) => jid);
      const elements = new Map([...byAccount].map(([jid, assigned]) => [jid, hatsElement(assigned)] as const));
      cache.set(room, elements);
      return elements;
    };

    const commands = new CommandSet<RoomRequest>({
      id,
      now,
      endpoints: ({ stanza, room }) => ({ jid: stanza.from, at: room.jid.bare }),
    });
    const limits = { hats: config.max_hats, assigned: config.max_worn };
    for (const command of hatCommands(engine, store, limits, (room) => void cache.delete(room))) commands.add(command);
    const command = (element: Element, request: RoomRequest): Element | Promise<Element> =>
      commands.answer(element, request);

    extend({
      iq: { [NS_COMMANDS]: { set: { command } } },
      features: [NS_HATS],
      reserved: [
        ["hats", NS_HATS],
        ["hats", FORMER],
      ],
      presence: ({ room, occupant }) => {
        const element = hatsIn(room).get(occupant.account);
        return element ? [element] : [];
      },
      info: ({ room }) => {
        const all = store.of(room);
        return all.length === 0
          ? []
          : [{ var: "hats#hash", type: "text-single", label: "Hash of the hats", values: [hashOf(all)] }];
      },
      node: (node, request) => {
        if (node === NS_COMMANDS)
          return {
            info: infoChildren([{ category: "automation", type: "command-list" }], []),
            items: commands
              .offered(request)
              .map(({ node: named, name }) => xml("item", { jid: request.room.jid.bare, node: named, name })),
          };
        const info = commands.info(node, request);
        return info && { info, items: [] };
      },
      removed: (room) => store.removeRoom(room),
    });
    return {};
  },
});

/** §2: differs where the lists of hats differ. */
const hashOf = (all: readonly Hat[]): string =>
  createHash("sha1")
    .update(JSON.stringify(all.map(({ uri, title, hue }) => [uri, title, hue])))
    .digest("hex");
