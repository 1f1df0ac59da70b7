/** XEP-0317 §3.2 to §3.7: hats are made, given away, taken back and listed, each by a command of the room. */
import { StanzaError } from "../../stanza-error.ts";
import { dataTable } from "../kit/0004-data-forms.ts";
import type { Command } from "../kit/0050-command-set.ts";
import { broadcastPresence } from "./0045-muc/broadcast/occupant-presence.ts";
import { inPortions } from "./0045-muc/broadcast/portions.ts";
import { broadcastStatus } from "./0045-muc/broadcast/room-announcements.ts";
import type { Engine } from "./0045-muc/engine.ts";
import type { RoomRequest } from "./0045-muc/feature.ts";
import { affiliationHas } from "./0045-muc/privileges.ts";
import type { Room } from "./0045-muc/state/room.ts";
import {
  accountIn,
  choiceOf,
  HAT_COMMANDS,
  hatIn,
  hueField,
  jidField,
  titleField,
  uriField,
  uriIn,
} from "./0317-hat-forms.ts";
import type { HatStore } from "./0317-hat-store.ts";

export interface HatLimits {
  /** Hats that one room has. */
  readonly hats: number;
  /** How often hats are worn in one room, by anybody. */
  readonly worn: number;
}

/** Hats that one person wears: everybody in the room gets them with each of their presences. */
const MAX_PER_PERSON = 10;

/** `changed` hears of a room in which somebody wears something else. */
export function hatCommands(
  engine: Engine,
  wardrobe: HatStore,
  limits: HatLimits,
  changed: (room: Room) => void,
): readonly Command<RoomRequest>[] {
  /** Those who are in the room under one of these addresses are shown anew. */
  const show = (room: Room, accounts: readonly string[]): void => {
    changed(room);
    const meant = new Set(accounts);
    const wearers = [...room.occupants].filter(({ account }) => meant.has(account));
    for (const occupant of wearers)
      inPortions(engine, room, wearers.length, () => {
        if (room.occupants.byNick(occupant.nick) === occupant) broadcastPresence(engine, room, occupant, "available");
      });
  };

  const known = (room: Room, uri: string): string => {
    if (!wardrobe.get(room, uri)) throw new StanzaError("not-acceptable", { text: "this room has no such hat" });
    return uri;
  };

  const all: readonly Omit<Command<RoomRequest>, "formType">[] = [
    {
      node: "create",
      name: "Make or change a hat",
      heading: { title: "A hat", instructions: "What people are in this room, beyond its roles." },
      isFor: isOwner,
      fields: () => [titleField, uriField, hueField],
      run: (form, { room }) => {
        const hat = hatIn(form);
        if (!wardrobe.get(room, hat.uri) && wardrobe.of(room).length >= limits.hats)
          throw new StanzaError("resource-constraint", { text: `a room has ${limits.hats} hats at the most` });
        wardrobe.put(room, hat);
        show(room, wardrobe.accountsWith(room, hat.uri));
        broadcastStatus(engine, room, ["configuration changed"]);
        return {};
      },
    },
    {
      node: "destroy",
      name: "Take a hat away for good",
      heading: { title: "Take a hat away", instructions: "Nobody wears it any more." },
      isFor: isOwner,
      fields: ({ room }) => [choiceOf(wardrobe.of(room))],
      run: (form, { room }) => {
        const uri = known(room, uriIn(form));
        const bereft = wardrobe.accountsWith(room, uri);
        wardrobe.destroy(room, uri);
        show(room, bereft);
        broadcastStatus(engine, room, ["configuration changed"]);
        return {};
      },
    },
    {
      node: "list",
      name: "The hats of this room",
      heading: { title: "Hats" },
      isFor: mayEnter,
      fields: () => [],
      run: (_, { room }) => ({
        form: dataTable("Hats", ["hats#title", "hats#uri", "hats#hue"], wardrobe.of(room).map(rowOf)),
      }),
    },
    {
      node: "assign",
      name: "Give somebody a hat",
      heading: { title: "Give a hat", instructions: "Who is to wear which hat?" },
      isFor: isAdmin,
      fields: ({ room }) => [jidField, choiceOf(wardrobe.of(room))],
      run: (form, { room }) => {
        const [wearer, uri] = [accountIn(form, room), known(room, uriIn(form))];
        const worn = wardrobe.assignedTo(room, wearer);
        if (worn.some((hat) => hat.uri === uri)) return {};
        if (worn.length >= MAX_PER_PERSON || wardrobe.assigned(room).length >= limits.worn)
          throw new StanzaError("resource-constraint", { text: "so many hats are enough" });
        wardrobe.assign(room, wearer, uri);
        show(room, [wearer]);
        return {};
      },
    },
    {
      node: "unassign",
      name: "Take a hat from somebody",
      heading: { title: "Take a hat", instructions: "Who is to wear which hat no more?" },
      isFor: isAdmin,
      fields: ({ room }) => [jidField, choiceOf(wardrobe.of(room))],
      run: (form, { room }) => {
        const [wearer, uri] = [accountIn(form, room), uriIn(form)];
        if (!wardrobe.unassign(room, wearer, uri))
          throw new StanzaError("not-acceptable", { text: "this hat is not worn by this address" });
        show(room, [wearer]);
        return {};
      },
    },
    {
      node: "list-assigned",
      name: "Who wears which hat",
      heading: { title: "Hats worn" },
      isFor: isAdmin,
      fields: () => [],
      run: (_, { room }) => {
        const rows = wardrobe.assigned(room).map((worn) => ({ "hats#jid": worn.jid, ...rowOf(worn) }));
        return { form: dataTable("Hats worn", ["hats#jid", "hats#uri", "hats#title", "hats#hue"], rows) };
      },
    },
  ];
  return all.map((command) => ({ ...command, node: `${HAT_COMMANDS}:${command.node}`, formType: HAT_COMMANDS }));
}

const isOwner = ({ affiliation }: RoomRequest): boolean => affiliationHas(affiliation, "change room configuration");
const isAdmin = ({ affiliation }: RoomRequest): boolean => affiliationHas(affiliation, "edit member list");

const mayEnter = ({ room, affiliation, occupant }: RoomRequest): boolean =>
  occupant !== undefined ||
  affiliationHas(affiliation, room.config.membersonly ? "enter members-only room" : "enter open room");

const rowOf = ({ title, uri, hue }: { readonly title: string; readonly uri: string; readonly hue: string | null }) => ({
  "hats#title": title,
  "hats#uri": uri,
  "hats#hue": hue ?? undefined,
});
