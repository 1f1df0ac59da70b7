/** XEP-0114: Jabber Component Protocol. */
import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { type Cast, cast, settled } from "../support/cast.ts";
import { Component } from "../support/client/component.ts";
import { conditionOf } from "../support/hostile.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const DOMAIN = "plays.localhost";
const SECRET = "to be = or not";

let server: TestServer;
let actors: Cast<"romeo">;

beforeAll(async () => {
  server = await startTestServer({ settings: [`components.secrets=${DOMAIN}=${SECRET},irc.localhost=other`] });
  actors = await cast(server, ["romeo"]);
});
afterAll(() => server[Symbol.asyncDispose]());
afterEach(async () => {
  await settled(actors.romeo);
  expect(server.errors).toEqual([]);
});

const items = async (): Promise<string[]> => {
  const query = '<query xmlns="http://jabber.org/protocol/disco#items"/>';
  const answer = await actors.romeo.asks(`<iq type="get" to="localhost">${query}</iq>`);
  return (answer.getChild("query")?.getChildren("item") ?? []).map(({ attrs }) => attrs.jid);
};

test("§3: the header has the component's name, and is answered with a stream id and no features", async () => {
  const component = await Component.connect(server, DOMAIN, SECRET);
  expect(component.header.attrs).toMatchObject({ from: DOMAIN, xmlns: "jabber:component:accept" });
  expect(component.header.attrs.id).toMatch(/^[\w-]{22}$/);
  expect(component.header.attrs.version).toBeUndefined();
  expect(component.inbox.all.map(({ name }) => name)).toEqual(["stream:stream", "handshake"]);
  component.leaves();
});

test("§3: a name that is not serviced is host-unknown, another namespace invalid-namespace", async () => {
  for (const name of ["nowhere.localhost", "localhost", "", "@@"])
    expect(await (await Component.open(server, name)).streamError()).toBe("host-unknown");
  expect(await (await Component.open(server, DOMAIN, "jabber:client")).streamError()).toBe("invalid-namespace");
});

test('§3: "If the credentials supplied by the initiator are not valid, the receiver MUST close the stream"', async () => {
  const wrong = await Component.open(server, DOMAIN);
  await wrong.shakesHands("not the secret");
  expect(await wrong.streamError()).toBe("not-authorized");
  const impatient = await Component.open(server, DOMAIN);
  impatient.sends(`<message from="${DOMAIN}" to="romeo@localhost"><body>x</body></message>`);
  expect(await impatient.streamError()).toBe("not-authorized");
  await actors.romeo.receivesNothing();
});

test("§3: stanzas are routed both ways, from any user at the component's hostname", async () => {
  const { romeo } = actors;
  const component = await Component.connect(server, DOMAIN, SECRET);
  component.sends(`<message from="puck@${DOMAIN}/wood" to="${romeo.account}" type="chat"><body>Hi</body></message>`);
  await romeo.receives(`<message from="puck@${DOMAIN}/wood"><body>Hi</body></message>`);
  romeo.sends(`<message to="puck@${DOMAIN}"><body>Lo</body></message><presence to="puck@${DOMAIN}/x"/>`);
  await component.receives(`<message from="${romeo.jid}" to="puck@${DOMAIN}"><body>Lo</body></message>`);
  await component.receives(`<presence from="${romeo.jid}" to="puck@${DOMAIN}/x"/>`);
  const answer = romeo.asks(`<iq type="get" id="v" to="${DOMAIN}"><query xmlns="jabber:iq:version"/></iq>`);
  await component.receives(`<iq type="get" from="${romeo.jid}" to="${DOMAIN}" id="v"/>`);
  component.sends(`<iq type="result" from="${DOMAIN}" to="${romeo.jid}" id="v"/>`);
  expect((await answer).attrs).toMatchObject({ type: "result", from: DOMAIN });
  component.leaves();
});

