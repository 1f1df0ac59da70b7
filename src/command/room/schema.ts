/** What is printed of rooms. */
import { boolean, choice, integer, list, meaning, nullable, object, part, text, time } from "../json/schema.ts";

const AFFILIATION = choice(["owner", "admin", "member", "none", "outcast"]);
const ROLE = choice(["moderator", "participant", "visitor"]);

export const ROOM_ENTRY = part(
  "RoomEntry",
  object({
    name: text(),
    isLocked: boolean(),
    created: time(),
    members: integer("How many members, admins and owners."),
    occupants: integer("How many, now."),
    jid: text(),
    isPublic: boolean(),
    isForMembers: boolean(),
  }),
);

export const ROOM_DETAILS = part(
  "RoomDetails",
  object({
    jid: text(),
    created: time(),
    isLocked: boolean("Not configured yet (XEP-0045 §10.1)."),
    config: object(
      {
        lang: text(),
        roomname: text(),
        roomdesc: text(),
        publicroom: boolean(),
        persistentroom: boolean(),
        membersonly: boolean(),
        passwordprotectedroom: boolean(),
        whois: choice(["anyone", "moderators"]),
        moderatedroom: boolean(),
        allowinvites: boolean(),
        changesubject: boolean(),
        allowpm: choice(["anyone", "moderators", "participants", "none"]),
        presencebroadcast: list(ROLE),
        getmemberlist: list(ROLE),
        maxusers: text(),
        maxhistoryfetch: integer(),
        enablearchiving: boolean(),
        enablelogging: boolean(),
        forwardmentions: boolean(),
        pubsub: text(),
      },
      "The fields of the configuration form (XEP-0045 §16.5), without muc#roomconfig_ and the password.",
    ),
    subject: text(),
    affiliations: list(
      object({
        jid: text("A bare JID or a domain."),
        affiliation: AFFILIATION,
        reason: nullable(text()),
        since: time(),
      }),
      "Oldest first.",
    ),
    occupants: list(
      object({
        nick: text(),
        account: text("The bare JID."),
        role: choice(["none", "moderator", "participant", "visitor"]),
        affiliation: AFFILIATION,
        clients: integer("How many sessions it has."),
      }),
    ),
  }),
);

export const AFFILIATION_CHANGED = object({
  room: text(),
  jid: text(),
  affiliation: AFFILIATION,
  before: meaning(AFFILIATION, "What it was."),
});
