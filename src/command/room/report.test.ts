/** The screens of room list and room show. */
import { expect, test } from "bun:test";
import { parseJid } from "../../jid/jid.ts";
import type { RoomEntry } from "../../operations/rooms.ts";
import type { RoomDetails } from "../../xep/rooms/0045-muc/admin/operator.ts";
import { DEFAULT_CONFIG } from "../../xep/rooms/0045-muc/settings.ts";
import { printRoom, printRooms } from "./report.ts";

const DAY = Date.UTC(2026, 0, 2);
const family: RoomEntry = {
  jid: "family@rooms.example.com",
  name: "Family",
  isPublic: false,
  isForMembers: true,
  isLocked: false,
  created: DAY,
  occupants: 0,
  members: 4,
};
const club: RoomEntry = {
  ...family,
  jid: "club@rooms.example.com",
  name: "",
  isPublic: true,
  isForMembers: false,
  occupants: 1,
  members: 1,
};
const { roomsecret: _, ...config } = { ...DEFAULT_CONFIG, roomname: "Family", roomdesc: "All of us" };
const details: RoomDetails = {
  jid: family.jid,
  created: DAY,
  isLocked: false,
  config,
  subject: "",
  affiliations: [
    { jid: "troll.example", affiliation: "outcast", reason: "They advertise.", since: DAY },
    { jid: "bob@example.com", affiliation: "member", reason: null, since: DAY },
    { jid: "alice@example.com", affiliation: "owner", reason: null, since: DAY },
  ],
  occupants: [],
};

test("the list has each room's kind, its occupants and its members", () => {
  expect(printRooms([club, family], "jabber-home room create ROOM", "en")).toBe(`2 rooms

club@rooms.example.com
  public, 1 person in it, 1 member

family@rooms.example.com "Family"
  private, nobody in it, 4 members`);
  expect(printRooms([], "jabber-home room create ROOM", "en")).toBe(
    "no rooms yet: people make them with their apps, or you with\n  jabber-home room create ROOM",
  );
  expect(
    printRooms(
      [
        { ...club, isPublic: false, isLocked: true },
        { ...family, isPublic: true },
      ],
      "",
      "fr",
    ),
  ).toBe(
    `2 salons

club@rooms.example.com
  pas encore réglé par qui l'a créé, 1 personne présente, 1 membre

family@rooms.example.com «\u00a0Family\u00a0»
  dans la liste mais réservé à ses membres, vide en ce moment, 4 membres`,
  );
});

test("a room: settings, affiliations from the highest to the lowest, occupants", () => {
  expect(printRoom(details, "en")).toBe(`family@rooms.example.com "Family"
  settings  private
  about     All of us
  since     2026-01-02
  owner     alice@example.com
  member    bob@example.com
  banned    troll.example "They advertise."
  nobody in it`);
  const busy: RoomDetails = {
    ...details,
    config: { ...config, membersonly: false, moderatedroom: true, whois: "moderators", persistentroom: false },
    subject: "Sunday",
    affiliations: [],
    occupants: [
      { nick: "Alice", account: "alice@example.com", role: "moderator", affiliation: "owner", clients: 2 },
      { nick: "Bob", account: "bob@example.com", role: "visitor", affiliation: "none", clients: 1 },
    ],
  };
  expect(printRoom(busy, "fr")).toBe(`family@rooms.example.com «\u00a0Family\u00a0»
  réglages     hors liste mais ouvert à qui connaît son adresse, disparaît quand
               tout le monde est parti, on n'y parle qu'avec autorisation, seuls
               les modérateurs voient les adresses
  description  All of us
  sujet        Sunday
  depuis le    2026-01-02
  présence     Alice, alice@example.com, modérateur, 2 applications
  présence     Bob, bob@example.com, visiteur`);
});

test("no control characters reach the terminal, and no line is longer than 80 columns", () => {
  const nasty = `\u009b31m${"word ".repeat(100)}\r\n\u202e\u001b[2J`;
  const reason = "x ".repeat(200);
  const shown = [
    printRooms([{ ...family, name: nasty }], "jabber-home room create ROOM", "en"),
    printRoom(
      {
        ...details,
        config: { ...config, roomname: "N".repeat(1000), roomdesc: nasty, passwordprotectedroom: true },
        subject: nasty,
        affiliations: [{ jid: parseJid("bob@example.com").bare, affiliation: "outcast", reason, since: DAY }],
        occupants: [{ nick: nasty, account: "b@example.com", role: "visitor", affiliation: "none", clients: 1 }],
      },
      "en",
    ),
  ].join("\n");
  expect(shown.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(shown.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
});
