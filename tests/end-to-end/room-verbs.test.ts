/** `jabber-home room …` beside a running server: the rooms change at once. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import affiliation from "../../src/command/room/affiliation.ts";
import create from "../../src/command/room/create.ts";
import destroy from "../../src/command/room/destroy.ts";
import list from "../../src/command/room/list.ts";
import show from "../../src/command/room/show.ts";
import type { AnyVerb } from "../../src/command/verb.ts";
import { homeAt } from "../../src/home.ts";
import { type Actor, type Cast, cast, settled } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { codesIn, enter, itemIn, join, refusal, roomAt, USER } from "../support/xep/rooms.ts";

let server: TestServer;
let actors: Cast<"alice" | "bob" | "carol">;

beforeAll(async () => {
  server = await startTestServer();
  await server.createAccount("alice@localhost", undefined, true);
  actors = await cast(server, ["alice", "bob", "carol"]);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

interface Typed {
  readonly flags?: Readonly<Record<string, unknown>>;
  readonly language?: "en" | "fr";
  readonly home?: string;
}

/** The output of a verb. */
async function runVerb(verb: AnyVerb, operands: readonly string[], { flags, language = "en", home }: Typed = {}) {
  const lines: string[] = [];
  const terminal = {
    out: (text: string) => void lines.push(text),
    err: () => {},
    isInteractive: false,
    isColoured: false,
    input: () => Buffer.alloc(0),
    env: {},
  };
  const homeDirectory = home === undefined ? server.home : homeAt(home);
  const exit = await verb.run({ flags: { json: false, ...flags }, operands, home: homeDirectory, terminal, language });
  expect(exit).toBe(0);
  // Printed commands name the test's home.
  const text = lines.join("\n").replaceAll(` --home ${homeDirectory.directory}`, "");
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  return text;
}

const inJson = async (verb: AnyVerb, operands: readonly string[], flags = {}): Promise<unknown> =>
  JSON.parse(await runVerb(verb, operands, { flags: { json: true, ...flags } }));

const unavailable = (actor: Actor, room: string, nick: string): Promise<import("ltx").Element> =>
  actor.receives(`<presence type="unavailable" from="${roomAt(room)}/${nick}"><x xmlns="${USER}"/></presence>`);

test("a room is private by default, and its owner the only administrator", async () => {
  expect(await runVerb(list, [])).toStartWith("no rooms yet");
  expect(await runVerb(create, ["family"], { flags: { name: "The family" } })).toBe(
    `family@rooms.localhost is ready: private, and alice@localhost owns it
  members: npm start -- room affiliation family@rooms.localhost JID member`,
  );
  const { alice, bob } = actors;
  bob.sends(join("family", "bob"));
  expect(refusal(await bob.receives(`<presence type="error"/>`))).toBe("registration-required");
  const selfPresence = await enter(alice, "family", "alice");
  expect(codesIn(selfPresence)).not.toContain(201);
  expect(itemIn(selfPresence)).toMatchObject({ affiliation: "owner", role: "moderator" });
});

test("a new member is invited and may enter; anybody may enter a public room", async () => {
  const { bob, carol } = actors;
  expect(await runVerb(affiliation, ["family", "bob", "member"])).toBe(
    "bob@localhost is a member of family@rooms.localhost",
  );
  const invitation = await bob.receives(
    `<message from="${roomAt("family")}"><x xmlns="${USER}"><invite/></x></message>`,
  );
  expect(invitation.getChild("x", USER)?.getChild("invite")?.attrs.from).toBe(roomAt("family"));
  await enter(bob, "family", "bob");
  await runVerb(create, ["club"], { flags: { public: true, owner: "carol@localhost" } });
  expect(itemIn(await enter(carol, "club", "carol"))).toMatchObject({ affiliation: "owner" });
  expect(itemIn(await enter(bob, "club", "bob"))).toMatchObject({ affiliation: "none", role: "participant" });
  expect(await runVerb(list, [])).toBe(`2 rooms

club@rooms.localhost
  public, 2 people in it, 1 member

family@rooms.localhost "The family"
  private, 2 people in it, 2 members`);
  expect(await inJson(list, [])).toMatchObject({
    rooms: [
      { jid: "club@rooms.localhost", isPublic: true, occupants: 2 },
      { name: "The family", isForMembers: true },
    ],
  });
  expect(await inJson(show, ["club@rooms.localhost"])).toMatchObject({
    config: { publicroom: true },
    occupants: [{ nick: "carol", role: "moderator", clients: 1 }, { nick: "bob" }],
  });
});

