/** XEP-0045 §11, §18.1.2: ghosts, errors and restarts: the occupants of a room when clients or the server vanish. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "bun:test";
import { type Actor, enter as another, type Cast, cast, settled } from "../support/cast.ts";
import { Component } from "../support/client/component.ts";
import { enterResumably, resumed } from "../support/client/resumable.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import {
  administer,
  codesIn,
  enter,
  enterAll,
  INFO,
  itemIn,
  join,
  MUC,
  makeRoom,
  OPEN,
  refusal,
  roomAt,
  setAffiliation,
  USER,
} from "../support/xep/rooms.ts";

const REMOTE = "remote.example";
const PUCK = `puck@${REMOTE}/wood`;

let server: TestServer;
/** A component that stands for another server: stanzas for its domain arrive here. */
let remote: Component;
let actors: Cast<"crone" | "hag">;
let number = 0;
let room = "";

beforeAll(async () => {
  server = await startTestServer({ settings: [`components.secrets=${REMOTE}=secret`] });
  remote = await Component.connect(server, REMOTE, "secret");
  actors = await cast(server, ["crone", "hag"]);
});
beforeEach(async () => {
  room = `room${++number}`;
  await settled(...Object.values(actors));
  remote.inbox.forget();
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const sendMessage = (actor: Actor, body = "x"): void =>
  actor.sends(`<message to="${roomAt(room)}" type="groupchat" id="m1"><body>${body}</body></message>`);

/** Puck enters from elsewhere. */
async function puckEnters(): Promise<void> {
  remote.sends(`<presence from="${PUCK}" to="${roomAt(room)}/puck"><x xmlns="${MUC}"/></presence>`);
  await remote.receives(`<presence to="${PUCK}" from="${roomAt(room)}/puck"/>`);
  await remote.receives(`<message to="${PUCK}" type="groupchat"><subject/></message>`);
  await settled(actors.crone);
}

const STANZAS = 'xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"';
const failed = (name: string, condition: string, to: string, id = "m1"): string =>
  `<${name} type="error" id="${id}" from="${PUCK}" to="${to}"><error type="cancel"><${condition} ${STANZAS}/></error></${name}>`;

describe("§18.1.2, §11.1: ghosts", () => {
  for (const condition of [
    "gone",
    "item-not-found",
    "recipient-unavailable",
    "redirect",
    "remote-server-not-found",
    "remote-server-timeout",
    // RFC 6121 §8.5.3.2.1: the error of a server where the resource does not exist.
    "service-unavailable",
  ])
    test(`${condition} in answer to a message: the occupant is removed with 333`, async () => {
      const { crone } = actors;
      await makeRoom(crone, room);
      await puckEnters();
      sendMessage(crone);
      const { attrs } = await remote.receives('<message type="groupchat"><body>x</body></message>');
      remote.sends(failed("message", condition, attrs.from));
      const unavailable = await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/puck"/>`);
      expect(codesIn(unavailable)).toEqual([333]);
      expect(itemIn(unavailable)).toMatchObject({ role: "none", affiliation: "none" });
      sendMessage(crone);
      await crone.pings();
      expect(remote.inbox.waiting().filter(({ name }) => name === "message")).toEqual([]);
    });

  test("an error that answers presence: likewise", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    await puckEnters();
    remote.sends(failed("presence", "remote-server-not-found", `${roomAt(room)}/crone`));
    expect(codesIn(await crone.receives('<presence type="unavailable"/>'))).toEqual([333]);
  });

  test("of several sessions of an occupant, only the one that is gone is removed", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    await puckEnters();
    const otherSession = PUCK.replace("wood", "phone");
    remote.sends(`<presence from="${otherSession}" to="${roomAt(room)}/puck"><x xmlns="${MUC}"/></presence>`);
    await remote.receives(`<message to="${otherSession}" type="groupchat"><subject/></message>`);
    await settled(crone);
    remote.sends(failed("message", "item-not-found", roomAt(room)));
    const notification = await remote.receives(
      `<presence type="unavailable" to="${PUCK}" from="${roomAt(room)}/puck"/>`,
    );
    expect(codesIn(notification)).toEqual([110, 333]);
    await crone.receivesNothing('<presence type="unavailable"/>');
    sendMessage(crone);
    await remote.receives(`<message to="${otherSession}"><body>x</body></message>`);
    await crone.pings();
    expect(remote.inbox.waiting().filter(({ name, attrs }) => name === "message" && attrs.to === PUCK)).toEqual([]);
    remote.sends(failed("presence", "gone", `${roomAt(room)}/crone`).replace(PUCK, otherSession));
    expect(codesIn(await crone.receives('<presence type="unavailable"/>'))).toEqual([333]);
  });

  test("any other error removes nobody", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    await puckEnters();
    remote.sends(failed("message", "policy-violation", `${roomAt(room)}/crone`));
    remote.sends(failed("presence", "bad-request", `${roomAt(room)}/crone`));
    remote.sends(failed("message", "remote-server-not-found", `${roomAt(room)}/crone`).replace("puck@", "oberon@"));
    await crone.receivesNothing('<presence type="unavailable"/>');
  });

  test("an occupant that refuses a private message stays, and the sender is sent the error without an address", async () => {
    const { crone } = actors;
    await makeRoom(crone, room, { ...OPEN, whois: "moderators" });
    await puckEnters();
    crone.sends(`<message to="${roomAt(room)}/puck" type="chat" id="pm1"><body>psst</body></message>`);
    await remote.receives('<message type="chat" id="pm1"/>');
    remote.sends(failed("message", "service-unavailable", `${roomAt(room)}/crone`, "pm1"));
    const error = await crone.receives(`<message type="error" id="pm1" from="${roomAt(room)}/puck"/>`);
    expect(refusal(error)).toBe("service-unavailable");
    expect(error.toString()).not.toContain(REMOTE);
    await crone.receivesNothing('<presence type="unavailable"/>');
  });

  test("likewise where it refuses more private messages than the room remembers", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await puckEnters();
    await enterAll(room, hag);
    for (let n = 0; n < 201; n += 1)
      hag.sends(`<message to="${roomAt(room)}/puck" type="chat" id="pm${n}"><body>psst</body></message>`);
    await remote.receives('<message type="chat" id="pm200"/>');
    remote.sends(failed("message", "service-unavailable", `${roomAt(room)}/hag`, "pm0"));
    await crone.receivesNothing('<presence type="unavailable"/>');
    remote.sends(failed("message", "item-not-found", `${roomAt(room)}/hag`, "pm0"));
    await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/puck"/>`);
  });

  test("an account of this server that blocks the room stays in it", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room);
    await enterAll(room, hag);
    await hag.asks(`<iq type="set"><block xmlns="urn:xmpp:blocking"><item jid="${roomAt(room)}/crone"/></block></iq>`);
    await settled(crone, hag);
    sendMessage(crone);
    await crone.pings();
    await hag.receivesNothing('<message type="groupchat"/>');
    await crone.receivesNothing('<presence type="unavailable"/>');
    await hag.asks(`<iq type="set"><unblock xmlns="urn:xmpp:blocking"/></iq>`);
  });
});

