/** XEP-0357 in rooms: a message among very many members notifies them in portions. */
import { expect, test } from "bun:test";
import { openContactsServer } from "../support/in-memory/contacts.ts";
import { configForm, MUC, OWNER, roomAt } from "../support/xep/rooms.ts";

const MEMBERS = Array.from({ length: 200 }, (_, n) => `m${n}@localhost`);

test("two hundred offline members are notified in portions, each once", async () => {
  const server = openContactsServer();
  server.createAccounts(["owner"]);
  for (const member of MEMBERS) {
    const app = server.openSession(`${member}/phone`);
    app.sends(`<iq type="set"><enable xmlns="urn:xmpp:push:0" jid="push.example" node="${member}"/></iq>`);
    await server.idle();
    server.endSession(app);
  }
  const owner = server.openSession("owner@localhost/desk");
  const room = roomAt("hall");
  owner.sends(`<presence to="${room}/owner"><x xmlns="${MUC}"/></presence>`);
  owner.sends(`<iq type="set" to="${room}"><query xmlns="${OWNER}">${configForm({ membersonly: "1" })}</query></iq>`);
  const items = MEMBERS.map((jid) => `<item jid="${jid}" affiliation="member"/>`).join("");
  owner.sends(`<iq type="set" to="${room}"><query xmlns="http://jabber.org/protocol/muc#admin">${items}</query></iq>`);
  await server.idle();
  server.remote.length = 0;
  owner.sends(`<message to="${room}" type="groupchat"><body>When shall we meet again</body></message>`);
  expect(server.remote.length).toBeLessThan(20);
  await server.idle();
  expect(server.remote.filter(({ to }) => to === "push.example")).toHaveLength(MEMBERS.length);
  expect(server.errors).toEqual([]);
  await server[Symbol.asyncDispose]();
});
