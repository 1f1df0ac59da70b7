/** XEP-0030: Service Discovery. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import type { Element } from "ltx";
import { befriend, type Cast, cast } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const INFO = "http://jabber.org/protocol/disco#info";
const ITEMS = "http://jabber.org/protocol/disco#items";

let server: TestServer;
let actors: Cast<"romeo" | "juliet" | "tybalt">;

beforeAll(async () => {
  server = await startTestServer();
  actors = await cast(server, ["romeo", "juliet", "tybalt"]);
  await befriend(actors.romeo, actors.juliet);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

const asks = (asker: keyof typeof actors, ns: string, to: string, node = ""): Promise<Element> =>
  actors[asker].asks(`<iq type="get" to="${to}"><query xmlns="${ns}"${node && ` node="${node}"`}/></iq>`);

test("§3.1: the domain has the identity server/im, and the feature of service discovery", async () => {
  const query = (await asks("romeo", INFO, "localhost")).getChild("query", INFO);
  expect(query?.getChild("identity")?.attrs).toMatchObject({ category: "server", type: "im" });
  const features = query?.getChildren("feature").map(({ attrs }) => attrs.var) ?? [];
  expect(features).toContain(INFO);
  expect(features).toContain(ITEMS);
  expect(new Set(features).size).toBe(features.length);
});

test("§3.1: an account has the identity account/registered, for itself and for subscribers to its presence", async () => {
  for (const asker of ["juliet", "romeo"] as const) {
    const query = (await asks(asker, INFO, actors.juliet.account)).getChild("query", INFO);
    expect(query?.getChild("identity")?.attrs).toMatchObject({ category: "account", type: "registered" });
    expect(query?.getChildren("feature").map(({ attrs }) => attrs.var)).toContain(INFO);
  }
});

test("§3.2, §7: an unknown node is item-not-found", async () => {
  for (const ns of [INFO, ITEMS]) {
    for (const to of ["localhost", actors.romeo.account]) {
      expect(conditionOf(await asks("romeo", ns, to, "nonesuch"))).toBe("item-not-found");
    }
  }
});

test("§4.1, §7: an entity without items answers with an empty list", async () => {
  for (const to of [actors.romeo.account, actors.juliet.account]) {
    expect((await asks("romeo", ITEMS, to)).getChild("query", ITEMS)?.children).toEqual([]);
  }
});

test("§4.1: the items of the domain are its services, each with an identity", async () => {
  const items = (await asks("romeo", ITEMS, "localhost")).getChild("query", ITEMS)?.getChildren("item") ?? [];
  for (const { attrs } of items) {
    expect(attrs.jid).toEndWith(".localhost");
    const query = (await asks("romeo", INFO, attrs.jid)).getChild("query", INFO);
    expect(query?.getChild("identity")?.attrs.category).toBeString();
    expect(query?.getChildren("feature").map(({ attrs }) => attrs.var)).toContain(INFO);
  }
});

test("§8, rule 1: info is service-unavailable for a stranger and for an unknown account, with or without a node", async () => {
  for (const to of [actors.juliet.account, "nobody@localhost"]) {
    for (const node of ["", "x"]) expect(conditionOf(await asks("tybalt", INFO, to, node))).toBe("service-unavailable");
  }
});

test("§8, rule 2: items are an empty list for a stranger and for an unknown account, with or without a node", async () => {
  for (const to of [actors.juliet.account, "nobody@localhost"]) {
    for (const node of ["", "x"]) {
      const query = (await asks("tybalt", ITEMS, to, node)).getChild("query", ITEMS);
      expect(query?.children).toEqual([]);
      expect(query?.attrs.node).toBe(node || undefined);
    }
  }
});

test("§3.1: a client answers disco#info itself", async () => {
  const answer = asks("romeo", INFO, actors.juliet.jid);
  const { attrs } = await actors.juliet.receives(`<iq type="get"><query xmlns="${INFO}"/></iq>`);
  actors.juliet.sends(`<iq type="result" id="${attrs.id}" to="{romeo}"><query xmlns="${INFO}"/></iq>`);
  expect((await answer).attrs).toMatchObject({ type: "result", from: actors.juliet.jid });
});
