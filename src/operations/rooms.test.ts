import { expect, test } from "bun:test";
import { parseJid } from "../jid/jid.ts";
import { StanzaError, type StanzaErrorCondition } from "../stanza-error.ts";

import { parseAffiliation, type RoomDeps, roomOperations } from "./rooms.ts";

const ROOM = parseJid("club@rooms.example.com");
const ALICE = parseJid("alice@example.com");

/** The operations over rooms that refuse everything with this condition; without one, they do nothing. */
function open({
  refusal,
  administrators = ["alice@example.com"],
}: {
  refusal?: StanzaErrorCondition;
  administrators?: string[];
} = {}) {
  const done: string[] = [];
  const act = (name: string) => (): never => {
    done.push(name);
    if (refusal) throw new StanzaError(refusal);
    return undefined as never;
  };
  const operator: RoomDeps["operator"] = {
    services: ["rooms.example.com", "rooms.exämple.org"],
    list: async () => [],
    page: () => [],
    show: act("show"),
    create: ({ owner }) => act(`create for ${owner}`)(),
    destroy: act("destroy"),
    setAffiliation: act("setAffiliation"),
  };
  const operations = roomOperations({
    operator,
    accounts: { exists: (account) => account === "alice@example.com", administrators: () => administrators },
    domains: ["example.com", "exämple.org"],
    db: { afterSync: (callback) => callback() },
  });
  return { ...operations, done };
}

test("a room is NAME@SERVICE; for the domain of a service, the service is suggested", async () => {
  const { show, destroy, create, setAffiliation, done } = open();
  for (const bad of ["rooms.example.com", "club@rooms.example.com/bob"])
    expect(() => show(parseJid(bad))).toThrow("not-a-room");
  const elsewhere = parseJid("club@exämple.org");
  const details = { domain: "exämple.org", example: "club@rooms.exämple.org" };
  for (const refused of [
    destroy(elsewhere),
    create({ room: elsewhere, isPublic: true }),
    setAffiliation({ room: elsewhere, jid: ALICE, affiliation: "member" }),
  ])
    await expect(refused).rejects.toMatchObject({ reason: "no-rooms-there", details });
  expect(done).toEqual([]);
});

test("a room belongs to the only administrator, or to an account or address that is named", async () => {
  const { create, done } = open();
  await create({ room: ROOM, isPublic: false });
  await create({ room: ROOM, isPublic: false, owner: parseJid("bob@elsewhere.net") });
  expect(done).toEqual(["create for alice@example.com", "create for bob@elsewhere.net"]);
  const failing = (owner: string) => expect(create({ room: ROOM, isPublic: false, owner: parseJid(owner) })).rejects;
  await failing("bob@example.com").toMatchObject({
    reason: "no-such-account",
    details: { account: "bob@example.com" },
  });
  await failing("example.com").toMatchObject({ reason: "domain-cannot-own" });
  for (const administrators of [[], ["a@example.com", "b@example.com"]])
    await expect(open({ administrators }).create({ room: ROOM, isPublic: false })).rejects.toMatchObject({
      reason: "owner-not-named",
    });
});

test("who is missing here can lose an affiliation or be banned, and nothing else", async () => {
  const { setAffiliation } = open();
  const jid = parseJid("gone@example.com");
  for (const affiliation of ["none", "outcast"] as const) await setAffiliation({ room: ROOM, jid, affiliation });
  for (const affiliation of ["member", "admin", "owner"] as const)
    await expect(setAffiliation({ room: ROOM, jid, affiliation })).rejects.toMatchObject({ reason: "no-such-account" });
});

test.each([
  ["conflict", "room-exists", "last-owner"],
  ["not-acceptable", "room-name-too-long", "domain-cannot-own"],
  ["item-not-found", undefined, "no-such-room"],
  ["resource-constraint", undefined, "too-many-affiliations"],
] as const)(
  "what rooms refuse with %s is a failure of its own, where it is foreseen",
  async (refusal, created, changed) => {
    const { create, setAffiliation } = open({ refusal });
    const reasonOf = (work: Promise<unknown>) => work.catch(({ reason }: { reason?: string }) => reason);
    expect(await reasonOf(create({ room: ROOM, isPublic: true }))).toBe(created as never);
    expect(await reasonOf(setAffiliation({ room: ROOM, jid: ALICE, affiliation: "owner" }))).toBe(changed);
  },
);

test("an affiliation is one of XEP-0045 §5.2", () => {
  expect(parseAffiliation("member")).toBe("member");
  expect(() => parseAffiliation("king")).toThrow("not-an-affiliation");
});
