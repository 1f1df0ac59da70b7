/** What the functions of XEP-0045 are given: the stores, the limits, and what sends stanzas. */
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
  /** The ids of messages (XEP-0359), which are their numbers in the archive. */
  readonly stanzaIds: StanzaIds;
  /** The extensions by other modules, in the order in which they registered. */
  readonly features: readonly RoomFeature[];
  readonly config: Values<typeof roomOptions>;
  readonly accounts: Server["accounts"];
  /** Whether an account here takes messages from `inviter` (XEP-0191, strangers); true for accounts of other servers. */
  readonly accepts: (account: Jid, inviter: Jid) => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly id: () => string;
  /** Sends a new stanza. */
  readonly route: (stanza: Element) => void;
  /** Sends one stanza to many addresses. */
  readonly multicast: (stanza: Element, to: Iterable<string>) => void;
  /** Does work that may be large in portions. */
  readonly inTurns: Server["inTurns"];
  /** Bounds what each account makes rooms send. */
  readonly broadcastLimiter: BroadcastLimiter;
  /** What waits in large rooms. */
  readonly queues: RoomQueues;
}
