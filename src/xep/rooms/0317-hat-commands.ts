/** XEP-0317 §3.2 to §3.7: the commands by which hats are created, destroyed, assigned, unassigned and listed. */
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
  /** Of one room. */
  readonly hats: number;
  /** Assignments of hats in one room. */
  readonly assigned: number;
}

/** Hats of one account: they are in each of its presences. */
const MAX_PER_PERSON = 10;

/** `changed` is called with a room in which hats are assigned otherwise. */
export function hatCommands(
  engine: Engine,
  store: HatStore,
  limits: HatLimits,
  changed: (room: Room) => void,
): readonly Command<RoomRequest>[] {
  /** Broadcasts the presence of the occupants of these accounts. */
  const refresh = (room: Room, accounts: readonly string[]): void => {
    changed(room);
    const changedAccounts = new Set(accounts);
    const occupants = [...room.occupants].filter(({ account }) => changedAccounts.has(account));
    for (const occupant of occupants)
      inPortions(engine, room, occupants.length, () => {
        if (room.occupants.byNick(occupant.nick) === occupant) broadcastPresence(engine, room, occupant, "available");
      });
  };

  /** Throws StanzaError not-acceptable. */
  const existing = (room: Room, uri: string): string => {
    if (!store.get(room, uri)) throw new StanzaError("not-acceptable", { text: "this room has no such hat" });
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
        if (!store.get(room, hat.uri) && store.of(room).length >= limits.hats)
          throw new StanzaError("resource-constraint", { text: `a room has ${limits.hats} hats at the most` });
        store.put(room, hat);
        refresh(room, store.accountsWith(room, hat.uri));
        broadcastStatus(engine, room, ["configuration changed"]);
        return {};
      },
    },
    {
      node: "destroy",
      name: "Take a hat away for good",
      heading: { title: "Take a hat away", instructions: "Nobody wears it any more." },
      isFor: isOwner,
      fields: ({ room }) => [choiceOf(store.of(room))],
      run: (form, { room }) => {
        const uri = existing(room, uriIn(form));
        const accounts = store.accountsWith(room, uri);
        store.destroy(room, uri);
        refresh(room, accounts);
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
        form: dataTable("Hats", ["hats#title", "hats#uri", "hats#hue"], store.of(room).map(rowOf)),
      }),
    },
    {
      node: "assign",
      name: "Give somebody a hat",
      heading: { title: "Give a hat", instructions: "Who is to wear which hat?" },
      isFor: isAdmin,
      fields: ({ room }) => [jidField, choiceOf(store.of(room))],
      run: (form, { room }) => {
        const [account, uri] = [accountIn(form, room), existing(room, uriIn(form))];
        const hats = store.assignedTo(room, account);
        if (hats.some((hat) => hat.uri === uri)) return {};
        if (hats.length >= MAX_PER_PERSON || store.assigned(room).length >= limits.assigned)
          throw new StanzaError("resource-constraint", { text: "so many hats are enough" });
        store.assign(room, account, uri);
        refresh(room, [account]);
        return {};
      },
    },
    {
      node: "unassign",
      name: "Take a hat from somebody",
      heading: { title: "Take a hat", instructions: "Who is to wear which hat no more?" },
      isFor: isAdmin,
      fields: ({ room }) => [jidField, choiceOf(store.of(room))],
      run: (form, { room }) => {
        const [account, uri] = [accountIn(form, room), uriIn(form)];
        if (!store.unassign(room, account, uri))
          throw new StanzaError("not-acceptable", { text: "this hat is not worn by this address" });
        refresh(room, [account]);
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
        const rows = store.assigned(room).map((hat) => ({ "hats#jid": hat.jid, ...rowOf(hat) }));
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
