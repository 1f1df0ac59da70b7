/** RFC 6121 §8: server rules for processing XML stanzas, the tables of §8.5 cell by cell. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Actor, appear, befriend, enter, settled } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

let server: TestServer;
let romeo: Actor;
/** Juliet's sessions: two with non-negative priority, one with negative priority, one without presence. */
let balcony: Actor;
let chamber: Actor;
let hidden: Actor;
let silent: Actor;
/** A session of an account whose sessions all have negative priority; an account without sessions; no account. */
let nurse: Actor;
const AWAY = "paris@localhost";
const NO_ACCOUNT = "nobody@localhost";

beforeAll(async () => {
  server = await startTestServer();
  await server.createAccount(AWAY);
  romeo = await openSession("romeo", "orchard");
  balcony = await openSession("juliet", "balcony");
  chamber = await openSession("juliet", "chamber", "<presence><priority>5</priority></presence>");
  hidden = await openSession("juliet", "hidden", "<presence><priority>-1</priority></presence>");
  silent = await enter(server, "juliet", "silent");
  nurse = await openSession("nurse", "kitchen", "<presence><priority>-5</priority></presence>");
  await settled(romeo, balcony, chamber, hidden, silent, nurse);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

async function openSession(name: string, resource: string, presence?: string): Promise<Actor> {
  const actor = await enter(server, name, resource);
  await appear(actor, presence);
  return actor;
}

let messages = 0;

/** The resources of juliet and the nurse that receive the message, and the error returned to the sender. */
async function outcomeOf(type: string, to: string): Promise<{ received: string[]; error: string | undefined }> {
  const id = `m${++messages}`;
  romeo.sends(`<message type="${type}" to="${to}" id="${id}"><body>${id}</body></message>`);
  await romeo.pings();
  const received: string[] = [];
  for (const actor of [balcony, chamber, hidden, silent, nurse]) {
    await actor.pings();
    if (actor.client.inbox.waiting().some(({ attrs }) => attrs.id === id)) received.push(actor.jid.split("/")[1] ?? "");
    actor.client.inbox.forget();
  }
  const error = romeo.client.inbox.waiting().find(({ attrs }) => attrs.id === id);
  romeo.client.inbox.forget();
  return { received, error: error && conditionOf(error) };
}

const UNAVAILABLE = "service-unavailable";
const NON_NEGATIVE = ["balcony", "chamber"];

type Cell = readonly [type: string, received: readonly string[], error: string | undefined];

const TABLES: readonly (readonly [section: string, to: string, cells: readonly Cell[]])[] = [
  [
    "§8.5.2.1.1: to the bare JID, with available resources",
    "juliet@localhost",
    [
      ["normal", NON_NEGATIVE, undefined],
      ["chat", NON_NEGATIVE, undefined],
      ["headline", NON_NEGATIVE, undefined],
      ["groupchat", [], UNAVAILABLE],
      ["error", [], undefined],
    ],
  ],
  [
    "§8.5.2.1.1: to the bare JID, where every priority is negative, as if there was no resource",
    "nurse@localhost",
    [
      ["normal", [], undefined],
      ["chat", [], undefined],
      ["headline", [], undefined],
      ["groupchat", [], UNAVAILABLE],
      ["error", [], undefined],
    ],
  ],
  [
    "§8.5.2.2.1: to the bare JID, without resources",
    AWAY,
    [
      ["normal", [], undefined],
      ["chat", [], undefined],
      ["headline", [], undefined],
      ["groupchat", [], UNAVAILABLE],
      ["error", [], undefined],
    ],
  ],
  [
    "§8.5.3.1: to the full JID of an available resource",
    "juliet@localhost/chamber",
    ["normal", "chat", "headline", "groupchat", "error"].map((type) => [type, ["chamber"], undefined] as const),
  ],
  [
    "§8.5.3.1: to the full JID of a resource with negative priority",
    "juliet@localhost/hidden",
    ["normal", "chat", "headline", "groupchat", "error"].map((type) => [type, ["hidden"], undefined] as const),
  ],
  [
    "§8.5.3.1: to the full JID of a connected resource without presence",
    "juliet@localhost/silent",
    ["normal", "chat", "headline", "groupchat", "error"].map((type) => [type, ["silent"], undefined] as const),
  ],
  [
    "§8.5.3.2.1: to a full JID without a session, of an account with available resources",
    "juliet@localhost/garden",
    [
      ["normal", [], UNAVAILABLE],
      ["chat", NON_NEGATIVE, undefined],
      ["headline", [], undefined],
      ["groupchat", [], UNAVAILABLE],
      ["error", [], undefined],
    ],
  ],
  [
    "§8.5.3.2.1: to a full JID, of an account without resources",
    `${AWAY}/garden`,
    [
      ["normal", [], UNAVAILABLE],
      ["chat", [], undefined],
      ["headline", [], undefined],
      ["groupchat", [], UNAVAILABLE],
      ["error", [], undefined],
    ],
  ],
  [
    "§8.5.1: to an account that does not exist",
    NO_ACCOUNT,
    [
      ["normal", [], UNAVAILABLE],
      ["chat", [], UNAVAILABLE],
      ["headline", [], undefined],
      ["groupchat", [], UNAVAILABLE],
      ["error", [], undefined],
    ],
  ],
];

for (const [section, to, cells] of TABLES) {
  describe(section, () => {
    for (const [type, received, error] of cells) {
      const outcome = error ?? (received.length > 0 ? `to ${received.join(" and ")}` : "no delivery and no error");
      test(`a message of type ${type}: ${outcome}`, async () => {
        expect(await outcomeOf(type, to)).toEqual({ received: [...received], error });
      });
    }
  });
}

describe("§8.5.2.1.2, §8.5.3.1: presence", () => {
  const recipientsOfPresence = async (type: string, to: string): Promise<string[]> => {
    const id = `p${++messages}`;
    romeo.sends(`<presence ${type === "available" ? "" : `type="${type}"`} to="${to}" id="${id}"/>`);
    await romeo.pings();
    const received: string[] = [];
    for (const actor of [balcony, chamber, hidden, silent]) {
      await actor.pings();
      if (actor.client.inbox.waiting().some(({ attrs }) => attrs.id === id))
        received.push(actor.jid.split("/")[1] ?? "");
      actor.client.inbox.forget();
    }
    await romeo.receivesNothing('<presence type="error"/>');
    return received;
  };

  for (const type of ["available", "unavailable"]) {
    test(`of type ${type} goes from the bare JID to all available resources, from a full JID to that resource, else nowhere`, async () => {
      expect(await recipientsOfPresence(type, "juliet@localhost")).toEqual(["balcony", "chamber", "hidden"]);
      expect(await recipientsOfPresence(type, "juliet@localhost/silent")).toEqual(["silent"]);
      expect(await recipientsOfPresence(type, "juliet@localhost/garden")).toEqual([]);
      expect(await recipientsOfPresence(type, AWAY)).toEqual([]);
      expect(await recipientsOfPresence(type, NO_ACCOUNT)).toEqual([]);
    });
  }

  test("§8.5.3.2.2: of type error to a full JID without a session is ignored", async () => {
    expect(await recipientsOfPresence("error", "juliet@localhost/chamber")).toEqual(["chamber"]);
    expect(await recipientsOfPresence("error", "juliet@localhost/garden")).toEqual([]);
  });

  test("§8.5.3.2.2: a subscription request to a full JID without a session goes to the account", async () => {
    expect(await recipientsOfPresence("subscribe", "juliet@localhost/garden")).toEqual([
      "balcony",
      "chamber",
      "hidden",
    ]);
  });
});

describe("§8.5.2.1.3, §8.5.3: iq", () => {
  const PING = '<ping xmlns="urn:xmpp:ping"/>';
  const outcomeOfRequest = async (to: string): Promise<string | undefined> =>
    conditionOf(await romeo.asks(`<iq type="get" to="${to}">${PING}</iq>`));

  test("§8.5.3.1: a request does not reach a resource whose presence the sender does not see, nor reveal its existence", async () => {
    for (const resource of ["balcony", "hidden", "silent", "garden"]) {
      expect(await outcomeOfRequest(`juliet@localhost/${resource}`)).toBe(UNAVAILABLE);
    }
    expect(await outcomeOfRequest(`${NO_ACCOUNT}/garden`)).toBe(UNAVAILABLE);
    for (const actor of [balcony, hidden, silent]) await actor.receivesNothing("<iq/>");
  });

  test("§8.5.3.1: directed presence makes a resource visible to its recipient until it ends", async () => {
    silent.sends('<presence to="romeo@localhost/orchard"/>');
    await romeo.receives('<presence from="juliet@localhost/silent"/>');
    romeo.sends(`<iq type="get" id="shown" to="juliet@localhost/silent">${PING}</iq>`);
    await silent.receives(`<iq type="get" id="shown">${PING}</iq>`);
    silent.sends('<presence to="romeo@localhost/orchard" type="unavailable"/>');
    await romeo.receives('<presence type="unavailable" from="juliet@localhost/silent"/>');
    expect(await outcomeOfRequest("juliet@localhost/silent")).toBe(UNAVAILABLE);
  });

  test("§8.5.3.1: a subscription makes available resources visible", async () => {
    await befriend(nurse, romeo);
    romeo.sends(`<iq type="get" id="friend" to="${nurse.jid}">${PING}</iq>`);
    await nurse.receives(`<iq type="get" id="friend">${PING}</iq>`);
    nurse.sends('<presence type="unavailable"/>');
    await nurse.pings();
    expect(await outcomeOfRequest(nurse.jid)).toBe(UNAVAILABLE);
  });

  test("§8.5.3.1: results and errors are always delivered", async () => {
    romeo.sends(`<iq type="result" id="r1" to="${silent.jid}"/><iq type="error" id="r2" to="${silent.jid}"/>`);
    await silent.receives('<iq type="result" id="r1"/>');
    await silent.receives('<iq type="error" id="r2"/>');
  });

  test("§8.5.2.1.3: a request to the bare JID is answered by the server, never delivered", async () => {
    const answer = await balcony.asks(`<iq type="get" to="juliet@localhost">${PING}</iq>`);
    expect(answer.attrs).toMatchObject({ type: "result", from: "juliet@localhost" });
    await chamber.receivesNothing("<iq/>");
  });

  const REQUESTS = [
    '<query xmlns="jabber:iq:last"/>',
    '<query xmlns="http://jabber.org/protocol/disco#info"/>',
    '<query xmlns="http://jabber.org/protocol/disco#items"/>',
    '<query xmlns="jabber:iq:roster"/>',
    '<query xmlns="urn:xmpp:mam:2"/>',
    '<query xmlns="jabber:iq:version"/>',
    '<vCard xmlns="vcard-temp"/>',
    '<query xmlns="jabber:iq:private"><x xmlns="urn:x"/></query>',
    '<blocklist xmlns="urn:xmpp:blocking"/>',
    '<query xmlns="jabber:iq:register"/>',
    '<other xmlns="vcard-temp"/>',
    PING,
  ];

  test("§8.5.1: a request that only an account's owner may send, to an account that does not exist, is service-unavailable", async () => {
    const namespaces = [
      "urn:xmpp:mam:2",
      "jabber:iq:roster",
      "jabber:iq:private",
      "jabber:iq:register",
      "urn:xmpp:ping",
    ];
    for (const ns of namespaces) {
      const name = ns === "urn:xmpp:ping" ? "ping" : "query";
      const answer = await romeo.asks(`<iq type="get" to="${NO_ACCOUNT}"><${name} xmlns="${ns}"/></iq>`);
      expect([ns, conditionOf(answer)]).toEqual([ns, UNAVAILABLE]);
    }
  });

  for (const request of REQUESTS) {
    test(`§8.5.1, §13: a stranger cannot find out whether an account exists by ${request}`, async () => {
      for (const [type, resource] of ["get", "set"].flatMap((type) => ["", "/garden"].map((r) => [type, r] as const))) {
        const answers = [];
        for (const to of [AWAY, NO_ACCOUNT, "juliet@localhost"]) {
          const { attrs, children } = await romeo.asks(`<iq type="${type}" to="${to}${resource}">${request}</iq>`);
          answers.push(`${attrs.type} ${children.join("")}`);
        }
        expect(new Set(answers).size).toBe(1);
      }
    });
  }
});
