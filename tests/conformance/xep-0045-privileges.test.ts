/** XEP-0045 §5: the tables of privileges, cell by cell, each tried in a room. */
import { describe, expect, test } from "bun:test";
import { type Actor, settled } from "../support/cast.ts";
import { stage } from "../support/stage.ts";
import {
  administer,
  configForm,
  configure,
  enter,
  join,
  MUC,
  makeRoom,
  OPEN,
  OWNER,
  refusal,
  roomAt,
  type Settings,
  setAffiliation,
  setRole,
  USER,
} from "../support/xep/rooms.ts";

const ROLES = ["none", "visitor", "participant", "moderator"] as const;
const AFFILIATIONS = ["outcast", "none", "member", "admin", "owner"] as const;
type Role = (typeof ROLES)[number];
type Affiliation = (typeof AFFILIATIONS)[number];

let number = 0;
let room = "";
const { actors } = stage(["founder", "subject", "target", "witness"], { settings: ["rooms.max_rooms=1000"] });

const everybody = (): Actor[] => Object.values(actors);

/** All leave, and a new room is made with its creator, a target and a witness in it. */
async function newRoom(settings: Settings = OPEN): Promise<void> {
  if (room) for (const actor of everybody()) actor.sends(`<presence type="unavailable" to="${roomAt(room)}/x"/>`);
  room = `room${++number}`;
  await settled(...everybody());
  const { founder, target, witness } = actors;
  await makeRoom(founder, room, settings);
  await enter(target, room, "target");
  await enter(witness, room, "witness");
}

/** The error condition of the answer; "" on success. */
async function outcome(what: string): Promise<string> {
  const { subject } = actors;
  subject.sends(what);
  await subject.pings();
  const error = subject.client.inbox.waiting().find(({ attrs }) => attrs.type === "error");
  return error ? refusal(error) : "";
}

const to = (resource = ""): string => roomAt(room) + (resource && `/${resource}`);
const groupchat = (inner: string): string => `<message type="groupchat" to="${to()}">${inner}</message>`;

/** Whether the subject could do it, as observed by others. */
const ROLE_PRIVILEGES: Record<string, () => Promise<boolean>> = {
  "Present in Room": async () => {
    await actors.witness.pings();
    const answer = await actors.subject.asks(`<iq type="get" to="${to("subject")}"><ping xmlns="urn:xmpp:ping"/></iq>`);
    return answer.attrs.type === "result";
  },
  "Receive Messages": async () => {
    actors.witness.sends(groupchat("<body>heard</body>"));
    return isReceived(actors.witness, actors.subject, "message");
  },
  "Receive Occupant Presence": async () => {
    actors.witness.sends(`<presence to="${to("witness")}"><show>away</show></presence>`);
    return isReceived(actors.witness, actors.subject, "presence");
  },
  "Broadcast Presence to All Occupants": async () => {
    await outcome(`<presence to="${to("subject")}"><status>here</status></presence>`);
    return isReceived(actors.subject, actors.witness, "presence");
  },
  "Change Availability Status": async () => {
    await outcome(`<presence to="${to("subject")}"><show>dnd</show></presence>`);
    return isReceived(actors.subject, actors.witness, "presence");
  },
  "Change Room Nickname": async () => {
    await outcome(`<presence to="${to("renamed")}"/>`);
    await actors.witness.pings();
    return actors.witness.client.inbox.waiting().some(({ attrs }) => attrs.from === to("renamed"));
  },
  "Send Private Messages": async () => {
    await outcome(`<message type="chat" to="${to("witness")}"><body>psst</body></message>`);
    return isReceived(actors.subject, actors.witness, "message");
  },
  "Invite Other Users": async () => {
    await outcome(`<message to="${to()}"><x xmlns="${USER}"><invite to="{founder.bare}"/></x></message>`);
    await actors.founder.pings();
    return actors.founder.client.inbox.waiting().some(({ name }) => name === "message");
  },
  "Send Messages to All": async () => {
    await outcome(groupchat("<body>hear</body>"));
    return isReceived(actors.subject, actors.witness, "message");
  },
  "Modify Subject": async () => {
    await outcome(groupchat("<subject>new</subject>"));
    return isReceived(actors.subject, actors.witness, "message");
  },
  "Kick Participants and Visitors": async () => (await changesRole("target", "none")) === "",
  "Grant Voice": async () => {
    await setRole(actors.founder, room, "target", "visitor");
    return (await changesRole("target", "participant")) === "";
  },
  "Revoke Voice": async () => (await changesRole("target", "visitor")) === "",
};

const changesRole = async (nick: string, role: Role): Promise<string> =>
  refusal(await setRole(actors.subject, room, nick, role));

