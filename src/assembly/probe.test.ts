import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { Client } from "../../tests/support/client/client.ts";
import { PASSWORD, startTestServer, type TestServer } from "../../tests/support/server.ts";

/** All rows of all tables, as text; but what is written at each start. */
function rowsOf({ home }: TestServer): readonly string[] {
  using database = new Database(home.database, { readonly: true });
  const tables = database.query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  return tables.flatMap(({ name }) =>
    database
      .query(`SELECT * FROM "${name}"`)
      .values()
      .map((row) => `${name} ${JSON.stringify(row)}`),
  );
}

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer({ isProbed: true });
});
afterEach(() => server[Symbol.asyncDispose]());

test("a server that works passes its probe, and nothing is left of it: no account, no row, no file", async () => {
  await server.server.stop();
  expect(server.errors).toEqual([]);
  expect(rowsOf(server).filter((row) => row.includes("probe-"))).toEqual([]);
  expect(readdirSync(server.home.directory).join()).not.toContain("probe");
});

test("who was in a room before the update is in it when the session is resumed", async () => {
  const room = "hall@rooms.localhost";
  await server.createAccount("romeo@localhost");
  const login = { username: "romeo", password: PASSWORD };
  const romeo = await Client.login(server.at("direct"), { ...login, resource: "r" });
  const { attrs } = await romeo.enableAcks(true);
  romeo.send(`<presence to="${room}/romeo"><x xmlns="http://jabber.org/protocol/muc"/></presence>`);
  await romeo.receive(({ name, attrs: { from } }) => name === "presence" && from === `${room}/romeo`);
  const form = '<query xmlns="http://jabber.org/protocol/muc#owner"><x xmlns="jabber:x:data" type="submit"/></query>';
  romeo.send(`<iq type="set" id="made" to="${room}">${form}</iq>`);
  await romeo.receive(({ attrs: { id } }) => id === "made");
  await server.restart();
  const back = await Client.connect(server.at("direct"));
  await back.authenticate(login);
  expect((await back.resume(romeo, String(attrs.id))).name).toBe("resumed");
  back.send(`<message type="groupchat" to="${room}" id="still"><body>here</body></message>`);
  expect((await back.receive(({ attrs: { id } }) => id === "still")).attrs.type).toBe("groupchat");
  await back.end();
});
