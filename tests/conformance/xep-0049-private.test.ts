/** XEP-0049: Private XML Storage. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { type Cast, cast } from "../support/cast.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";
import { featuresOf } from "../support/xep/disco.ts";

const NS = "jabber:iq:private";

let server: TestServer;
let actors: Cast<"hamlet" | "macbeth">;

beforeAll(async () => {
  server = await startTestServer({ settings: ["private.max_size=2kB"] });
  actors = await cast(server, ["hamlet", "macbeth"]);
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(() => expect(server.errors).toEqual([]));

const stores = (content: string, to = "") =>
  actors.hamlet.asks(`<iq type="set"${to}><query xmlns="${NS}">${content}</query></iq>`);
const reads = (content: string) => actors.hamlet.asks(`<iq type="get"><query xmlns="${NS}">${content}</query></iq>`);
const prefs = (nick: string) => `<exodus xmlns="exodus:prefs"><defaultnick>${nick}</defaultnick></exodus>`;

test("§2.3: stored data is returned; storing it again replaces it", async () => {
  for (const nick of ["Hamlet", "Prince"]) {
    expect((await stores(prefs(nick))).attrs.type).toBe("result");
    expect((await reads('<exodus xmlns="exodus:prefs"/>')).getChild("query", NS)?.children.join("")).toBe(prefs(nick));
  }
});

test("§2.3: elements are distinguished by name and namespace, and belong to one account", async () => {
  await stores('<a xmlns="one">1</a><a xmlns="two">2</a><b xmlns="one">3</b>');
  expect((await reads('<a xmlns="two"/>')).getChild("query", NS)?.getChildText("a", "two")).toBe("2");
  expect((await reads('<b xmlns="one"/>')).getChild("query", NS)?.getChildText("b", "one")).toBe("3");
  const other = await actors.macbeth.asks(`<iq type="get"><query xmlns="${NS}"><a xmlns="two"/></query></iq>`);
  expect(other.getChild("query", NS)?.children.join("")).toBe('<a xmlns="two"/>');
});

test("§2.3: an element that was never stored is returned empty, as requested", async () => {
  const answer = await reads('<storage xmlns="storage:bookmarks"/>');
  expect(answer.getChild("query", NS)?.children.join("")).toBe('<storage xmlns="storage:bookmarks"/>');
});

test('§2.3: "If a user attempts to get or set data that belongs to another user, the server MUST return a Forbidden"', async () => {
  const { hamlet, macbeth } = actors;
  const conditions = async (to: string): Promise<unknown[]> => {
    const query = `<query xmlns="${NS}">${prefs("Macbeth")}</query>`;
    const asked = (type: string) => macbeth.asks(`<iq type="${type}" to="${to}">${query}</iq>`);
    return [conditionOf(await asked("get")), conditionOf(await asked("set"))];
  };
  // RFC 6121 §8.5.1: a stranger does not learn whether the user is there.
  for (const to of [hamlet.account, "nobody@localhost"])
    expect(await conditions(to)).toEqual(["service-unavailable", "service-unavailable"]);
  hamlet.sends(`<presence to="${macbeth.jid}"/>`);
  await hamlet.pings();
  expect(await conditions(hamlet.account)).toEqual(["forbidden", "forbidden"]);
});

test("§2.3: at least one child element with a proper namespace MUST be included", async () => {
  expect(conditionOf(await stores(""))).toBe("not-acceptable");
  expect(conditionOf(await stores("<plain/>"))).toBe("not-acceptable");
  expect(conditionOf(await stores('<a xmlns="x"/><a xmlns="x"/>'))).toBe("not-acceptable");
  expect(conditionOf(await reads(""))).toBe("bad-request");
  expect(conditionOf(await reads('<a xmlns="one"/><a xmlns="two"/>'))).toBe("bad-request");
});

test("an account's storage is limited, and a request beyond the limit changes nothing", async () => {
  const [withinLimit, overLimit] = [1000, 2000].map((length) => `<big xmlns="big">${"x".repeat(length)}</big>`);
  expect((await stores(withinLimit ?? "")).attrs.type).toBe("result");
  expect(conditionOf(await stores(overLimit ?? ""))).toBe("resource-constraint");
  expect((await reads('<big xmlns="big"/>')).getChild("query", NS)?.getChildText("big", "big")).toHaveLength(1000);
});

test("a new account of the same name does not get the data of a removed one", async () => {
  await using other = await startTestServer();
  const { hamlet } = await cast(other, ["hamlet"]);
  await hamlet.asks(`<iq type="set"><query xmlns="${NS}">${prefs("Hamlet")}</query></iq>`);
  await other.removeAccount("hamlet@localhost");
  const next = await cast(other, ["hamlet"]);
  const answer = await next.hamlet.asks(
    `<iq type="get"><query xmlns="${NS}"><exodus xmlns="exodus:prefs"/></query></iq>`,
  );
  expect(answer.getChild("query", NS)?.children.join("")).toBe('<exodus xmlns="exodus:prefs"/>');
});

test("the domain advertises it", async () => {
  expect(await featuresOf(actors.hamlet, "localhost")).toContain(NS);
});