async function isReceived(by: Actor, at: Actor, name: string): Promise<boolean> {
  await by.pings();
  await at.pings();
  const isFrom = (from: string) =>
    from.startsWith(`${roomAt(room)}/`) && from.endsWith(by === actors.subject ? "subject" : "witness");
  return at.client.inbox
    .waiting()
    .some((stanza) => stanza.name === name && stanza.attrs.type !== "error" && isFrom(stanza.attrs.from));
}

/** §5.1.1: None, Visitor, Participant, Moderator. */
const ROLE_TABLE: Record<string, readonly [boolean, boolean, boolean, boolean]> = {
  "Present in Room": [false, true, true, true],
  "Receive Messages": [false, true, true, true],
  "Receive Occupant Presence": [false, true, true, true],
  "Broadcast Presence to All Occupants": [false, true, true, true],
  "Change Availability Status": [false, true, true, true],
  "Change Room Nickname": [false, true, true, true],
  "Send Private Messages": [false, true, true, true],
  "Invite Other Users": [false, true, true, true],
  "Send Messages to All": [false, false, true, true],
  "Modify Subject": [false, false, false, true],
  "Kick Participants and Visitors": [false, false, false, true],
  "Grant Voice": [false, false, false, true],
  "Revoke Voice": [false, false, false, true],
};

describe("§5.1.1: the privileges of roles", () => {
  for (const [privilege, cells] of Object.entries(ROLE_TABLE))
    for (const [column, role] of ROLES.entries())
      test(`${privilege}: ${role} ${cells[column] ? "may" : "may not"}`, async () => {
        await newRoom();
        const { founder, subject } = actors;
        if (role !== "none") {
          await enter(subject, room, "subject");
          await setRole(founder, room, "subject", role);
        }
        await settled(...everybody());
        expect(await ROLE_PRIVILEGES[privilege]?.()).toBe(cells[column] as boolean);
      });

  for (const affiliation of ["admin", "owner"] as const)
    test(`*** A moderator MUST NOT be able to revoke voice privileges from an ${affiliation}`, async () => {
      await newRoom();
      const { founder, subject, target } = actors;
      await setAffiliation(founder, room, target.account, affiliation);
      await enter(subject, room, "subject");
      await setRole(founder, room, "subject", "moderator");
      expect(await changesRole("target", "visitor")).not.toBe("");
    });
});

describe("§5.1.2: the initial role", () => {
  const ROOMS: Record<string, Settings> = {
    Moderated: { ...OPEN, moderatedroom: "1" },
    Unmoderated: OPEN,
    "Members-Only": { ...OPEN, membersonly: "1" },
    Open: OPEN,
  };
  const TABLE: Record<string, readonly [Role, Role, Role, Role, Role]> = {
    Moderated: ["none", "visitor", "participant", "moderator", "moderator"],
    Unmoderated: ["none", "participant", "participant", "moderator", "moderator"],
    "Members-Only": ["none", "none", "participant", "moderator", "moderator"],
    Open: ["none", "participant", "participant", "moderator", "moderator"],
  };
  for (const [kind, cells] of Object.entries(TABLE))
    for (const [column, affiliation] of AFFILIATIONS.entries())
      test(`${kind}: ${affiliation} is ${cells[column]}`, async () => {
        room = `room${++number}`;
        const { founder, subject } = actors;
        await settled(...everybody());
        await makeRoom(founder, room, ROOMS[kind] ?? {});
        await setAffiliation(founder, room, subject.account, affiliation);
        await settled(...everybody());
        subject.sends(join(room, "subject"));
        const presence = await subject.receives(`<presence from="${to("subject")}"/>`);
        const role = presence.getChild("x", USER)?.getChild("item")?.attrs.role ?? "none";
        expect(role).toBe(cells[column]);
        subject.sends(`<presence type="unavailable" to="${to("subject")}"/>`);
        founder.sends(`<presence type="unavailable" to="${to("founder")}"/>`);
      });
});

const REGISTRATION = `<x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>${MUC}#register</value></field><field var="muc#register_roomnick"><value>registered</value></field></x>`;

