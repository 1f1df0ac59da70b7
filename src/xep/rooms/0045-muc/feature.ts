/** What another XEP adds to every room: the contract of a module (server/module.ts), for rooms. */
import type { Element } from "ltx";
import type { Iqs } from "../../../server/module.ts";
import type { Stanza } from "../../../stanza.ts";
import type { StanzaError } from "../../../stanza-error.ts";
import type { Field } from "../../kit/0004-data-forms.ts";
import type { Affiliation } from "./privileges.ts";
import type { Occupant } from "./state/occupants.ts";
import type { Room } from "./state/room.ts";

/** Who asks a room for something, in or out of it. */
export interface RoomRequest {
  readonly room: Room;
  /** The request; `from` is who asks. */
  readonly stanza: Stanza;
  /** "none" for a stranger, "outcast" for who is banned. */
  readonly affiliation: Affiliation;
  /** Where the client that asks is in the room. */
  readonly occupant: Occupant | undefined;
}

/** A message of type groupchat, or a private one, on its way through a room. */
export interface RoomMessage {
  readonly room: Room;
  readonly occupant: Occupant;
  /** As its sender has sent it. */
  readonly stanza: Stanza;
  /** As the occupants will get it: from the occupant's address in the room, without `to`. */
  readonly message: Element;
}

/** An occupant's presence, as the room shows it. */
export interface ShownOccupant {
  readonly room: Room;
  readonly occupant: Occupant;
}

/** A node of a room: the children of its disco#info, and the items at it. */
export interface DiscoNode {
  readonly info: readonly Element[];
  readonly items: readonly Element[];
}

export interface RoomFeature {
  /** Requests to the bare JID of a room. */
  readonly iq?: Iqs<RoomRequest>;
  /** Requests to the service itself. */
  readonly serviceIq?: Iqs<Stanza>;
  /** For disco#info of every room, beyond the namespaces that it answers. */
  readonly features?: readonly string[];
  /** For disco#info of the service. */
  readonly serviceFeatures?: readonly string[];
  /** Fields of the form in a room's disco#info (XEP-0045 §16.5.4). */
  readonly info?: (visitor: RoomRequest) => readonly Field[];
  /** Elements (name, namespace) that only the room writes: taken out of whatever clients send. */
  readonly reserved?: readonly (readonly [name: string, namespace: string])[];
  /** What there is at a node of the room (XEP-0030 §3.2, §4.2); undefined where it is none of this feature's. Throws StanzaError. */
  readonly node?: (node: string, visitor: RoomRequest) => DiscoNode | undefined;
  /** What the room says of itself to who enters, from its own address: in a presence, if there is anything. */
  readonly roomPresence?: (room: Room) => readonly Element[];
  /** What stands in the presence that an occupant shows. */
  readonly presence?: (shown: ShownOccupant) => readonly Element[];
  /** Refuses what was said, swallows it ("drop") or lets it pass. */
  readonly guard?: (said: RoomMessage) => StanzaError | "drop" | undefined;
  /** Returns the message that the occupants get. Never changes the one that it is given. */
  readonly amend?: (said: RoomMessage) => Element;
  /** Writes down what must not be lost; the last one that may refuse. */
  readonly record?: (said: RoomMessage) => void;
  /** Tells others: members who are not there. The occupants have been sent the message. */
  readonly copy?: (said: RoomMessage) => void;
  /** A private message that an occupant has sent to another, or an error that answers one, as it goes on. */
  readonly amendPrivate?: (said: RoomMessage) => Element;
  /** A room is about to be removed from the store, with all that its tables have. */
  readonly removed?: (room: Room) => void;
}