test("§10.3, §9.1: occupants are sent the presence of a new admin, and of a banned occupant (301) with the reason", async () => {
  const { alice, bob } = actors;
  await settled(alice, bob);
  await runVerb(affiliation, ["family", "bob@localhost", "admin"]);
  const presence = await alice.receives(`<presence from="${roomAt("family")}/bob"><x xmlns="${USER}"/></presence>`);
  expect(itemIn(presence)).toMatchObject({ affiliation: "admin", role: "moderator" });
  await settled(alice, bob);
  await runVerb(affiliation, ["family", "bob", "outcast"], { flags: { reason: "Enough." } });
  for (const actor of [alice, bob]) {
    const presence = await unavailable(actor, "family", "bob");
    expect(codesIn(presence)).toContain(301);
    expect(presence.getChild("x", USER)?.getChild("item")?.getChildText("reason")).toBe("Enough.");
  }
  expect(await runVerb(show, ["family"])).toContain('banned    bob@localhost "Enough."');
});

test("§9.4: a former member is removed from a members-only room (321)", async () => {
  const { alice, bob } = actors;
  await runVerb(affiliation, ["family", "bob", "member"]);
  await enter(bob, "family", "bob");
  await settled(alice, bob);
  expect(await runVerb(affiliation, ["family", "bob", "none"], { language: "fr" })).toBe(
    "bob@localhost n'a plus de rôle dans family@rooms.localhost",
  );
  expect(codesIn(await unavailable(bob, "family", "bob"))).toEqual([110, 321]);
  expect(codesIn(await unavailable(alice, "family", "bob"))).toEqual([321]);
});

test("§10.9: the occupants of a destroyed room are informed", async () => {
  const { bob, carol } = actors;
  await settled(bob, carol);
  await expect(runVerb(destroy, ["club"], { flags: { yes: false } })).rejects.toMatchObject({
    exitCode: 2,
    message: "missing: --yes",
    details: [{ lost: "the history and the lists of the room go too" }],
  });
  const flags = { yes: true, reason: "We have moved." };
  expect(await runVerb(destroy, ["club"], { flags })).toBe("club@rooms.localhost is gone");
  for (const [actor, nick] of [
    [bob, "bob"],
    [carol, "carol"],
  ] as const) {
    const presence = await unavailable(actor, "club", nick);
    expect(presence.getChild("x", USER)?.getChild("destroy")?.getChildText("reason")).toBe("We have moved.");
  }
  expect(await inJson(list, [])).toMatchObject({ rooms: [{ name: "The family" }] });
});

test("a failure has a sentence and a remedy, in either language", async () => {
  const failing = (verb: AnyVerb, operands: readonly string[], options: Typed = {}) =>
    expect(runVerb(verb, operands, options)).rejects;
  await failing(show, ["nowhere"]).toMatchObject({
    exitCode: 1,
    message: "there is no room nowhere@rooms.localhost",
    remedy: "see jabber-home room list",
  });
  await failing(create, ["family"], { language: "fr" }).toMatchObject({
    message: "le salon family@rooms.localhost existe déjà",
    remedy: "choisissez un autre nom, ou regardez-le\u00a0: jabber-home room show family@rooms.localhost",
  });
  await failing(create, ["other@localhost"]).toMatchObject({
    exitCode: 2,
    remedy: "write it like other@rooms.localhost",
  });
  await failing(create, ["other"], { flags: { owner: "nobody" } }).toMatchObject({
    message: "there is no account nobody@localhost",
  });
  await failing(create, ["other"], { flags: { name: "x".repeat(1024) } }).toMatchObject({
    exitCode: 2,
    message: "this name is too long",
  });
  await failing(affiliation, ["family", "alice", "member"]).toMatchObject({
    message: "family@rooms.localhost would have no owner any more",
    remedy: "make somebody else an owner first",
  });
  await failing(affiliation, ["family", "elsewhere.net", "admin"]).toMatchObject({ remedy: "name one address" });
  await failing(affiliation, ["family", "bob", "king"]).toMatchObject({
    exitCode: 2,
    remedy: "choose one of: owner, admin, member, none, outcast",
  });
  await failing(list, [], { home: "/nonexistent/home", language: "fr" }).toMatchObject({ exitCode: 69 });
});

test("with several administrators the owner has to be named", async () => {
  await server.createAccount("dora@localhost", undefined, true);
  await expect(runVerb(create, ["other"])).rejects.toMatchObject({
    message: "whose is it to be?",
    remedy: "name its owner with --owner JID",
  });
  expect(await runVerb(create, ["other"], { flags: { owner: "dora" } })).toContain("dora@localhost owns it");
});

test("max_affiliations holds for the command line, too", async () => {
  await using smallServer = await startTestServer({ settings: ["rooms.max_affiliations=2"] });
  await smallServer.createAccount("alice@localhost", undefined, true);
  const home = smallServer.home.directory;
  await runVerb(create, ["tiny"], { home });
  await runVerb(affiliation, ["tiny", "one@elsewhere.net", "member"], { home });
  await expect(runVerb(affiliation, ["tiny", "two@elsewhere.net", "member"], { home })).rejects.toMatchObject({
    message: "tiny@rooms.localhost has as many members and banned people as a room may have",
    remedy: "raise rooms.max_affiliations in config.toml, and restart",
  });
});
