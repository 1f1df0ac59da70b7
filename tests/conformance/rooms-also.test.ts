/** rooms.also: rooms answer at further names, such as those of a former server. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { recordsOf } from "../../src/config/deployment.ts";
import { readConfig } from "../../src/config/read.ts";
import { visitedServices } from "../../src/config/services.ts";
import { modules } from "../../src/modules.ts";
import { type Cast, cast } from "../support/cast.ts";
import { startTestServer, type TestServer } from "../support/server.ts";

const ROOM = "old@conference.localhost";
const DISCO = "http://jabber.org/protocol/disco";

let server: TestServer;
let actors: Cast<"romeo" | "juliet">;
beforeAll(async () => {
  server = await startTestServer({ settings: ["rooms.also=conference"] });
  actors = await cast(server, ["romeo", "juliet"]);
});
afterAll(async () => {
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});

test("XEP-0045 §6.1: both names are found, and both are rooms", async () => {
  const { romeo } = actors;
  const answer = await romeo.asks(`<iq type="get" to="localhost"><query xmlns="${DISCO}#items"/></iq>`);
  const services = answer
    .getChild("query")
    ?.getChildren("item")
    .map(({ attrs }) => attrs.jid);
  expect(services).toContain("rooms.localhost");
  expect(services).toContain("conference.localhost");
  for (const service of ["rooms", "conference"]) {
    const info = await romeo.asks(`<iq type="get" to="${service}.localhost"><query xmlns="${DISCO}#info"/></iq>`);
    expect(info.getChild("query")?.getChild("identity")?.attrs).toMatchObject({ category: "conference" });
  }
});

test("a room at one name is no room at the other, and people meet in it as anywhere", async () => {
  const { romeo, juliet } = actors;
  const x = '<x xmlns="http://jabber.org/protocol/muc"/>';
  romeo.sends(`<presence to="${ROOM}/R">${x}</presence>`);
  await romeo.receives('<message type="groupchat"><subject/></message>');
  await romeo.asks(
    `<iq type="set" to="${ROOM}"><query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="submit"><field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#roomconfig</value></field><field var="muc#roomconfig_membersonly"><value>0</value></field></x></query></iq>`,
  );
  juliet.sends(`<presence to="${ROOM}/J">${x}</presence>`);
  await juliet.receives('<message type="groupchat"><subject/></message>');
  romeo.sends(`<message type="groupchat" to="${ROOM}"><body>here</body></message>`);
  await juliet.receives(`<message from="${ROOM}/R"><body>here</body></message>`);
  const other = await juliet.asks(`<iq type="get" to="old@rooms.localhost"><query xmlns="${DISCO}#info"/></iq>`);
  expect(other.getChild("error")?.getChild("item-not-found")).toBeDefined();
  await juliet.leaves();
  await romeo.receives(`<presence from="${ROOM}/J" type="unavailable"/>`);
});

test("its names have DNS records, and stand in the certificate", () => {
  const config = readConfig("", modules, ["domains=example.com", "rooms.also=conference,groups"]);
  const names = recordsOf(config, ["192.0.2.1"]).map(({ name }) => name);
  for (const label of ["rooms", "conference", "groups"]) expect(names).toContain(`${label}.example.com`);
  expect(visitedServices(config, ["example.com"])).toEqual([
    "rooms.example.com",
    "conference.example.com",
    "groups.example.com",
  ]);
});

test("web.also: names of files have records, too; what is no name is refused", () => {
  const config = readConfig("", modules, ["domains=example.com", "web.also=share.example.com"]);
  expect(recordsOf(config, ["192.0.2.1"]).map(({ name, type }) => `${name} ${type}`)).toContain(
    "share.example.com CNAME",
  );
  for (const name of ["https://x.example", "x.example:81", "a b"])
    expect(() => readConfig("", modules, ["domains=example.com", `web.also=${name}`])).toThrow();
});