describe("a restart of the server", () => {
  test("keeps rooms, settings, affiliations, nicknames, subject, history and occupants: resumable sessions here, and those of other servers", async () => {
    const { crone, hag } = actors;
    await makeRoom(crone, room, { ...OPEN, roomname: "A Dark Cave", moderatedroom: "1" });
    await setAffiliation(crone, room, "member@localhost", "member");
    await administer(crone, room, `<item jid="${hag.account}" affiliation="member" nick="thirdwitch"/>`);
    await enterAll(room, hag);
    crone.sends(`<message to="${roomAt(room)}" type="groupchat"><subject>Spells</subject></message>`);
    sendMessage(crone, "before");
    await puckEnters();
    const wanderer = await enterResumably(server, "wanderer", "phone");
    await enter(wanderer.actor, room, "wanderer");
    await administer(crone, room, '<item nick="wanderer" role="participant"/>');
    await settled(wanderer.actor);
    wanderer.actor.client.destroy();

    await server.restart();
    remote = await Component.connect(server, REMOTE, "secret");
    actors = await cast(server, ["crone", "hag"]);
    const selfPresence = await enter(actors.crone, room, "crone");
    expect(itemIn(selfPresence)).toMatchObject({ affiliation: "owner", role: "moderator" });
    const occupants = await actors.crone.asks(
      `<iq type="get" to="${roomAt(room)}"><query xmlns="http://jabber.org/protocol/disco#items"/></iq>`,
    );
    const names = occupants
      .getChild("query")
      ?.getChildren("item")
      .map(({ attrs }) => attrs.name);
    expect(names).toEqual(["puck", "wanderer", "crone"]);
    const info = await actors.crone.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${INFO}"/></iq>`);
    expect(info.getChild("query")?.getChild("identity")?.attrs.name).toBe("A Dark Cave");

    // A remote occupant is still sent messages, and keeps its role.
    sendMessage(actors.crone, "after");
    await remote.receives(`<message to="${PUCK}" type="groupchat"><body>after</body></message>`);
    remote.sends(`<message from="${PUCK}" to="${roomAt(room)}" type="groupchat"><body>mute</body></message>`);
    await remote.receives(`<message type="error" to="${PUCK}"/>`);

    // A resumed occupant gets the messages of the meantime, and keeps its role.
    const { actor: resumedActor } = await resumed(server, wanderer);
    await resumedActor.receives(`<message type="groupchat"><body>after</body></message>`);
    sendMessage(resumedActor, "resumed");
    await actors.crone.receives(`<message from="${roomAt(room)}/wanderer"><body>resumed</body></message>`);

    // Subject, history, nickname.
    actors.hag.sends(join(room, "ThirdWitch"));
    await actors.hag.receives('<message type="groupchat"><body>before</body></message>');
    await actors.hag.receives('<message type="groupchat"><subject>Spells</subject></message>');
    await resumedActor.leaves();
  });

  test("§11.2: sessions that are not resumed are removed with 332, and the other occupants are sent that", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    const wanderer = await enterResumably(server, "wanderer", "phone");
    await enter(wanderer.actor, room, "wanderer");
    await settled(wanderer.actor);
    await server.restart();
    remote = await Component.connect(server, REMOTE, "secret");
    const { actor } = await resumed(server, wanderer);
    const unavailable = await actor.receives(`<presence type="unavailable" from="${roomAt(room)}/crone"/>`);
    expect(codesIn(unavailable)).toEqual([332]);
    expect(itemIn(unavailable)).toMatchObject({ role: "none", affiliation: "owner" });
    await actor.leaves();
    actors = await cast(server, ["crone", "hag"]);
  });
});