test("§3: requests of a component to the server are answered, errors included", async () => {
  const component = await Component.connect(server, DOMAIN, SECRET);
  component.sends(`<iq type="get" from="puck@${DOMAIN}/a" to="localhost" id="p"><ping xmlns="urn:xmpp:ping"/></iq>`);
  await component.receives(`<iq type="result" from="localhost" to="puck@${DOMAIN}/a" id="p"/>`);
  component.sends(`<message from="${DOMAIN}" to="nobody@localhost" id="m"><body>?</body></message>`);
  const errorMessage = await component.receives('<message type="error" from="nobody@localhost" id="m"/>');
  expect(conditionOf(errorMessage)).toBe("service-unavailable");
  component.sends(`<message from="${DOMAIN}" to="@@" id="j"><body>?</body></message>`);
  expect(conditionOf(await component.receives('<message type="error" id="j"/>'))).toBe("jid-malformed");
  component.leaves();
});

test("§3: the domain in 'from' MUST match the component's; 'from' and 'to' MUST be present", async () => {
  const answerTo = async (attributes: string): Promise<string> => {
    const component = await Component.connect(server, DOMAIN, SECRET);
    component.sends(`<message ${attributes}><body>x</body></message>`);
    return await component.streamError();
  };
  expect(await answerTo('from="juliet@localhost" to="romeo@localhost"')).toBe("invalid-from");
  expect(await answerTo(`from="irc.localhost" to="romeo@localhost"`)).toBe("invalid-from");
  expect(await answerTo('to="romeo@localhost"')).toBe("improper-addressing");
  expect(await answerTo(`from="${DOMAIN}"`)).toBe("improper-addressing");
  await actors.romeo.receivesNothing();
});

test("a component is listed and available only while it is connected", async () => {
  const { romeo } = actors;
  expect(await items()).not.toContain(DOMAIN);
  romeo.sends(`<message to="puck@${DOMAIN}" id="m"><body>?</body></message>`);
  const errorMessage = await romeo.receives(`<message type="error" from="puck@${DOMAIN}" id="m"/>`);
  expect([conditionOf(errorMessage), errorMessage.getChild("error")?.attrs.type]).toEqual([
    "service-unavailable",
    "wait",
  ]);
  const component = await Component.connect(server, DOMAIN, SECRET);
  expect(await items()).toContain(DOMAIN);
  component.leaves();
});

test("a new connection of a component takes over: the former one ends with conflict", async () => {
  const former = await Component.connect(server, DOMAIN, SECRET);
  const latter = await Component.connect(server, DOMAIN, SECRET);
  expect(await former.streamError()).toBe("conflict");
  actors.romeo.sends(`<message to="${DOMAIN}"><body>who?</body></message>`);
  await latter.receives("<message><body>who?</body></message>");
  latter.leaves();
});

test("stanzas between components are routed", async () => {
  const otherComponent = await Component.connect(server, DOMAIN, SECRET);
  const irc = await Component.connect(server, "irc.localhost", "other");
  irc.sends(`<message from="bot@irc.localhost" to="puck@${DOMAIN}"><body>beep</body></message>`);
  await otherComponent.receives(`<message from="bot@irc.localhost" to="puck@${DOMAIN}"><body>beep</body></message>`);
  otherComponent.leaves();
  irc.leaves();
});

test("without a secret there is no listener; a component cannot have a domain of the server", async () => {
  await using other = await startTestServer({ settings: ["components.secrets=localhost=x,no secret"] });
  expect(other.server.listening.component).toBeUndefined();
  expect(other.events.filter(({ event }) => event === "component-ignored")).toHaveLength(2);
});

test("when the server stops, the stream ends with system-shutdown", async () => {
  await using other = await startTestServer({ settings: [`components.secrets=${DOMAIN}=${SECRET}`] });
  const component = await Component.connect(other, DOMAIN, SECRET);
  const error = component.streamError();
  await other.server.stop();
  expect(await error).toBe("system-shutdown");
});