/** Attempts of the subject, who is not in the room; "" on success. */
const AFFILIATION_PRIVILEGES: Record<string, () => Promise<string>> = {
  "Enter Open Room": () => outcome(join(room, "subject")),
  "Register with Open Room": async () =>
    refusal(
      await actors.subject.asks(
        `<iq type="set" to="${to()}"><query xmlns="jabber:iq:register">${REGISTRATION}</query></iq>`,
      ),
    ),
  "Retrieve Member List": async () =>
    refusal(await administer(actors.subject, room, '<item affiliation="member"/>', "get")),
  "Enter Members-Only Room": async () => {
    await configure(actors.founder, room, { membersonly: "1" });
    return outcome(join(room, "subject"));
  },
  "Ban Members and Unaffiliated Users": async () =>
    refusal(await setAffiliation(actors.subject, room, actors.target.account, "outcast")),
  "Edit Member List": async () => refusal(await setAffiliation(actors.subject, room, actors.target.account, "member")),
  "Assign and Remove Moderator Role": () => changesRole("target", "moderator"),
  "Edit Admin List": async () => refusal(await setAffiliation(actors.subject, room, actors.target.account, "admin")),
  "Edit Owner List": async () => refusal(await setAffiliation(actors.subject, room, actors.target.account, "owner")),
  "Change Room Configuration": async () =>
    refusal(
      await actors.subject.asks(
        `<iq type="set" to="${to()}"><query xmlns="${OWNER}">${configForm({ roomname: "x" })}</query></iq>`,
      ),
    ),
  "Destroy Room": async () =>
    refusal(await actors.subject.asks(`<iq type="set" to="${to()}"><query xmlns="${OWNER}"><destroy/></query></iq>`)),
};

/** §5.2.1: Outcast, None, Member, Admin, Owner; "N/A": already registered. */
const AFFILIATION_TABLE: Record<
  string,
  readonly [boolean, boolean, boolean | "N/A", boolean | "N/A", boolean | "N/A"]
> = {
  "Enter Open Room": [false, true, true, true, true],
  "Register with Open Room": [false, true, "N/A", "N/A", "N/A"],
  "Retrieve Member List": [false, false, true, true, true],
  "Enter Members-Only Room": [false, false, true, true, true],
  "Ban Members and Unaffiliated Users": [false, false, false, true, true],
  "Edit Member List": [false, false, false, true, true],
  "Assign and Remove Moderator Role": [false, false, false, true, true],
  "Edit Admin List": [false, false, false, false, true],
  "Edit Owner List": [false, false, false, false, true],
  "Change Room Configuration": [false, false, false, false, true],
  "Destroy Room": [false, false, false, false, true],
};

describe("§5.2.1: the privileges of affiliations", () => {
  for (const [privilege, cells] of Object.entries(AFFILIATION_TABLE))
    for (const [column, affiliation] of AFFILIATIONS.entries()) {
      const cell = cells[column];
      if (cell === "N/A" || cell === undefined) continue;
      test(`${privilege}: ${affiliation} ${cell ? "may" : "may not"}`, async () => {
        await newRoom();
        await setAffiliation(actors.founder, room, actors.subject.account, affiliation);
        await settled(...everybody());
        const refusedWith = await AFFILIATION_PRIVILEGES[privilege]?.();
        if (cell) expect(refusedWith).toBe("");
        else expect(["forbidden", "not-allowed", "registration-required"]).toContain(refusedWith as string);
      });
    }
});

/** §5.2.2: the least affiliation that may change the row's affiliation to the column's. */
const CHANGES: Record<Affiliation, Record<Affiliation, Affiliation | "--">> = {
  outcast: { outcast: "--", none: "admin", member: "admin", admin: "owner", owner: "owner" },
  none: { outcast: "admin", none: "--", member: "admin", admin: "owner", owner: "owner" },
  member: { outcast: "admin", none: "admin", member: "--", admin: "owner", owner: "owner" },
  admin: { outcast: "owner", none: "owner", member: "owner", admin: "--", owner: "owner" },
  owner: { outcast: "owner", none: "owner", member: "owner", admin: "owner", owner: "--" },
};

describe("§5.2.2: changing affiliations", () => {
  for (const from of AFFILIATIONS)
    for (const after of AFFILIATIONS) {
      const least = CHANGES[from][after];
      if (least === "--") continue;
      for (const by of ["member", "admin", "owner"] as const) {
        const isAllowed = AFFILIATIONS.indexOf(by) >= AFFILIATIONS.indexOf(least);
        test(`${from} to ${after} by ${by}: ${isAllowed ? "yes" : "no"}`, async () => {
          room = `room${++number}`;
          const { founder, subject, target } = actors;
          await settled(...everybody());
          await makeRoom(founder, room);
          await setAffiliation(founder, room, subject.account, by);
          if (from !== "none") await setAffiliation(founder, room, target.account, from);
          const refusedWith = refusal(await setAffiliation(subject, room, target.account, after));
          if (isAllowed) expect(refusedWith).toBe("");
          else expect(["forbidden", "not-allowed"]).toContain(refusedWith);
          founder.sends(`<presence type="unavailable" to="${to("founder")}"/>`);
        });
      }
    }
});
