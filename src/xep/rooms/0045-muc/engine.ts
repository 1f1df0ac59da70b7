/** What the verbs of XEP-0045 are given: the nouns, and the way out. */
import type { Element } from "ltx";
import type { Jid } from "../../../jid/jid.ts";
import type { Values } from "../../../options.ts";
import type { Server } from "../../../server/module.ts";
import type { StanzaIds } from "../../history/0359-stanza-ids.ts";
import type { BroadcastLimiter } from "./broadcast/broadcast-limiter.ts";
import type { RoomFeature } from "./feature.ts";
import type { roomOptions } from "./options.ts";
import type { RoomQueues } from "./room-queues.ts";
import type { Affiliations } from "./state/affiliations.ts";
import type { Invitations } from "./state/invitations.ts";
import type { OccupantSessions } from "./state/occupant-sessions.ts";
import type { ReservedNicknames } from "./state/reserved-nicknames.ts";
import type { RoomArchive } from "./state/room-archive.ts";
import type { Rooms } from "./state/rooms.ts";
import type { VoiceGrants } from "./state/voice-grants.ts";

export interface Engine {
  readonly rooms: Rooms;
  readonly affiliations: Affiliations;
  readonly reservedNicknames: ReservedNicknames;
  readonly occupantSessions: OccupantSessions;
  readonly archive: RoomArchive;
  readonly invitations: Invitations;
  readonly voiceGrants: VoiceGrants;
  /** The numbers under which messages are kept, and how others see them. */
  readonly stanzaIds: StanzaIds;
  /** What other modules add, in the order in which they did. */
  readonly features: readonly RoomFeature[];
  readonly config: Values<typeof roomOptions>;
  readonly accounts: Server["accounts"];
  /** Whether an account here wants to hear from somebody: who is blocked writes no invitations either. */
  readonly accepts: (account: Jid, inviter: Jid) => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly id: () => string;
  /** Sends a new stanza on its way. */
  readonly route: (stanza: Element) => void;
  /** The same one to many addresses. */
  readonly multicast: (stanza: Element, to: Iterable<string>) => void;
  /** Does in portions what may be large. */
  readonly inTurns: Server["inTurns"];
  /** How much one account makes rooms send. */
  readonly broadcastLimiter: BroadcastLimiter;
  /** What all in a room are told of, where they are many. */
  readonly queues: RoomQueues;
}
