/** What another XEP adds to every room: the contract of a module (server/module.ts), for rooms. */
import type { Element } from "ltx";
import type { RequestHandlers } from "../../../server/module.ts";
import type { Stanza } from "../../../stanza.ts";
import type { StanzaError } from "../../../stanza-error.ts";
import type { Field } from "../../kit/0004-data-forms.ts";
import type { Affiliation } from "./privileges.ts";
import type { Occupant } from "./state/occupants.ts";
import type { Room } from "./state/room.ts";

/** A request to a room, by an occupant or by anybody else. */
export interface RoomRequest {
  readonly room: Room;
  /** `from` is the requester. */
  readonly stanza: Stanza;
  /** Of the requester. */
  readonly affiliation: Affiliation;
  /** The occupant as which the requesting client is in the room. */
  readonly occupant: Occupant | undefined;
}

/** A message of type groupchat, or a private message, on its way through a room. */
export interface RoomMessage {
  readonly room: Room;
  /** Its sender. */
  readonly occupant: Occupant;
  /** As received. */
  readonly stanza: Stanza;
  /** As sent on: from the occupant JID, without `to`. */
  readonly message: Element;
}

/** A groupchat message that the occupants have been sent. */
export interface SentMessage extends RoomMessage {
  /** Whether the room keeps it. */
  readonly isArchived: boolean;
}

/** An occupant whose presence is sent. */
export interface ShownOccupant {
  readonly room: Room;
  readonly occupant: Occupant;
}

/** A service discovery node of a room. */
export interface DiscoNode {
  /** The children of its disco#info. */
  readonly info: readonly Element[];
  readonly items: readonly Element[];
}

export interface RoomFeature {
  /** Requests to the bare JID of a room. */
  readonly iq?: RequestHandlers<RoomRequest>;
  /** Requests to the service itself. */
  readonly serviceIq?: RequestHandlers<Stanza>;
  /** disco#info features of every room, beyond the namespaces of `iq`. */
  readonly features?: readonly string[];
  /** disco#info features of the service, beyond the namespaces of `serviceIq`. */
  readonly serviceFeatures?: readonly string[];
  /** Fields of the form in a room's disco#info (XEP-0045 §16.5.4). */
  readonly info?: (request: RoomRequest) => readonly Field[];
  /** Elements (name, namespace) that only the room writes: removed from all that clients send. */
  readonly reserved?: readonly (readonly [name: string, namespace: string])[];
  /** A node of the room (XEP-0030 §3.2, §4.2); undefined where it belongs to another feature. Throws StanzaError. */
  readonly node?: (node: string, request: RoomRequest) => DiscoNode | undefined;
  /** Children of the presence that the room sends from its bare JID to entering clients; without children, it sends none. */
  readonly roomPresence?: (room: Room) => readonly Element[];
  /** Children of an occupant's presence. The same elements where nothing has changed: what they stand in is printed once. */
  readonly presence?: (shown: ShownOccupant) => readonly Element[];
  /** Refuses a groupchat message (StanzaError), swallows it ("drop") or lets it pass. */
  readonly guard?: (message: RoomMessage) => StanzaError | "drop" | undefined;
  /** Returns the message that the occupants get. Never changes the given one. */
  readonly amend?: (message: RoomMessage) => Element;
  /** Writes down what must not be lost. May throw StanzaError to refuse the message; nothing after it may. */
  readonly record?: (message: RoomMessage) => void;
  /** Called once the occupants have been sent the message: notifies others. */
  readonly copy?: (message: SentMessage) => void;
  /** Returns a private message, or an error that answers one, as it is sent on. */
  readonly amendPrivate?: (message: RoomMessage) => Element;
  /** Called before a room is removed from the store. */
  readonly removed?: (room: Room) => void;
  /** What goes along when the room is taken elsewhere. */
  readonly exported?: (room: Room) => Iterable<Element>;
}
