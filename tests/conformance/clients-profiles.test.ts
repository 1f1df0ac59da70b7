/** What clients and the compliance tester request for profiles, bookmarks and OMEMO. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Actor, appear, enter } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { PUBSUB } from "../support/xep/pubsub.ts";

const INFO = "http://jabber.org/protocol/disco#info";

let server: TestServer;
let juliet: Actor;
const advertised = { account: new Set<string>(), server: new Set<string>() };

beforeAll(async () => {
  server = await startTestServer();
  juliet = await enter(server, "juliet", "balcony");
  await appear(juliet);
  for (const [entity, to] of [
    ["account", juliet.account],
    ["server", "localhost"],
  ] as const) {
    const info = await juliet.asks(`<iq type="get" to="${to}"><query xmlns="${INFO}"/></iq>`);
    for (const { name, attrs } of info.getChild("query", INFO)?.getChildElements() ?? [])
      advertised[entity].add(name === "identity" ? `${attrs.category}/${attrs.type}` : attrs.var);
  }
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const missing = (where: ReadonlySet<string>, ...wanted: readonly string[]): string[] =>
  wanted.filter((one) => !where.has(one));

describe("the compliance tester", () => {
  const checks: Readonly<Record<string, string>> = {
    xep0163: "pubsub/pep",
    xep0384: `${PUBSUB}#publish-options`,
    xep0398: "urn:xmpp:pep-vcard-conversion:0",
    xep0411: "urn:xmpp:bookmarks-conversion:0",
  };
  for (const [check, wanted] of Object.entries(checks)) {
    test(`compliance tester: ${check}: the account advertises ${wanted}`, () => {
      expect(missing(advertised.account, wanted)).toEqual([]);
    });
  }
});

describe("Monal", () => {
  const needed = ["filtered-notifications", "publish-options", "publish", "subscribe", "create-nodes"];
  needed.push("delete-items", "delete-nodes", "persistent-items", "retrieve-items", "auto-create");

  test("Monal: uses PEP where the account has the identity and ten features of pubsub", () => {
    expect(missing(advertised.account, "pubsub/pep", ...needed.map((name) => `${PUBSUB}#${name}`))).toEqual([]);
  });

  test('Monal: shows PEP as "modern" with item-ids and multi-items, and uses max_items=max with config-node-max', () => {
    const modern = ["item-ids", "multi-items", "config-node-max"];
    expect(missing(advertised.account, ...modern.map((name) => `${PUBSUB}#${name}`))).toEqual([]);
  });

  test("Monal: uses native bookmarks where the account has compat-pep", () => {
    expect(missing(advertised.account, "urn:xmpp:bookmarks:1#compat-pep")).toEqual([]);
  });
});

describe("Conversations", () => {
  test("Conversations: PEP on the account, with persistent items", () => {
    expect(missing(advertised.account, "pubsub/pep", `${PUBSUB}#persistent-items`)).toEqual([]);
  });

  test("Conversations: conversion of bookmarks and of avatars, each with publish-options", () => {
    const wanted = ["urn:xmpp:bookmarks-conversion:0", "urn:xmpp:pep-vcard-conversion:0", `${PUBSUB}#publish-options`];
    expect(missing(advertised.account, ...wanted, "urn:xmpp:bookmarks:1#compat")).toEqual([]);
  });
});

describe("Gajim", () => {
  const rows: Readonly<Record<string, readonly [keyof typeof advertised, string]>> = {
    "XEP-0054: vcard-temp": ["server", "vcard-temp"],
    "XEP-0163: Personal Eventing Protocol": ["account", "pubsub/pep"],
    "XEP-0163: #publish-options": ["account", `${PUBSUB}#publish-options`],
    "XEP-0398: Avatar Conversion": ["account", "urn:xmpp:pep-vcard-conversion:0"],
    "XEP-0411: Bookmarks Conversion": ["account", "urn:xmpp:bookmarks-conversion:0"],
    "XEP-0402: Bookmarks Compat": ["account", "urn:xmpp:bookmarks:1#compat"],
    "XEP-0402: Bookmarks Compat PEP": ["account", "urn:xmpp:bookmarks:1#compat-pep"],
  };
  for (const [row, [where, wanted]] of Object.entries(rows)) {
    test(`Gajim: ${row}`, () => {
      expect(missing(advertised[where], wanted)).toEqual([]);
    });
  }

  test("Gajim: uses native bookmarks where there are compat-pep and config-node-max", () => {
    expect(missing(advertised.account, "urn:xmpp:bookmarks:1#compat-pep", `${PUBSUB}#config-node-max`)).toEqual([]);
  });
});

test("Movim: multi-items on the account and on a pubsub service of the domain", async () => {
  expect(missing(advertised.account, `${PUBSUB}#multi-items`)).toEqual([]);
  const info = await juliet.asks(`<iq type="get" to="pubsub.localhost"><query xmlns="${INFO}"/></iq>`);
  const features = info.getChild("query", INFO)?.getChildren("feature") ?? [];
  expect(features.map(({ attrs }) => attrs.var)).toContain(`${PUBSUB}#multi-items`);
});