describe("a session that is suspended (XEP-0198)", () => {
  test("stays in the room, and is sent on resumption what it has missed", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    const wanderer = await enterResumably(server, "wanderer", "phone");
    await enter(wanderer.actor, room, "wanderer");
    await settled(crone, wanderer.actor);
    wanderer.actor.client.destroy();
    sendMessage(crone, "meanwhile");
    await crone.receives("<message><body>meanwhile</body></message>");
    await crone.receivesNothing('<presence type="unavailable"/>');
    const { actor } = await resumed(server, wanderer);
    await actor.receives("<message><body>meanwhile</body></message>");
    sendMessage(actor, "back");
    await crone.receives(`<message from="${roomAt(room)}/wanderer"><body>back</body></message>`);
    await actor.leaves();
    await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/wanderer"/>`);
  });

  test("§8.2, §9.1: one that was kicked or banned meanwhile is sent that on resumption, and is not in the room", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    for (const [item, code] of [
      ['<item nick="wanderer" role="none"/>', 307],
      ['<item jid="wanderer@localhost" affiliation="outcast"/>', 301],
    ] as const) {
      const wanderer = await enterResumably(server, "wanderer", "phone");
      await enter(wanderer.actor, room, "wanderer");
      await settled(crone, wanderer.actor);
      wanderer.actor.client.destroy();
      expect(refusal(await administer(crone, room, item))).toBe("");
      sendMessage(crone, "in peace");
      await settled(crone);
      const { actor } = await resumed(server, wanderer);
      const unavailable = await actor.receives(`<presence type="unavailable" from="${roomAt(room)}/wanderer"/>`);
      expect(codesIn(unavailable)).toEqual([110, code]);
      await actor.receivesNothing("<message><body>in peace</body></message>");
      sendMessage(actor, "still here");
      expect(refusal(await actor.receives('<message type="error"/>'))).toBe("not-acceptable");
      await actor.leaves();
      await crone.receivesNothing('<presence type="unavailable"/>');
    }
  });
});

describe("removing an account", () => {
  test("it loses all affiliations: a later account with its address has none", async () => {
    const { crone } = actors;
    await makeRoom(crone, room);
    const mortal = await another(server, "mortal", "x", actors);
    await setAffiliation(crone, room, mortal.account, "admin");
    await enter(mortal, room, "mortal");
    await server.removeAccount(mortal.account);
    await crone.receives(`<presence type="unavailable" from="${roomAt(room)}/mortal"/>`);
    const heir = await another(server, "mortal", "y", actors);
    expect(itemIn(await enter(heir, room, "mortal"))).toMatchObject({ affiliation: "none", role: "participant" });
    await heir.leaves();
  });

  test("a room without another owner goes to the longest-serving admin, else member; without any it is destroyed", async () => {
    const { crone, hag } = actors;
    for (const affiliation of ["admin", "member", "none"]) {
      room = `room${++number}`;
      const mortal = await another(server, "mortal", "x", actors);
      await makeRoom(mortal, room);
      await setAffiliation(mortal, room, crone.account, affiliation);
      await settled(crone, mortal);
      await server.removeAccount(mortal.account);
      if (affiliation === "none") {
        const info = await hag.asks(`<iq type="get" to="${roomAt(room)}"><query xmlns="${INFO}"/></iq>`);
        expect(refusal(info)).toBe("item-not-found");
      } else {
        expect(itemIn(await enter(crone, room, "crone"))).toMatchObject({ affiliation: "owner" });
      }
    }
  });
});

test("§11.1: status codes, roles and addresses from clients are not sent on", async () => {
  const { crone } = actors;
  await makeRoom(crone, room);
  remote.sends(
    `<presence from="${PUCK}" to="${roomAt(room)}/puck"><x xmlns="${MUC}"/><x xmlns="${USER}"><item affiliation="owner" role="moderator" jid="crone@localhost"/></x></presence>`,
  );
  const presence = await crone.receives(`<presence from="${roomAt(room)}/puck"/>`);
  expect(presence.getChildren("x", USER)).toHaveLength(1);
  expect(itemIn(presence)).toEqual({ affiliation: "none", role: "participant", jid: PUCK });
});
